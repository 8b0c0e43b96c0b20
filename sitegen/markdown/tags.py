"""HTML tags in a text: which signs make one, which lines begin a block of HTML.

Source: CommonMark 0.31.2, "HTML blocks" and "Raw HTML"; names from the HTML Living Standard.
"""

from __future__ import annotations

import re
from html import unescape

_ATTRIBUTE = r"""\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?"""
OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>"
CLOSE_TAG = r"</[A-Za-z][A-Za-z0-9-]*\s*>"

# As browsers read them, which take more for a name than CommonMark does.
_WRITTEN = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.DOTALL
)

# A comment, an instruction, a declaration or CDATA goes on to its own end.
INLINE = re.compile(
    rf"{OPEN_TAG}|{CLOSE_TAG}|<!--(?:>|->|.*?-->)|<\?.*?\?>|<![A-Za-z].*?>|<!\[CDATA\[.*?\]\]>",
    re.DOTALL,
)
INLINE_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![", "]]>"), ("<!", ">"), ("<", ">"))
NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")

# <div markdown="1">: the inside is Markdown from the first line on.
MARKDOWN_INSIDE = re.compile(
    r"""(?P<before><(?P<name>[A-Za-z][\w-]*)\b[^<>]*?)\s+markdown(?:=(?:"[^"]*"|'[^']*'|\w+))?"""
    r"""(?P<after>(?:\s[^<>]*)?>)(?P<inside>.*)$"""
)

_BLOCKS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|"
    "hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|"
    "search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
# How a block of HTML begins, and the sign at which it ends; "" is an empty line.
_STARTS = (
    (re.compile(r"<(?:script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE), "raw"),
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<![A-Za-z]"), ">"),
    (re.compile(rf"</?(?:{_BLOCKS})(?=\s|/?>|$)", re.IGNORECASE), ""),
)
_ALONE = re.compile(rf"(?:{OPEN_TAG}|{CLOSE_TAG})[ \t]*$")
_RAW_END = re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)

_ELEMENTS = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink
blockquote body br button canvas caption center cite code col colgroup data datalist dd del
details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame
frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label
legend li link main map mark marquee menu meta meter nav nobr noframes noscript object ol
optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp script search
section select slot small source span strike strong style sub summary sup table tbody td
template textarea tfoot th thead time title tr track tt u ul var video wbr xmp svg g path
circle rect line polygon polyline ellipse text tspan textpath defs use symbol lineargradient
radialgradient stop desc mask clippath pattern image foreignobject marker filter animate
animatetransform math mi mn mo ms mtext mrow mfrac msqrt mroot msub msup msubsup munder
mover munderover mtable mtr mtd semantics annotation
"""
_NAMES = frozenset(_ELEMENTS.split())


def is_known(name: str) -> bool:
    """Say whether `name` is an element of HTML, SVG or MathML, or a custom one."""
    return name.lower() in _NAMES or "-" in name


def block_end(line: str, *, interrupts: bool) -> str | None:
    """Return how the block of HTML ends that begins with `line`; None if none begins.

    Args:
        line: from its first sign on.
        interrupts: whether it stands right under a paragraph's line.

    Returns:
        "raw" for the end of a script, style, pre or textarea; the sign that ends a comment
        or its like; "" for an empty line.
    """
    for pattern, end in _STARTS:
        if pattern.match(line):
            return end
    return "" if not interrupts and _ALONE.match(line) else None


def ends_block(line: str, end: str) -> bool:
    if end == "raw":
        return _RAW_END.search(line) is not None
    return end in line if end else not line.strip()


def attributes_of(text: str) -> dict[str, str | None]:
    """Return the attributes of a tag by lower-case name, the first of each, unescaped.

    Args:
        text: what stands between the tag's name and its end.
    """
    attributes: dict[str, str | None] = {}
    for name, double, single, bare in _WRITTEN.findall(text):
        attributes.setdefault(name.lower(), unescape(double or single or bare))
    return attributes
