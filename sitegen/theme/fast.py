"""The short cuts by which Jinja gives its own bytes with a third of its work.

Most of what a page costs is Jinja's work, so:

- a text in which nothing needs escaping stays as it is, where Jinja would wrap it in an
  object that is thrown away;
- an attribute that is there is taken by Python itself, without a call of Jinja's;
- a template's output is gathered in a list and handed on once, where Jinja would pass each
  piece through every template around it;
- a template that was loaded once is found by its name alone, and brings no layered globals;
- what a macro returned is remembered, if its file was imported without the page's values:
  then nothing but its arguments can change it. A story's card stands on some ten pages.

They override what Jinja calls its own affair, so `jinja` uses them only with the releases
of Jinja in which they were proven. tests/theme/test_jinja.py builds a site with stock Jinja
beside ours and compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from itertools import islice
from types import FunctionType
from typing import Any

import jinja2
from jinja2 import compiler, idtracking, nodes, runtime
from markupsafe import Markup, escape

from sitegen.core.record import Record

_needs_escaping = re.compile("[&<>\"']").search
_SCALARS = frozenset({str, int, float, bool, type(None), Markup})
_RESULT_LIMIT = 4096  # results of one macro that are remembered: some five megabytes


def text(value: object) -> str:
    """Return a value as it stands in HTML, as `markupsafe.escape` does but for the type."""
    if type(value) is str:
        return escape(value) if _needs_escaping(value) else value
    if type(value) is Markup:
        return value
    return escape(value)


class _Generator(compiler.CodeGenerator):
    """Writes the Python of a template, and collects what it asks for.

    `Environment.undeclared` gets the names that neither the template nor the environment has.
    `jinja2.meta.find_undeclared_variables` finds the same by writing all Python once more.
    """

    def enter_frame(self, frame: compiler.Frame) -> None:
        super().enter_frame(frame)
        self.environment.undeclared.update(  # type: ignore[attr-defined]
            name
            for action, name in frame.symbols.loads.values()
            if action == idtracking.VAR_LOAD_RESOLVE and name not in self.environment.globals
        )

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

    @compiler.optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: compiler.Frame) -> None:  # noqa: N802
        """Take an attribute that is there; ask Jinja for items and for what is missing."""
        self.write("(a_value if (a_value := getattr((a_node := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else ")
        self.write(f"environment.getattr(a_node, {node.attr!r}))")

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


class _PureMacro(runtime.Macro):
    """A macro whose result depends on its arguments alone.

    Values are frozen, so that an object stands for what it holds; it is kept for as long as
    its result.
    """

    def __init__(self, macro: runtime.Macro) -> None:
        self.__dict__.update(macro.__dict__)
        self._macro = macro
        self._results: dict[tuple[object, ...], tuple[object, str]] = {}

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
        result = self._results.get(name)
        if result is None:
            if len(self._results) >= _RESULT_LIMIT:
                for older in list(islice(self._results, _RESULT_LIMIT // 2)):
                    del self._results[older]
            result = self._results[name] = ((args, kwargs), self._macro(*args, **kwargs))
        return result[1]


_frozen: dict[type, bool] = {tuple: True}


def _is_frozen(kind: type) -> bool:
    is_frozen = _frozen.get(kind)
    if is_frozen is None:
        is_frozen = _frozen[kind] = issubclass(kind, Record)
    return is_frozen


class _Context(runtime.Context):
    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; only a few functions want the context handed in."""
        if type(obj) is _PureMacro or (
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
                    setattr(module, name, _PureMacro(value))
        return self._module


class Environment(jinja2.Environment):
    """Jinja's environment, with the short cuts that the module's docstring lists."""

    code_generator_class = _Generator
    template_class = _Template
    context_class = _Context
    text = staticmethod(text)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.undeclared: set[str] = set()  # names that the template compiled last asks for
        self._templates: dict[str, jinja2.Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the environment's own: no template here has globals beside them."""
        return self.globals if d is None else super().make_globals(d)

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> jinja2.Template:
        template = self._templates.get(name) if globals is None else None  # type: ignore[arg-type]
        if template is None:
            template = super().get_template(name, parent, globals)
            if globals is None and isinstance(name, str):
                self._templates[name] = template
        return template
