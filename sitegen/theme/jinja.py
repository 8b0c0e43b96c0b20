"""Jinja: how templates are read and rendered. Only this module and `fast` know Jinja.

`facts_of` reads from a template what it mentions, and compiles it; `environment` renders.
What makes rendering quick, and could go wrong with another release of Jinja, is in `fast`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping
from functools import lru_cache
from html import escape
from types import CodeType
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import safe_range
from jinja2.utils import missing
from markupsafe import Markup

from sitegen.core.merge_conflicts import conflicts
from sitegen.core.problems import did_you_mean
from sitegen.schema.no_text import no_text
from sitegen.theme.files import Theme
from sitegen.theme.markup import addresses
from sitegen.theme.needs import Mention, Reference, TemplateFacts, TemplateFault

# The short cuts of `fast` override what Jinja calls its own affair, which any release may
# change without a word, even one that only mends something. So they serve the releases with
# which the sample site was compared byte for byte; with others, pages take longer and are
# rendered by Jinja as it comes. A constant is compared because that costs a start nothing.
PROVEN_VERSIONS = ("3.1.6",)

FUNCTIONS = ("picture", "warn")  # that whoever renders adds to those of `environment`
# Words without values or choices, which are the same on every page of one language.
_PLAIN_WORDS = re.compile(r"""\{\{ _\((["'])([^"'%{}\n]+)\1\) \}\}""")


def facts_of(env: jinja2.Environment, name: str) -> TemplateFacts:
    """Read a template's syntax tree, and compile it for `env` while it is at hand.

    Returns:
        What `needs.Analysis` joins over closures; the text alone decides it.
    """
    assert env.loader is not None
    try:
        source, file, _ = env.loader.get_source(env, name)
        left = conflicts(name, source)
        if left:
            return _faulty(*[TemplateFault(each.line, each.message, each.hint) for each in left])
        tree = env.parse(source, name, file)
        free_names = _compile(env, tree, name, file, source)
    except jinja2.TemplateSyntaxError as error:  # an unknown filter is one too
        message = error.message or "cannot be understood"
        return _faulty(TemplateFault(error.lineno, message, _remedy(message, env)))
    except UnicodeDecodeError as error:
        problem = no_text(name, error)
        return _faulty(TemplateFault(problem.line, problem.message, problem.hint))
    except (SyntaxError, RecursionError) as error:  # beyond what Python can nest
        hint = "Put parts of it into templates of their own: {% include %} brings them in."
        return _faulty(TemplateFault(1, f"cannot be compiled: {error}", hint))
    names: dict[str, int] = {}
    bound: set[str] = set()
    inner = {block for outer in tree.find_all(nodes.Block) for block in _blocks_within(outer)}
    outer = [Mention(b.name, b.lineno) for b in tree.find_all(nodes.Block) if b.name not in inner]
    mentions = _Mentions()
    asks_for_pictures = False
    for node in tree.find_all(_TELLING_NODES):
        if isinstance(node, nodes.Name):
            if node.ctx != "load":
                bound.add(node.name)
            elif node.name == "picture":
                asks_for_pictures = True
            elif node.name in free_names:
                names.setdefault(node.name, node.lineno)
        elif isinstance(node, nodes.Macro):
            bound.add(node.name)
        elif isinstance(node, nodes.Call):
            mentions.add_call(node)
        else:
            mentions.add_reference(node)
    return TemplateFacts(
        names=names,
        bound=tuple(sorted(bound)),
        refs=tuple(mentions.refs),
        parents=tuple(mentions.parents),
        parts=tuple(mentions.parts),
        assets=tuple(mentions.assets),
        pictures=asks_for_pictures,
        blocks=tuple(outer),
        inner_blocks=tuple(sorted(inner)),
        addresses=tuple(addresses(source)),
        faults=tuple(mentions.faults),
    )


def _blocks_within(block: nodes.Block) -> Iterator[str]:
    return (inner.name for inner in block.find_all(nodes.Block))


_NO_SUCH = re.compile(r"No (filter|test) named '([^']*)'")


def _remedy(message: str, env: jinja2.Environment) -> str:
    """Return what to do about something that Jinja does not understand."""
    missing = _NO_SUCH.search(message)
    if missing is None:
        return "Look here, and at the line before, for a bracket, a quote or an {% end… %} too few."
    names = env.filters if missing[1] == "filter" else env.tests
    return did_you_mean(missing[2], names.keys(), f"{missing[1].capitalize()}s")


_TELLING_NODES = (nodes.Name, nodes.Macro, nodes.Call, nodes.Extends, nodes.Include,
                  nodes.Import, nodes.FromImport)  # fmt: skip


def _faulty(*faults: TemplateFault) -> TemplateFacts:
    return TemplateFacts(faults=faults)


class _Mentions:
    """What a template names: other templates, files of static/, parts."""

    def __init__(self) -> None:
        self.refs: list[Reference] = []
        self.parents: list[str] = []
        self.assets: list[Mention] = []
        self.parts: list[str] = []
        self.faults: list[TemplateFault] = []

    def add_call(self, call: nodes.Call) -> None:
        """Add what asset() or part() names."""
        if not isinstance(call.node, nodes.Name) or call.node.name not in ("asset", "part"):
            return
        function = call.node.name
        name = call.args[0].value if _is_one_constant(call) else None  # type: ignore[attr-defined]
        if not isinstance(name, str):
            message = f"{function}() takes one name in plain text"
            hint = f"Write it as in {function}('name'): it is looked up before any page is made."
            self.faults.append(TemplateFault(call.lineno, message, hint))
        elif function == "asset":
            self.assets.append(Mention(name, call.lineno))
        else:
            self.refs.append(Reference(name, call.lineno, optional=False))
            self.parts.append(name)

    def add_reference(self, node: nodes.Node) -> None:
        """Add the template that a template extends, includes or imports."""
        target: nodes.Expr = node.template  # type: ignore[attr-defined]
        if isinstance(target, nodes.Const) and isinstance(target.value, str):
            optional = isinstance(node, nodes.Include) and node.ignore_missing
            self.refs.append(Reference(target.value, node.lineno, optional))
            if isinstance(node, nodes.Extends):
                self.parents.append(target.value)
        else:
            message = "a template must name another in plain text, not by a variable"
            hint = "Write its name in quotes, and {% if %} around it where it depends."
            self.faults.append(TemplateFault(node.lineno, message, hint))


def _is_one_constant(call: nodes.Call) -> bool:
    return len(call.args) == 1 and isinstance(call.args[0], nodes.Const)


def _compile(
    env: jinja2.Environment, tree: nodes.Template, name: str, file: str | None, source: str
) -> Collection[str]:
    """Compile a template for `get_template`; return the names that its values must answer."""
    free_names: set[str]
    if type(env) is jinja2.Environment:
        free_names = meta.find_undeclared_variables(tree)
    else:
        free_names = env.undeclared = set()  # type: ignore[attr-defined]
    code = env.compile(tree, name, file)
    if env.bytecode_cache is not None:
        bucket = env.bytecode_cache.get_bucket(env, name, file, source)
        bucket.code = code
        env.bytecode_cache.set_bucket(bucket)
    return free_names


UndefinedError = jinja2.UndefinedError


class TemplateStopError(Exception):
    """A template called fail(): its words are for whoever edits the site."""


class _Undefined(jinja2.StrictUndefined):
    """A value that is not there: a mistake, but for the keys of a site's own under `extra`.

    Those are set in one story and not in another, so that each of them is empty elsewhere, and
    so is whatever it might have held.
    """

    def __new__(cls, hint: Any = None, obj: Any = missing, name: Any = None, *more: Any) -> Any:
        if isinstance(obj, Mapping):
            return jinja2.ChainableUndefined(hint, obj, name, *more)
        return super().__new__(cls)


def environment(
    theme: Theme,
    filters: Mapping[str, Callable[..., Any]],
    translations: Any,  # gettext.NullTranslations, whose own type Jinja does not name
    functions: Mapping[str, Callable[..., Any]],
    shared_parts: Collection[str] = (),
    code: MutableMapping[str, CodeType] | None = None,
) -> jinja2.Environment:
    """Build the environment that renders pages of one language.

    Args:
        shared_parts: parts to be rendered once for all pages of a place; see `views.Here`.
        code: what an earlier environment of this language and these filters compiled; added
            to, so that after an edit only the edited template is compiled again.

    What could differ from one build to the next, such as random choices, is taken out.
    """

    def asset(name: str) -> str:
        return theme.assets[name]

    def fail(message: str) -> str:
        raise TemplateStopError(message)

    env = _environment_class()(
        bytecode_cache=_CodeCache(code) if code is not None else None,
        loader=_loader(theme, translations),
        autoescape=True,
        undefined=_Undefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.globals.pop("lipsum")
    env.globals["range"] = safe_range  # a slip in a template must not take all memory
    env.filters.pop("random")
    env.filters.update(filters)
    env.globals.update(functions)
    env.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    gettext = _gettext(translations)
    part = _part(env, shared_parts)
    env.globals.update(asset=asset, fail=fail, part=part, _=gettext, gettext=gettext)
    return env


def _environment_class() -> type[jinja2.Environment]:
    if jinja2.__version__ not in PROVEN_VERSIONS:
        return jinja2.Environment
    # Only now: with another release, what it overrides may not even be there to import.
    from sitegen.theme.fast import Environment

    return Environment


def _loader(theme: Theme, translations: Any) -> jinja2.BaseLoader:
    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        template = theme.templates.get(name)
        if template is None:
            return None
        # Looking up a word costs a page as much as writing a card: plain ones are put in
        # place here, once for each language.
        written = template.text("strict")
        text = _PLAIN_WORDS.sub(lambda word: escape(translations.gettext(word[2])), written)
        return text, str(template.file), lambda: True

    return jinja2.FunctionLoader(source)


class _CodeCache(jinja2.BytecodeCache):
    """Keeps what was compiled in a mapping that outlives the environment."""

    def __init__(self, code: MutableMapping[str, CodeType]) -> None:
        self._code = code

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        bucket.code = self._code.get(bucket.key + bucket.checksum)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        assert bucket.code is not None  # it was compiled a moment ago
        self._code[bucket.key + bucket.checksum] = bucket.code


def _part(env: jinja2.Environment, shared_parts: Collection[str]) -> Callable[..., Markup]:
    """Return the function part(), which renders a part of a page."""
    results: dict[tuple[object, ...], tuple[object, Markup]] = {}

    def render(name: str, values: Mapping[str, Any]) -> Markup:
        return Markup(env.get_template(name).render(values))  # noqa: S704 - escaped there

    @jinja2.pass_context
    def part(around: jinja2.runtime.Context, name: str) -> Markup:
        if name not in shared_parts:
            return render(name, around.get_all())
        site, here = around["site"], around["here"]
        key = (name, id(site), here)  # a node is decoded once: one site, one object
        if key not in results:
            results[key] = (site, render(name, {"site": site, "here": here}))
        return results[key][1]

    return part


def _gettext(translations: Any) -> Callable[..., Markup]:
    @lru_cache(maxsize=4096, typed=True)
    def say(message: str, **values: object) -> Markup:
        return Markup(translations.gettext(message)) % values  # noqa: S704 - the theme's own words

    def gettext(message: str, **values: object) -> Markup:  # Jinja calls only functions fast
        return say(message, **values)

    return gettext
