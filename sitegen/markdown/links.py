"""Links, pictures and outside loads: taken from a body's HTML, replaced by placeholders.

This works on the HTML and not on Markdown's syntax, so that `<a href>` and `<img src>`
written by hand are treated alike. Code is safe: its angle brackets are escaped by then.
Comments, scripts and styles are passed over.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urlsplit

from sitegen.core.problems import Problem
from sitegen.core.reach import address_fault, host_without_scheme
from sitegen.core.urls import address_path, fragment_of, own_path, without_spaces
from sitegen.language.quotation_marks import Quotes
from sitegen.language.typography import typeset
from sitegen.markdown.anchors import anchor_for, anchors_hint
from sitegen.markdown.headings import RESERVED_IDS
from sitegen.markdown.marks import MARK
from sitegen.markdown.phrases import read_phrase
from sitegen.markdown.placeholders import picture_attributes
from sitegen.markdown.source_lines import SourceLines
from sitegen.markdown.tags import attributes_of
from sitegen.model.article import BodyImage, Link

_ATTRIBUTES = r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+"""
_TAG = re.compile(
    r"<(?=[!aeilostvAEILOSTV])(?:!--.*?-->"
    rf"|(script|style|textarea)(?=[\s>/])(?P<opaque>{_ATTRIBUTES})>.*?</\1\s*>"
    r"|(?P<name>a|area|img|iframe|video|audio|source|track|embed|object|link)"
    rf"(?=[\s>/])(?P<attributes>{_ATTRIBUTES})>)",
    re.DOTALL | re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNSEEN = re.compile(r"[\x00-\x20]+")  # what browsers ignore inside a scheme
_IDS = re.compile(
    r"""[\s"'](?:id|name)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'=<>`]+))""", re.IGNORECASE
)
_ID = re.compile(r"""[\s"']id\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'=<>`]+))""", re.IGNORECASE)
_NAMED_TAG = re.compile(r"""<[a-z][^>]*?[\s"'](?:id|name)\s*=[^>]*""", re.IGNORECASE)
_MAIL = re.compile(r"[^\s/@:?#]+@[^\s/@:?#]+\.[A-Za-z]{2,}\Z")
_ALONE = re.compile(
    rf"<p(?:\s[^>]*)?>((?:\s*{MARK}J\d+(?:;[^{MARK}]*)?{MARK}\s*(?:<br\s*/?>)?)+)\s*</p>"
)
_IMAGE_TOKEN = re.compile(rf"{MARK}J(\d+(?:;[^{MARK}]*)?){MARK}")
_FRAGMENT = re.compile(r"""(<a\s[^>]*?href\s*=\s*)(?:"(#[^"]*)")""", re.IGNORECASE)
_LINKS = ("a", "area")
# A photo that is written into its address, with all that a camera wrote into the photo.
_PHOTO = re.compile(r"data:image/(?:jpe?g|pjpeg|hei[cf]|avif|tiff|webp)", re.IGNORECASE)
_NEVER = ("javascript:", "vbscript:", "data:")
# What only the machine can open on which somebody copied it: a file, what an editor's browser
# holds, a picture of a mail.
_OWN_MACHINE = re.compile(r"(?:file|blob|cid|content|filesystem|[A-Za-z]):", re.IGNORECASE)

# Which attributes of an element name a file or page, the main one first.
_LOADS = {
    "a": ("href",),
    "area": ("href",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "link": ("href",),
}


@dataclass(slots=True)
class References:
    """The links, pictures and origins of a body, in reading order."""

    html: str
    links: list[Link] = field(default_factory=list)
    images: list[BodyImage] = field(default_factory=list)
    embeds: dict[str, None] = field(default_factory=dict)  # origins, each once
    problems: list[Problem] = field(default_factory=list)
    anchors: frozenset[str] = frozenset()  # where a link can lead to within the body


def extract(
    html: str,
    lines: SourceLines,
    path: str,
    quotes: Quotes,
    base_url: str = "",
    *,
    trust_html: bool = True,
) -> References:
    """Put placeholders in place of what sitegen must resolve in `html`.

    Where HTML is trusted, a script's address that was written as HTML is meant so. What begins
    with `base_url` is an address of this site as much as what begins with "/".
    The words of pictures are set with the marks in `quotes`.

    An address to resolve becomes U+001A "L" n U+001A; a picture becomes "I" n where it
    stands alone in its paragraph, which goes with it, and "J" n inside running text.
    """
    references = References(html)
    scanner = _Scanner(references, lines, path, quotes, base_url, trust_html)
    references.html = _TAG.sub(scanner.replace, html)
    if references.images:
        references.html = _ALONE.sub(_block_pictures, references.html)
    tags = " ".join(_NAMED_TAG.findall(references.html))
    ids = references.anchors = frozenset(
        [unescape(a or b or c) for a, b, c in _IDS.findall(tags)] if tags else ()
    )
    references.problems += _taken_ids(tags, lines, path)
    if not (
        all(map(str.isascii, scanner.fragments)) and RESERVED_IDS.isdisjoint(scanner.fragments)
    ):
        references.html = _FRAGMENT.sub(lambda m: _own_anchor(m, ids), references.html)
    if scanner.fragments:
        for fragment in scanner.fragments:
            if anchor_for(fragment, ids) is not None:
                continue
            references.problems.append(
                Problem(
                    path,
                    lines.of("#" + fragment),
                    f"link to '#{fragment}', which is nowhere in this story",
                    anchors_hint(ids, "here"),
                )
            )
    return references


def _taken_ids(tags: str, lines: SourceLines, path: str) -> list[Problem]:
    """Return a warning for each id that stands twice on the page: links lead to the first."""
    ids = [unescape(a or b or c) for a, b, c in _ID.findall(tags)]
    if len(set(ids)) == len(ids) and RESERVED_IDS.isdisjoint(ids):
        return []
    hint = "Give it another: links lead to the first of the page."
    problems = []
    for name, count in Counter(ids).items():
        if name in RESERVED_IDS:
            message = f"the id '{name}' is taken by the page around the story"
        elif count > 1:
            message = f"the id '{name}' is given {count} times"
        else:
            continue
        problems.append(Problem(path, lines.of(name), message, hint, warning=True))
    return problems


def _own_anchor(match: re.Match[str], ids: frozenset[str]) -> str:
    """Lead "#votación" to the heading whose anchor is written "votacion"."""
    fragment = fragment_of(unescape(match[2]))
    anchor = anchor_for(fragment, ids)
    return match[0] if anchor in (None, fragment) else f'{match[1]}"#{escape(anchor or "")}"'


def _block_pictures(match: re.Match[str]) -> str:
    return "\n".join(f"{MARK}I{n}{MARK}" for n in _IMAGE_TOKEN.findall(match[1]))


class _Scanner:
    """Decides for each tag what becomes of its addresses."""

    def __init__(
        self,
        references: References,
        lines: SourceLines,
        path: str,
        quotes: Quotes,
        base_url: str,
        trust_html: bool,
    ) -> None:
        self.references = references
        self.quotes = quotes
        self.base_url = base_url
        self.lines = lines
        self.path = path
        self.trust_html = trust_html
        self.fragments: dict[str, None] = {}

    def replace(self, match: re.Match[str]) -> str:
        if match["opaque"] is not None:
            source = attributes_of(match["opaque"]).get("src")
            if source and not _relative(source):
                self._outside("script", source)
            return match[0]
        if match["name"] is None:
            return match[0]
        name = match["name"].lower()
        attributes = attributes_of(match["attributes"])
        if name == "img":
            return self._image(match[0], attributes)
        tag = match[0]
        for key in _LOADS[name]:
            value = attributes.get(key)
            if value is None:
                continue
            address = self._address(name, value.strip())
            if address:
                tag = _with_value(tag, key, address)
        if name == "source" and _relative(attributes.get("srcset") or ""):
            self._problem(
                attributes["srcset"] or "",
                "a <source> with a picture beside the story is not looked at",
                'Write ![what it shows](picture.jpg "Caption"): all sizes are made from that.',
                warning=True,
            )
        return tag

    def _address(self, name: str, value: str) -> str:
        """Return what shall stand in place of `value`, or "" when it stays as it is."""
        bare = _UNSEEN.sub("", value).lower()
        if bare.startswith(_NEVER):
            if not self._by_hand(value):
                self._problem(
                    value,
                    f"link to '{_short(value)}'",
                    "Link to a page, a file or an https: address.",
                )
            return ""
        if value.startswith("#"):
            self.fragments.setdefault(fragment_of(value))
            return ""
        if not value:
            if name in _LINKS:
                self._problem("]()", "a link without an address", "Write [words](address).")
            return ""
        if self.base_url and own_path(self.base_url, value) is not None:
            return self._link(value)
        if _SCHEME.match(value):
            if _OWN_MACHINE.match(value):
                self._problem(
                    value,
                    f"link to '{_short(value)}', a file on your own computer",
                    "Put the file beside the story and link to its name.",
                )
                return ""
            return self._outside(name, value)
        if value.startswith("//"):
            return self._outside(name, value)
        fault = host_without_scheme(value)
        if fault is not None:
            self._problem(value, fault.said_of(f"link to '{_short(value)}'"), fault.hint)
            return ""
        if _MAIL.match(value):
            self._problem(value, f"link to '{value}' lacks mailto:", f"Write mailto:{value}")
            return ""
        return self._link(value)

    def _link(self, value: str) -> str:
        n = len(self.references.links)
        self.references.links.append(Link(value.replace("\\", "/"), self.lines.of(value)))
        return f"{MARK}L{n}{MARK}"

    def _by_hand(self, value: str) -> bool:
        return self.trust_html and self.lines.is_in_html(value)

    def _image(self, tag: str, attributes: dict[str, str | None]) -> str:
        target = (attributes.get("src") or "").strip()
        alt = self._alt(target, attributes)
        if not target:
            self._problem("](", "a picture without a file", "Write ![what it shows](file.jpg).")
            return tag
        if not _relative(target) and address_path(self.base_url, target) is None:
            if target.lower().startswith("data:"):
                if not self.lines.holds_data or _PHOTO.match(target):
                    self._problem(
                        target[:40],
                        f"picture '{_short(target)}'",
                        "Put the picture's file beside the story and name it.",
                    )
                return tag
            if _OWN_MACHINE.match(target) or target.startswith("\\\\"):
                self._problem(
                    target,
                    f"picture '{_short(target)}', a file on your own computer",
                    "Put the picture's file beside the story and name it.",
                )
                return tag
            new_target = self._outside("img", target)
            if alt is None:
                self._problem(
                    target,
                    f"picture '{_short(target)}' has no description",
                    "Write what it shows: ![what it shows](address). "
                    "If it says nothing, add {.decorative}.",
                )
            self._problem(
                target,
                f"the picture '{_short(target)}' is loaded from another site",
                "Every reader's browser asks there, and it may change or go. Save it beside the "
                "story, with the right to use it, and name that file.",
                warning=True,
            )
            return _with_value(tag, "src", new_target) if new_target else tag
        line = self.lines.of(target)
        caption, caption_html = self._words(attributes.get("title"))
        credit, credit_html = self._words(attributes.get("credit"))
        n = len(self.references.images)
        self.references.images.append(
            BodyImage(
                target.replace("\\", "/"),
                alt and typeset(alt, self.quotes),
                caption,
                line,
                credit,
                caption_html,
                credit_html,
            )
        )
        return f"{MARK}J{n}{picture_attributes(attributes)}{MARK}"

    def _words(self, text: str | None) -> tuple[str, str]:
        """Return a picture's caption or credit, plain and as HTML; its links are the body's."""
        phrase = read_phrase((text or "").strip(), self.quotes, links=True)
        return phrase.plain, _TAG.sub(self.replace, phrase.html)

    def _alt(self, target: str, attributes: dict[str, str | None]) -> str | None:
        """Return the description; "" where it is declared decorative, None where missing.

        Python-Markdown writes alt="" for `![](x.jpg)`, which declares nothing; an `<img>`
        tag with alt="" in the source does.
        """
        alt = " ".join((attributes.get("alt") or "").split())
        if alt:
            return alt
        if "decorative" in (attributes.get("class") or "").split():
            return ""
        return "" if target and self.lines.declares_decorative(target) else None

    def _outside(self, name: str, address: str) -> str:
        """Note from where a browser will load something, and refuse what it cannot open.

        Returns the address without its spaces; "" when it has none.
        """
        fault = address_fault(address)
        if fault is not None:
            thing = f"{'link to ' if name in _LINKS else ''}'{_short(address)}'"
            self._problem(address, fault.said_of(thing), fault.hint)
            return ""
        parts = urlsplit(address, "https")
        if name not in _LINKS and parts.scheme in ("http", "https"):
            self.references.embeds.setdefault(f"{parts.scheme}://{parts.netloc.lower()}")
        clean = without_spaces(address)
        return clean if clean != address else ""

    def _problem(self, needle: str, message: str, hint: str, *, warning: bool = False) -> None:
        self.references.problems.append(
            Problem(self.path, self.lines.of(needle), message, hint, warning)
        )


def _with_value(tag: str, key: str, value: str) -> str:
    pattern = rf"""(\s{key}\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""
    return re.sub(
        pattern,
        lambda m: f'{m[1].rstrip()}"{escape(value)}"',
        tag,
        count=1,
        flags=re.IGNORECASE | re.DOTALL,
    )


def _relative(address: str) -> bool:
    """Say whether `address` names something of this site."""
    return bool(address) and not _SCHEME.match(address) and not address.startswith(("//", "\\\\"))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
