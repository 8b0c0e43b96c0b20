"""An entry of a WordPress export: its text mended until XML can read it, and its fields.

What is mended is noted, kind by kind, so that the receipt can tell it. Whatever cannot be
mended is a problem of that entry alone.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from html.entities import html5

from sitegen.core.record import Record, field
from sitegen.core.xml import XmlElement, XmlError, parse_xml
from sitegen.importers.wordpress.cutting import mended

# Nothing of these may stand in XML 1.0, however it is written.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_NUMBERS = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.IGNORECASE
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ENTITY = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_NAMESPACE = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']+)["']""")
_FIELD = re.compile(
    r"<((?:content|excerpt):encoded|wp:(?:meta_value|comment_content)|title|description)>"
    r"(.*?)</\1>(?=\s*<)",
    re.DOTALL,
)  # fmt: skip

# What was mended, in the words of the receipt; "{}" is how many times.
CONTROLS = "control characters, which no program can show, were taken out"
LATIN = (
    "letters were not of the encoding that the file names; they were read as Windows writes them"
)
ENTITIES = "signs & and names like &nbsp; that XML does not know were read as HTML reads them"
STRAY_ENDS = "ends of a passage (]]>) without a beginning were kept as signs"
LOOSE_MARKUP = "texts with loose markup were read as text"


class Category(Record):
    domain: str
    slug: str
    name: str


class Entry(Record):
    """One <item> of an export."""

    line: int
    values: Mapping[str, str]  # "wp:post_id" → "12"; the first of a name
    categories: tuple[Category, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)  # post meta, the first of a name
    comments: tuple[Mapping[str, str], ...] = ()

    def value(self, name: str) -> str:
        return self.values.get(name, "").strip()


class BrokenEntryError(Exception):
    """An entry that cannot be mended."""


class Mending:
    """Reads texts as XML, mending what must be; counts what was mended.

    Attributes:
        counts: what was mended → how often.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._prefixes: dict[str, str] = {}

    def note_namespaces(self, head: str) -> None:
        """Learn from the beginning of a file by which names it calls the usual namespaces."""
        for prefix, uri in _NAMESPACE.findall(head):
            if "/export/" in uri:
                self._prefixes[prefix] = "excerpt" if "excerpt" in uri else "wp"
            elif "modules/content" in uri:
                self._prefixes[prefix] = "content"
            elif "purl.org/dc" in uri:
                self._prefixes[prefix] = "dc"

    def tree(self, text: str) -> XmlElement:
        """Return a piece of an export as a tree whose names are "{wp}post_id" or "title".

        Raises:
            BrokenEntryError: it cannot be mended.
        """
        text = self._clean(text)
        for mend in (_as_it_is, self._with_entities, self._with_fields):
            attempt = mend(text)
            prefixes = {
                p for p in _PREFIX.findall(_CDATA.sub("", attempt)) if p not in ("xml", "xmlns")
            }
            names = "".join(f' xmlns:{p}="{self._prefixes.get(p, p)}"' for p in sorted(prefixes))
            try:
                return parse_xml(f"<all{names}>{attempt}</all>")
            except XmlError as error:
                reason = str(error)
        raise BrokenEntryError(reason)

    def _clean(self, text: str) -> str:
        text, latin = mended(text)
        if latin:
            self.counts[LATIN] += latin
        text, controls = _CONTROLS.subn("", text)
        if "&#" in text:
            text, numbers = _CONTROL_NUMBERS.subn("", text)
            controls += numbers
        if controls:
            self.counts[CONTROLS] += controls
        return text

    def _with_entities(self, text: str) -> str:
        """Write what XML does not know of entities and stray ends in its own way."""
        pieces: list[str] = []
        end = 0
        for passage in _CDATA.finditer(text):
            pieces.append(self._outside(text[end : passage.start()]))
            pieces.append(passage[0])
            end = passage.end()
        pieces.append(self._outside(text[end:]))
        return "".join(pieces)

    def _outside(self, text: str) -> str:
        if "]]>" in text:
            self.counts[STRAY_ENDS] += text.count("]]>")
            text = text.replace("]]>", "]]&gt;")

        def sign(match: re.Match[str]) -> str:
            name = match[1]
            if name in _XML_ENTITIES or (name and name.startswith("#")):
                return match[0]
            self.counts[ENTITIES] += 1
            if name and f"{name};" in html5:
                return html.escape(html5[f"{name};"])
            return "&amp;" + match[0][1:]

        return _ENTITY.sub(sign, text)

    def _with_fields(self, text: str) -> str:
        """Take what stands in fields that hold texts for text, whatever it looks like."""

        def as_text(match: re.Match[str]) -> str:
            inner = match[2].strip()
            if inner.startswith("<![CDATA["):
                inner = inner.removeprefix("<![CDATA[").removesuffix("]]>")
                inner = inner.replace("]]]]><![CDATA[>", "]]>")
            elif "<" not in inner:
                return match[0]
            else:
                inner = html.unescape(inner)
            return f"<{match[1]}>{html.escape(inner)}</{match[1]}>"

        # The text of the post ends with the last end of its kind, whatever it quotes.
        self.counts[LOOSE_MARKUP] += 1
        return self._with_entities(_FIELD.sub(as_text, text))


def _as_it_is(text: str) -> str:
    return text


def name_of(element: XmlElement) -> str:
    """Return an element's name as exports write it: "wp:post_id"."""
    tag = str(element.tag)
    return tag[1:].replace("}", ":") if tag.startswith("{") else tag


def text_of(element: XmlElement) -> str:
    return "".join(map(str, element.itertext()))


def read_entry(text: str, line: int, mending: Mending) -> Entry:
    """Return the fields of an entry.

    Raises:
        BrokenEntryError: it cannot be mended.
    """
    root = mending.tree(text)
    item = root[0] if len(root) else root
    values: dict[str, str] = {}
    categories: list[Category] = []
    meta: dict[str, str] = {}
    comments: list[Mapping[str, str]] = []
    for child in item:
        name = name_of(child)
        if name == "category":
            slug, domain = child.get("nicename", ""), child.get("domain", "category")
            categories.append(Category(domain, slug, text_of(child).strip()))
        elif name == "wp:postmeta":
            pair = {name_of(each): text_of(each) for each in child}
            meta.setdefault(pair.get("wp:meta_key", "").strip(), pair.get("wp:meta_value", ""))
        elif name == "wp:comment":
            comments.append({name_of(each): text_of(each) for each in child if not len(each)})
        else:
            values.setdefault(name, text_of(child))
    return Entry(line, values, tuple(categories), meta, tuple(comments))
