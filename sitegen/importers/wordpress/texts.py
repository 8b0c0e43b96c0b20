"""Texts of posts as WordPress keeps them → HTML: blocks, shortcodes, the classic editor."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Mapping

from sitegen.importers.wordpress import meta as plugins
from sitegen.importers.wordpress.autop import with_embeds, with_paragraphs
from sitegen.importers.wordpress.entries import Entry
from sitegen.importers.wordpress.shortcodes import Shortcode, Shortcodes, attached_image

_BLOCK = re.compile(
    r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+"
    r"(?P<values>\{(?:(?!\}\s+/?-->).)*?\}\s+)?(?P<empty>/)?-->",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WRAPPER = re.compile(
    r'<div class="wp-block-embed__wrapper">\s*(https?://[^\s<]+)\s*</div>', re.IGNORECASE
)
_FILE_BUTTON = re.compile(
    r"<a\b[^>]*\bwp-block-file__button\b[^>]*>.*?</a>|<object\b[^>]*\bwp-block-file__embed\b[^>]*>"
    r"(?:.*?</object>)?",
    re.DOTALL,
)
_VERSE = re.compile(r"<pre\b[^>]*\bwp-block-verse\b[^>]*>(.*?)</pre>", re.DOTALL)
_NOTE = re.compile(r'<sup\b[^>]*\bdata-fn="([^"]+)"[^>]*>.*?</sup>', re.DOTALL)
_CAPTIONED = re.compile(
    r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE
)
_EQUALS = re.compile(
    r"\[(youtube|vimeo|dailymotion|gist|googlemaps|soundcloud|ted|tweet)=([^\]\s]+)([^\]]*)\]",
    re.IGNORECASE,
)
_IDS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "su_youtube": "https://www.youtube.com/watch?v={}",
    "fusion_youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "fusion_vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "ted": "https://www.ted.com/talks/{}",
    "soundcloud": "", "spotify": "", "instagram": "", "facebook": "", "tiktok": "",
    "googlemaps": "", "iframe": "", "embedyt": "", "bandcamp": "", "documentcloud": "",
    "vc_video": "", "et_pb_video": "", "googleapps": "", "slideshare": "", "scribd": "",
}  # fmt: skip
_MEDIA = ("src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "0")

# Blocks that WordPress fills by itself, on each page anew: there is nothing of them in a post.
_LISTS = re.compile(
    r"^(?:latest-|archives|categories|calendar|tag-cloud|search|rss|query|post-|site-|loginout|"
    r"navigation|page-list|avatar|comments?-?|template-part|social-link|spacer|more|nextpage|"
    r"newspack-blocks/|newspack/|jetpack/(?:subscriptions|contact|related|sharing)|yoast)"
)


_HTML = re.compile(
    r"</?(?:p|div|br|ul|ol|li|h[1-6]|table|blockquote|figure|pre|span|strong|em)\b|<!-- wp:",
    re.IGNORECASE,
)
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"(?<!!)\[[^\]\n]+\]\((?:https?://|/)[^)\s]+\)"),
    re.compile(r"^(?:[-*] \S.*\n){2,}|^1\. \S.*\n2\. ", re.MULTILINE),
    re.compile(r"\*\*[^*\n]+\*\*|(?<!\w)__[^_\n]+__(?!\w)"),
    re.compile(r"^```", re.MULTILINE),
    re.compile(r"^> \S", re.MULTILINE),
)


def is_markdown(text: str) -> bool:
    """Say whether somebody wrote Markdown, which a plugin made HTML of."""
    if _HTML.search(text):
        return False
    return sum(bool(sign.search(text)) for sign in _MARKDOWN) >= 2


class TextReader:
    """Reads the texts of posts.

    Args:
        choices: shortcode → "keep" or "drop".
        attached: post → the numbers of its attachments, for galleries that name none.
        reusable: number → the text of a block that several posts show.
    """

    def __init__(
        self,
        choices: Mapping[str, str],
        attached: Mapping[str, str],
        reusable: Mapping[str, str],
    ) -> None:
        self._attached = attached
        self._reusable = reusable
        self._shortcodes = Shortcodes(self._known, choices, self._note)
        self._key = ""
        self._notes: list[str] = []
        self._written_notes: dict[str, str] = {}
        self.codes: Counter[tuple[str, str]] = Counter()  # of the last text: name, outcome → count

    def read(self, entry: Entry, key: str) -> str:
        """Return the text of a post as HTML; `codes` counts the shortcodes that it had."""
        self.codes.clear()
        self._key, self._notes = key, []
        self._written_notes = plugins.footnotes(entry.meta)
        text = entry.values.get("content:encoded", "")
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
        made = self._text(text, 0)
        for number, note in enumerate(self._notes, 1):
            made += f'\n<sitegen-footnote n="{number}">{note}</sitegen-footnote>'
        return made

    def _note(self, name: str, outcome: str) -> None:
        self.codes[name, outcome] += 1

    def _text(self, text: str, depth: int) -> str:
        if "<!-- wp:" in text:
            return self._blocks(text, depth)
        return self._classic(text)

    def _classic(self, text: str) -> str:
        """Return a text of the classic editor."""
        text = _COMMENT.sub("", text)
        text = _EQUALS.sub(r'[\1 "\2"\3]', text)
        text = self._shortcodes.read(text)
        return with_paragraphs(with_embeds(text))

    # Blocks

    def _blocks(self, text: str, depth: int) -> str:
        pieces: list[str] = []
        open_: list[str] = []
        place = 0
        for mark in _BLOCK.finditer(text):
            between = text[place : mark.start()]
            if open_ and open_[-1] not in ("freeform", "shortcode", "core/freeform"):
                pieces.append(self._inner(between, open_[-1]))
            else:
                pieces.append(self._classic(between))
            place = mark.end()
            name = mark["name"].removeprefix("core/")
            if mark["empty"]:
                pieces.append(self._empty(name, _json(mark["values"]), depth))
            elif not mark["end"]:
                open_.append(name)
                if name == "cover":
                    pieces.append(_backdrop(text[place:], _json(mark["values"])))
            elif name in open_:
                while open_.pop() != name:
                    pass
        rest = text[place:]
        pieces.append(self._inner(rest, open_[-1]) if open_ else self._classic(rest))
        return "\n".join(piece for piece in pieces if piece.strip())

    def _inner(self, text: str, block: str) -> str:
        """Return the HTML of a block, as the editor wrote it."""
        text = _COMMENT.sub("", text)
        if block in ("code", "preformatted", "syntaxhighlighter/code"):
            return text
        text = _WRAPPER.sub(lambda m: f'<sitegen-embed href="{m[1]}"></sitegen-embed>', text)
        text = _FILE_BUTTON.sub("", text) if "wp-block-file" in text else text
        text = _VERSE.sub(lambda m: f"<p>{m[1].strip().replace(chr(10), '<br>')}</p>", text)
        if "data-fn=" in text:
            text = _NOTE.sub(self._block_note, text)
        if "[" in text:
            text = self._shortcodes.read(_EQUALS.sub(r'[\1 "\2"\3]', text))
        return with_embeds(text) if block in ("paragraph", "html") else text

    def _block_note(self, match: re.Match[str]) -> str:
        note = self._written_notes.get(match[1])
        if note is None:
            return match[0]
        self._notes.append(note)
        return f'<sitegen-mark n="{len(self._notes)}"></sitegen-mark>'

    def _empty(self, name: str, values: Mapping[str, object], depth: int) -> str:
        """Return what stands for a block that has no HTML of its own in the post."""
        if name == "block" and depth < 5:
            text = self._reusable.get(str(values.get("ref", "")))
            if text is not None:
                self._note("wp:block", "moved")
                return self._text(text, depth + 1)
        address = values.get("url")
        if name.startswith(("embed", "core-embed")) and isinstance(address, str):
            return f'<sitegen-embed href="{html.escape(address)}"></sitegen-embed>'
        if name in ("footnotes", "more", "nextpage", "spacer", "separator"):
            return "<hr>" if name == "separator" else ""
        ids = values.get("ids")
        if name == "gallery" and isinstance(ids, list):
            images = "".join(attached_image(str(number)) for number in ids)
            return f"<sitegen-gallery>{images}</sitegen-gallery>"
        outcome = "dropped" if _LISTS.match(name) else "problem"
        self._note(f"wp:{name}", outcome)
        return _words_in(values)

    # Shortcodes

    def _known(self, code: Shortcode) -> str | None:
        name, values = code.name, code.values
        if name in ("caption", "wp_caption") and code.has_end:
            return _caption(code)
        if name == "gallery":
            return self._gallery(values)
        if name in ("footnote", "ref", "fn", "efn_note", "footnotes") and code.has_end:
            if not code.inner.strip():
                return ""
            self._notes.append(code.inner.strip())
            return f'<sitegen-mark n="{len(self._notes)}"></sitegen-mark>'
        if name in ("pullquote", "pull_quote", "pull-quote") and code.has_end:
            by = html.escape(values.get("author", "") or values.get("cite", ""), quote=False)
            cite = f"<cite>{by}</cite>" if by else ""
            words = with_paragraphs(code.inner)
            return f'<figure class="sitegen-pull"><blockquote>{words}{cite}</blockquote></figure>'
        if name in ("blockquote", "quote") and code.has_end:
            return f"<blockquote>{with_paragraphs(code.inner)}</blockquote>"
        if name in ("button", "btn", "su_button", "fusion_button", "et_pb_button", "vc_btn"):
            return _button(code)
        if name in ("audio", "video", "wpvideo", "fvplayer"):
            address = next((values[key] for key in _MEDIA if values.get(key)), "")
            address = address or code.inner.strip()
            return _embed(address, values.get("title", "")) if "://" in address else None
        if name == "embed" or name in _IDS:
            return _film(code)
        return None

    def _gallery(self, values: Mapping[str, str]) -> str:
        """Return a gallery: the pictures that it names, else those of the post itself."""
        named = values.get("ids") or values.get("include") or ""
        numbers = re.findall(r"\d+", named)
        if not numbers:
            of = f"wp-{values['id']}" if values.get("id", "").isdigit() else self._key
            numbers = self._attached.get(of, "").split()
            without = set(re.findall(r"\d+", values.get("exclude", "")))
            numbers = [number for number in numbers if number not in without]
        if values.get("orderby") != "rand" and values.get("order", "").upper() == "DESC":
            numbers.reverse()
        images = "".join(attached_image(number) for number in numbers)
        return f"\n\n<sitegen-gallery>{images}</sitegen-gallery>\n\n" if images else ""


def _json(text: str | None) -> Mapping[str, object]:
    try:
        values = json.loads(text or "{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _backdrop(text: str, values: Mapping[str, object]) -> str:
    """Return the picture behind a cover's words, which old ones name in their style alone."""
    address, start = values.get("url"), text.partition("<!-- wp:")[0]
    if not isinstance(address, str) or "<img" in start or "<video" in start:
        return ""
    number = values.get("id")
    mark = f' class="wp-image-{number}"' if isinstance(number, int) else ""
    return f'<figure><img src="{html.escape(address)}" alt=""{mark}></figure>'


