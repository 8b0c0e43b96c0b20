"""Links, pictures and outside loads: found in a body's HTML, replaced by placeholders.

This works on the HTML and not on Markdown's syntax, so that `<a href>` and `<img src>`
written by hand are treated alike. Code is safe: its angle brackets are escaped by then.
Comments, scripts and styles are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urlsplit

from sitegen.core.problems import Problem
from sitegen.model.article import BodyImage, Link

MARK = "\x1a"  # U+001A: taken out of every source, so that it can only be ours

_ATTRIBUTES = r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+"""
_TAG = re.compile(
    r"<(?=[!aeilostvAEILOSTV])(?:!--.*?-->"
    rf"|(script|style|textarea)(?=[\s>/])(?P<opaque>{_ATTRIBUTES})>.*?</\1\s*>"
    r"|(?P<name>a|area|img|iframe|video|audio|source|track|embed|object|link)"
    rf"(?=[\s>/])(?P<attributes>{_ATTRIBUTES})>)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.DOTALL
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNSEEN = re.compile(r"[\x00-\x20]+")  # what browsers ignore inside a scheme
_IDS = re.compile(
    r"""[\s"'](?:id|name)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'=<>`]+))""", re.IGNORECASE
)
_LETTERS = re.compile(r"\W+|_")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)
_MAIL = re.compile(r"[^\s/@:?#]+@[^\s/@:?#]+\.[A-Za-z]{2,}\Z")
_ALONE = re.compile(rf"<p(?:\s[^>]*)?>((?:\s*{MARK}J\d+{MARK}\s*(?:<br\s*/?>)?)+)\s*</p>")
_IMAGE_TOKEN = re.compile(rf"{MARK}J(\d+){MARK}")
_SIGNS = re.compile(r"[>\[\](){}*_-]|\d\.|    ")
_NEVER = ("javascript:", "vbscript:", "data:")

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


