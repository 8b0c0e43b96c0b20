"""Templating: the one module that knows Jinja.

`facts_of` reads from a template what it mentions, and compiles it; `environment` renders. It
gives Jinja's own bytes with a third of its work, which is most of what a page costs:

- a text in which nothing needs escaping stays as it is, where Jinja would wrap it in an
  object that is thrown away;
- a template's output is gathered in a list and handed on once, where Jinja would pass each
  piece through every template around it;
- a template that was loaded once is found by its name alone, and brings no layered globals;
- what a macro made is remembered, if its file was imported without the page's values: then
  nothing but its arguments can change it. A story's card stands on some ten pages.

tests/test_templating.py builds a site with stock Jinja beside ours and compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping
from functools import lru_cache
from html import escape as escaped_text
from types import CodeType, FunctionType
from typing import Any

import jinja2
from jinja2 import compiler, idtracking, nodes, runtime
from jinja2.sandbox import safe_range
from markupsafe import Markup, escape

from sitegen.theme.files import Theme

FUNCTIONS = ("picture", "warn")  # that whoever renders adds to those of `environment`
# Words without values or choices, which are the same on every page of one language.
_PLAIN_WORDS = re.compile(r"""\{\{ _\((["'])([^"'%{}\n]+)\1\) \}\}""")
_needs_escaping = re.compile("[&<>\"']").search
_SCALARS = frozenset({str, int, float, bool, type(None), Markup})
_REMEMBERED = 8192  # what one macro made, at most: some ten megabytes


def facts_of(env: jinja2.Environment, name: str) -> dict[str, Any]:
    """Read a template's syntax tree, and compile it for `env` while it is at hand.

    Returns:
        What `theme.Analysis` joins over closures, as plain data, so that it can be cached
        under the digest of the text: "names" (name → line), "bound" (names that the template
        itself gives a value), "refs" (templates named), "assets" (pairs of name and line),
        "parts" (templates that part() names), "problems" ([line, message]).
    """
    assert env.loader is not None
    try:
        source, file, _ = env.loader.get_source(env, name)
        tree = env.parse(source, name, file)
        wanted = _compile(env, tree, name, file, source)
    except jinja2.TemplateSyntaxError as error:  # an unknown filter is one too
        return _unread(error.lineno, error.message or "cannot be understood")
    except UnicodeDecodeError:
        return _unread(1, "the file is not UTF-8 text")
    except (SyntaxError, RecursionError) as error:  # beyond what Python can nest
        return _unread(1, f"cannot be compiled: {error}")
    names: dict[str, int] = {}
    bound: set[str] = set()
    problems: list[list[object]] = []
    refs: list[list[object]] = []
    assets: list[list[object]] = []
    parts: list[object] = []
    for node in tree.find_all(_TELLING):
        if isinstance(node, nodes.Name):
            if node.ctx != "load":
                bound.add(node.name)
            elif node.name in wanted:
                names.setdefault(node.name, node.lineno)
        elif isinstance(node, nodes.Macro):
            bound.add(node.name)
        elif isinstance(node, nodes.Call):
            if not isinstance(node.node, nodes.Name) or node.node.name not in ("asset", "part"):
                continue
            if len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
                problems.append([node.lineno, f"{node.node.name}() takes one name in plain text"])
            elif node.node.name == "asset":
                assets.append([node.args[0].value, node.lineno])
            else:
                refs.append([node.args[0].value, node.lineno, False])
                parts.append(node.args[0].value)
        else:
            target: nodes.Expr = node.template  # type: ignore[attr-defined]
            if isinstance(target, nodes.Const) and isinstance(target.value, str):
                optional = isinstance(node, nodes.Include) and node.ignore_missing
                refs.append([target.value, node.lineno, optional])
            else:
                problems.append(
                    [node.lineno, "a template must name another in plain text, not by a variable"]
                )
    return {
        "names": names,
        "bound": sorted(bound),
        "refs": refs,
        "assets": assets,
        "parts": parts,
        "problems": problems,
    }


_TELLING = (nodes.Name, nodes.Macro, nodes.Call, nodes.Extends, nodes.Include, nodes.Import,
            nodes.FromImport)  # fmt: skip


def _unread(line: int, message: str) -> dict[str, Any]:
    return {"names": {}, "bound": [], "refs": [], "assets": [], "problems": [[line, message]]}


def _compile(
    env: jinja2.Environment, tree: nodes.Template, name: str, file: str | None, source: str
) -> set[str]:
    """Compile a template for `get_template`; return the names that its values must answer."""
    wanted = env.wanted = set[str]()  # type: ignore[attr-defined]
    code = env.compile(tree, name, file)
    if env.bytecode_cache is not None:
        bucket = env.bytecode_cache.get_bucket(env, name, file, source)
        bucket.code = code
        env.bytecode_cache.set_bucket(bucket)
    return wanted


class TemplateStopError(Exception):
    """A template called fail(): its words are for whoever edits the site."""


def environment(
    theme: Theme,
    filters: Mapping[str, Callable[..., Any]],
    translations: Any,  # gettext.NullTranslations, whose own type Jinja does not name
    functions: Mapping[str, Callable[..., Any]],
    shared: Collection[str] = (),
    compiled: MutableMapping[str, CodeType] | None = None,
) -> jinja2.Environment:
    """Build the environment that renders pages of one language.

    Args:
        shared: parts to be rendered once for all pages of a place; see `model.Here`.
        compiled: what an earlier environment of this language and these filters compiled;
            added to, so that after an edit only the edited template is compiled again.

    What could differ from one build to the next, such as random choices, is taken out.
    """

    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = theme.templates.get(name)
        if found is None:
            return None
        # Looking up a word costs a page as much as writing a card: plain ones are put in
        # place here, once for each language.
        text = _PLAIN_WORDS.sub(
            lambda word: escaped_text(translations.gettext(word[2])), found.file.read_text("utf-8")
        )
        return text, str(found.file), lambda: True

    class Compiled(jinja2.BytecodeCache):
        def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
            if compiled is not None:
                bucket.code = compiled.get(bucket.key + bucket.checksum)

        def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
            if compiled is not None and bucket.code is not None:
                compiled[bucket.key + bucket.checksum] = bucket.code

    env = Environment(
        bytecode_cache=Compiled() if compiled is not None else None,
        loader=jinja2.FunctionLoader(source),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    env.globals.pop("lipsum")
    env.globals["range"] = safe_range  # a slip in a template must not take all memory
    env.filters.pop("random")
    env.filters.update(filters)
    env.globals.update(functions)

    def asset(name: str) -> str:
        return theme.assets[name]

    def fail(message: str) -> str:
        raise TemplateStopError(message)

    made: dict[tuple[object, ...], tuple[object, Markup]] = {}

    def rendered(name: str, values: Mapping[str, Any]) -> Markup:
        return Markup(env.get_template(name).render(values))  # noqa: S704 - escaped as it was made

    @jinja2.pass_context
    def part(around: jinja2.runtime.Context, name: str) -> Markup:
        if name not in shared:
            return rendered(name, around.get_all())
        site, here = around["site"], around["here"]
        key = (name, id(site), here)  # a node is decoded once: one site, one object
        if key not in made:
            made[key] = (site, rendered(name, {"site": site, "here": here}))
        return made[key][1]

    @lru_cache(maxsize=4096, typed=True)
    def say(message: str, **values: object) -> Markup:
        return Markup(translations.gettext(message)) % values  # noqa: S704 - the theme's own words

    def gettext(message: str, **values: object) -> Markup:  # Jinja calls only functions fast
        return say(message, **values)

    env.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(asset=asset, fail=fail, part=part, _=gettext, gettext=gettext)
    return env


def text(value: object) -> str:
    """Return a value as it stands in HTML, as `markupsafe.escape` does but for the type."""
    if type(value) is str:
        return escape(value) if _needs_escaping(value) else value
    if type(value) is Markup:
        return value
    return escape(value)


class Noting(compiler.CodeGenerator):
    """Notes what a template asks for that neither it nor the environment has.

    It is what `jinja2.meta.find_undeclared_variables` finds by writing all Python once more.
    """

    def enter_frame(self, frame: compiler.Frame) -> None:
        super().enter_frame(frame)
        self.environment.wanted.update(  # type: ignore[attr-defined]
            name
            for action, name in frame.symbols.loads.values()
            if action == idtracking.VAR_LOAD_RESOLVE and name not in self.environment.globals
        )


class _Generator(Noting):
    """Writes the Python of a template."""

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: compiler.Frame) -> None:
        """Gather the output of a template's root or block, where Jinja yields each piece."""
        outermost = (frame.rootlevel or frame.block_frame) and frame.buffer is None
        if not outermost or frame.require_output_check:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def _output_child_pre(
        self,
        node: nodes.Expr,
        frame: compiler.Frame,
        finalize: compiler.CodeGenerator._FinalizeInfo,
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.text(")


class _Remembering(runtime.Macro):
    """A macro whose result depends on its arguments alone.

    Values are frozen, so that an object stands for what it holds; it is kept for as long as
    what was made from it.
    """

    def __init__(self, macro: runtime.Macro) -> None:
        self.__dict__.update(macro.__dict__)
        self._macro = macro
        self._made: dict[tuple[object, ...], tuple[object, str]] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        key: list[object] = []
        for value in (*args, *kwargs.values()) if kwargs else args:
            kind = type(value)
            if kind in _SCALARS:
                key += (kind, value)  # 1 == True
            elif _is_frozen(kind):
                key += (kind, id(value))
            else:
                return self._macro(*args, **kwargs)
        key += kwargs
        name = tuple(key)
        found = self._made.get(name)
        if found is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            found = self._made[name] = ((args, kwargs), self._macro(*args, **kwargs))
        return found[1]


_frozen: dict[type, bool] = {tuple: True}


def _is_frozen(kind: type) -> bool:
    known = _frozen.get(kind)
    if known is None:
        settings = getattr(kind, "__dataclass_params__", None)
        known = _frozen[kind] = settings is not None and settings.frozen
    return known


class _Context(runtime.Context):
    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; only a few functions want the context handed in."""
        if type(obj) is _Remembering or (
            type(obj) is FunctionType and not hasattr(obj, "jinja_pass_arg")
        ):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return obj(*args, **kwargs)
        return super().call(obj, *args, **kwargs)


class _Template(jinja2.Template):
    def _get_default_module(self, ctx: runtime.Context | None = None) -> Any:
        del ctx  # it could only bring globals of its own, of which there are none
        if self._module is None:
            module = self._module = self.make_module()
            for name, value in vars(module).items():
                if type(value) is runtime.Macro:
                    setattr(module, name, _Remembering(value))
        return self._module


class Environment(jinja2.Environment):
    """Jinja's environment, with the shortcuts that the module's docstring lists."""

    code_generator_class = _Generator
    template_class = _Template
    context_class = _Context
    text = staticmethod(text)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.wanted: set[str] = set()  # by the template compiled last; see `Noting`
        self._loaded: dict[str, jinja2.Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the environment's own: no template here has globals beside them."""
        return self.globals if d is None else super().make_globals(d)

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> jinja2.Template:
        found = self._loaded.get(name) if globals is None else None  # type: ignore[arg-type]
        if found is None:
            found = super().get_template(name, parent, globals)
            if globals is None and isinstance(name, str):
                self._loaded[name] = found
        return found