def _words_in(values: Mapping[str, object]) -> str:
    """Return the words that a plugin keeps in the values of a block."""
    pieces: list[str] = []
    stack: list[object] = [values]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            named = [v for k, v in value.items() if not str(k).startswith("_")]
            stack.extend(reversed(named))
        elif isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, str) and re.search(r"\w\s+\w+\s+\w", value) and "{" not in value:
            pieces.append(value if value.lstrip().startswith("<p") else f"<p>{value}</p>")
    return "\n".join(pieces)


def _caption(code: Shortcode) -> str:
    match = _CAPTIONED.match(code.inner)
    words = code.values.get("caption", "")
    if match is None:
        return f"<figure>{code.inner}<figcaption>{words}</figcaption></figure>"
    words = (match[2].strip() or words).strip()
    return f"\n\n<figure>{match[1]}<figcaption>{words}</figcaption></figure>\n\n"


def _button(code: Shortcode) -> str | None:
    values = code.values
    address = next(
        (values[key] for key in ("link", "url", "href", "button_url") if values.get(key)), ""
    )
    built = re.search(r"url:([^|]+)", address)  # of WPBakery: "url:https%3A%2F%2F…|title:…"
    if built:
        address = html.unescape(built[1]).replace("%3A", ":").replace("%2F", "/")
    words = code.inner.strip() or values.get("title", "") or values.get("button_text", "")
    if not address or not words:
        return words if code.has_end and words else None
    return f'\n\n<p><a href="{html.escape(address)}">{words}</a></p>\n\n'


def _embed(address: str, title: str = "") -> str:
    title = html.escape(title)
    return f'\n\n<sitegen-embed href="{html.escape(address)}" title="{title}"></sitegen-embed>\n\n'


def _film(code: Shortcode) -> str | None:
    values = code.values
    words = [values[key] for key in ("url", "src", "link", "id", "0", "video") if values.get(key)]
    address = code.inner.strip() if code.has_end else ""
    address = re.sub(r"<[^>]*>", "", address) or next(iter(words), "")
    address = html.unescape(address.strip("\"' "))
    address = address.partition("|")[0]  # EmbedPlus says there how large, too
    if address.startswith("//"):
        address = f"https:{address}"
    if "://" in address:
        return _embed(address, values.get("title", ""))
    pattern = _IDS.get(code.name, "")
    if pattern and re.fullmatch(r"[\w./-]+", address):
        return _embed(pattern.format(address))
    return None
