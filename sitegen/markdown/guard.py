"""What stands before Python-Markdown's patterns: which of them a text needs at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from markdown.inlinepatterns import Pattern

# The processors of the converter that the short cuts below were written for, in order.
_PROCESSORS = {
    "preprocessors": "normalize_whitespace fenced_code_block html_block",
    "blocks": (
        "markdown_block empty indent defindent code table hashheader setextheader hr olist ulist "
        "deflist quote footnote abbr reference paragraph"
    ),
    "inline": (
        "backtick escape footnote reference link image_link image_reference short_reference "
        "short_image_ref autolink automail linebreak html entity em_strong"
    ),
    "smart": (
        "smarty-em-dashes smarty-en-dashes "
        + " ".join(f"smarty-quotes-{n}" for n in range(15))
        + " smarty-ellipses"
    ),
    "tree": ("footnote inline footnote-duplicate prettify attr_list abbr smarty toc unescape"),
    "postprocessors": "raw_html footnote amp_substitute",
}

# What a pattern needs to find in a text before it can match there.
_TRIGGERS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
    "smarty-ellipses": ("...",),
}


def is_known(md: Markdown) -> bool:
    """Say whether `md` has exactly the processors that this module was written for."""
    registries: dict[str, Any] = {
        "preprocessors": md.preprocessors,
        "blocks": md.parser.blockprocessors,
        "inline": md.inlinePatterns,
        "tree": md.treeprocessors,
        "postprocessors": md.postprocessors,
    }
    if "smarty" not in md.treeprocessors:
        return False
    smarty: Any = md.treeprocessors["smarty"]
    registries["smart"] = smarty.inlinePatterns
    for name, registry in registries.items():
        processors = list(registry)  # sorts it
        if " ".join([item.name for item in registry._priority]) != _PROCESSORS[name]:
            return False
        if not all(type(item).__module__.startswith("markdown.") for item in processors):
            return False
    toc: Any = md.treeprocessors["toc"]
    plain_toc = not (toc.marker or toc.use_anchors or toc.use_permalinks or toc.base_level)
    return plain_toc and md.tab_length == 4 and md.output_format == "html"


def guard(md: Markdown) -> None:
    """Have inline patterns tried only on text that holds what they begin with."""
    tree: Any = md.treeprocessors
    for name in ("inline", "smarty"):
        stock = tree[name]
        inline = _GuardedInline(md)
        inline.inlinePatterns = stock.inlinePatterns
        inline.prepare()
        priority = next(p for n, p in tree._priority if n == name)
        tree.register(inline, name, priority)


class _GuardedInline(InlineProcessor):
    """Python-Markdown's inline processor, with most patterns passed over unread."""

    def prepare(self) -> None:
        self._sorted: list[tuple[Pattern, tuple[str, ...]]] = []
        registry: Any = self.inlinePatterns
        list(registry)  # sorts it
        for item in registry._priority:
            triggers = _TRIGGERS.get(item.name)
            if triggers is None:  # a smart quote
                number = int(item.name.rpartition("-")[2])
                triggers = ("'",) if number in _SINGLE else ('"',) if number in _DOUBLE else ("'",)
            self._sorted.append((registry[item.name], triggers))
        self._any = re.compile(
            "|".join(sorted({re.escape(t) for _, ts in self._sorted for t in ts}))
        )

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString) or not self._any.search(data):
            return data
        start = 0
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        patterns = self._sorted
        index, count = patternIndex, len(patterns)
        while index < count:
            pattern, triggers = patterns[index]
            for trigger in triggers:
                if trigger in data:
                    break
            else:
                index += 1
                start = 0
                continue
            data, matches, start = apply(pattern, data, index, start)
            if not matches:
                index += 1
        return data


_SINGLE = frozenset({0, 6, 7, 8, 9, 10, 2, 3, 4, 5})

_DOUBLE = frozenset({1, 11, 12, 13, 14})