class SourceLines:
    """Finds in the source the line on which something of the HTML was written."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._starts: list[int] = []
        self._next: dict[str, int] = {}  # needle → where to look for its next use

    def at(self, offset: int) -> int:
        if not self._starts:
            self._starts = [0]
            self._starts += [m.end() for m in re.finditer("\n", self._text)]
        return self._first_line + bisect_right(self._starts, offset) - 1

    def of(self, needle: str) -> int:
        """Return the line of the next use of `needle`; 0 when it is written otherwise.

        A use as an address goes before others: "a.md" is not looked for in "media.md".
        """
        if not needle:
            return 0
        start = self._next.get(needle, 0)
        address = re.compile(rf"""[(<"'=:]\s*{re.escape(needle)}(?=[\s)>"'\]]|\Z)""")
        use = address.search(self._text, start) or address.search(self._text)
        found = use.end() - len(needle) if use else self._text.find(needle, start)
        if found < 0:
            found = self._text.find(needle)
        if found < 0:
            return 0
        self._next[needle] = found + len(needle)
        return self.at(found)

    def of_words(self, words: str) -> int:
        """Return the line that holds `words`, whatever signs and quotes stand between them."""
        sought = _LETTERS.sub("", words)
        lines = [_LETTERS.sub("", line) for line in self._text.split("\n")]
        if sought not in lines:
            lines = [sought if sought in line else "" for line in lines]
        return self._first_line + lines.index(sought) if sought and sought in lines else 0

    def of_note(self, reference: str) -> tuple[str, int]:
        """Return the label and line of the note that "fnref-vote-1" would be the use of."""
        for found in _NOTE.finditer(self._text):
            if reference.endswith("-" + "-".join(found[1].split())):
                return found[1], self.at(found.start())
        return "", 0

    def of_longest(self) -> int:
        """Return the line with the most signs of markup: where a reader lost the way."""
        lines = self._text.split("\n")
        signs = [len(_SIGNS.findall(line)) for line in lines]
        return self._first_line + signs.index(max(signs))

    def written(self, pattern: str) -> bool:
        return re.search(pattern, self._text) is not None


@dataclass(slots=True)
class Found:
    """What `extract` found, in reading order."""

    html: str
    links: list[Link] = field(default_factory=list)
    images: list[BodyImage] = field(default_factory=list)
    embeds: dict[str, None] = field(default_factory=dict)  # origins, each once
    problems: list[Problem] = field(default_factory=list)


def extract(html: str, lines: SourceLines, path: str) -> Found:
    """Put placeholders in place of what sitegen must resolve in `html`.

    An address to resolve becomes U+001A "L" n U+001A; a picture becomes "I" n where it
    stands alone in its paragraph, which goes with it, and "J" n inside running text.
    """
    found = Found(html)
    scanner = _Scanner(found, lines, path)
    found.html = _TAG.sub(scanner.replace, html)
    if found.images:
        found.html = _ALONE.sub(_block_pictures, found.html)
    if scanner.fragments:
        ids = {unescape(a or b or c) for a, b, c in _IDS.findall(found.html)}
        for fragment in scanner.fragments:
            if fragment in ids or fragment in ("", "top"):
                continue
            label, line = lines.of_note(fragment) if fragment.startswith("fnref") else ("", 0)
            if label:
                found.problems.append(
                    Problem(
                        path,
                        line,
                        f"the note '{label}' is used nowhere in the text",
                        f"Write [^{label}] where it belongs, or delete the note.",
                    )
                )
            else:
                found.problems.append(
                    Problem(
                        path,
                        lines.of("#" + fragment),
                        f"link to '#{fragment}', which is nowhere in this story",
                        _headings_hint(ids),
                    )
                )
    return found


def _headings_hint(ids: set[str]) -> str:
    own = sorted(i for i in ids if not i.startswith(("fn-", "fnref")))[:8]
    if not own:
        return "A heading's anchor is its words in lower case, joined by hyphens."
    return f"Anchors here: {', '.join('#' + i for i in own)}."


def _block_pictures(match: re.Match[str]) -> str:
    return "\n".join(f"{MARK}I{n}{MARK}" for n in _IMAGE_TOKEN.findall(match[1]))


class _Scanner:
    """Decides for each tag what becomes of its addresses."""

    def __init__(self, found: Found, lines: SourceLines, path: str) -> None:
        self.found = found
        self.lines = lines
        self.path = path
        self.fragments: dict[str, None] = {}

    def replace(self, match: re.Match[str]) -> str:
        if match["opaque"] is not None:
            source = _attributes(match["opaque"]).get("src")
            if source and not _relative(source):
                self._outside("script", source)
            return match[0]
        if match["name"] is None:
            return match[0]
        name = match["name"].lower()
        attributes = _attributes(match["attributes"])
        if name == "img":
            return self._image(match[0], attributes)
        tag = match[0]
        for key in _LOADS[name]:
            value = attributes.get(key)
            if value is None:
                continue
            placeholder = self._address(name, value.strip())
            if placeholder:
                tag = _with_value(tag, key, placeholder)
        if name == "source" and _relative(attributes.get("srcset") or ""):
            self._problem(
                attributes["srcset"] or "",
                "a <source> with a picture beside the story is not looked at",
                'Write ![what it shows](picture.jpg "Caption"): all sizes are made from that.',
                warning=True,
            )
        return tag

    def _address(self, name: str, value: str) -> str:
        """Return the placeholder for `value`, or "" when it stays as it is."""
        bare = _UNSEEN.sub("", value).lower()
        if bare.startswith(_NEVER):
            if name == "a" and not self._by_hand(value):
                self._problem(
                    value,
                    f"link to '{_short(value)}'",
                    "Link to a page, a file or an https: address.",
                )
            return ""
        if value.startswith("#"):
            self.fragments.setdefault(_fragment(value[1:]))
            return ""
        if not value:
            if name in ("a", "area"):
                self._problem("]()", "a link without an address", "Write [words](address).")
            return ""
        if _SCHEME.match(value):
            if re.match(r"file:|[A-Za-z]:", value, re.IGNORECASE):
                self._problem(
                    value,
                    f"link to '{_short(value)}', a file on your own computer",
                    "Put the file beside the story and link to its name.",
                )
            else:
                self._outside(name, value)
            return ""
        if value.startswith("//"):
            self._outside(name, value)
            return ""
        if value.lower().startswith("www."):
            self._problem(
                value, f"link to '{_short(value)}' lacks https://", f"Write https://{value}"
            )
            return ""
        if _MAIL.match(value):
            self._problem(value, f"link to '{value}' lacks mailto:", f"Write mailto:{value}")
            return ""
        n = len(self.found.links)
        self.found.links.append(Link(value.replace("\\", "/"), self.lines.of(value)))
        return f"{MARK}L{n}{MARK}"

    def _by_hand(self, value: str) -> bool:
        return self.lines.written(r"(?i)href\s*=\s*[\"']?\s*" + re.escape(value[:60]))

    def _image(self, tag: str, attributes: dict[str, str | None]) -> str:
        target = (attributes.get("src") or "").strip()
        alt = self._alt(target, attributes)
        if not target:
            self._problem("](", "a picture without a file", "Write ![what it shows](file.jpg).")
            return tag
        if not _relative(target):
            if target.lower().startswith("data:"):
                if not self.lines.written(r"(?i)src\s*=\s*[\"']?\s*data:"):
                    self._problem(
                        target[:40],
                        f"picture '{_short(target)}'",
                        "Put the picture's file beside the story and name it.",
                    )
                return tag
            self._outside("img", target)
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
            return tag
        n = len(self.found.images)
        self.found.images.append(
            BodyImage(
                target.replace("\\", "/"),
                alt,
                (attributes.get("title") or "").strip(),
                self.lines.of(target),
                (attributes.get("credit") or "").strip(),
            )
        )
        return f"{MARK}J{n}{MARK}"

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
        tag = rf"(?is)<img\b(?=[^>]*\balt\s*=\s*(\"\s*\"|'\s*'))[^>]*{re.escape(target)}"
        return "" if target and self.lines.written(tag) else None

    def _outside(self, name: str, address: str) -> None:
        """Note from where a browser will load something, and refuse what is no address."""
        try:
            parts = urlsplit(address, "https")
            is_sound = parts.scheme not in ("http", "https") or bool(parts.hostname)
        except ValueError:  # "https://["
            is_sound = False
        if not is_sound:
            self._problem(address, f"'{_short(address)}' is not an address", "Write https://host/…")
        elif name not in ("a", "area") and parts.scheme in ("http", "https"):
            self.found.embeds.setdefault(f"{parts.scheme}://{parts.netloc.lower()}")

    def _problem(self, needle: str, message: str, hint: str, *, warning: bool = False) -> None:
        self.found.problems.append(
            Problem(self.path, self.lines.of(needle), message, hint, warning)
        )


def _attributes(text: str) -> dict[str, str | None]:
    """Return an element's attributes by lower-case name, the first of each, unescaped."""
    found: dict[str, str | None] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


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


def _fragment(text: str) -> str:
    from_percent = re.sub(
        r"(?:%[0-9A-Fa-f]{2})+",
        lambda m: bytes.fromhex(m[0].replace("%", "")).decode("utf-8", "replace"),
        text,
    )
    return from_percent.strip()


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
