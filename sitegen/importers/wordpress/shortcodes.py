"""Signs in brackets that WordPress and its plugins read: [caption], [gallery], [embed] …

What is known becomes HTML; wrappers of page builders fall; what is unknown stays as it stands,
so that somebody sees it, unless import.toml drops it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from sitegen.core.record import Record

_NAME = r"[A-Za-z][\w-]*"
_VALUES = r"""(?:[^\[\]"']|"[^"]*"|'[^']*')*?"""
_TAG = re.compile(rf"\[(\[?)(/?)({_NAME})((?:\s{_VALUES})?)(/?)\](\]?)")
_VALUE = re.compile(
    r"""([\w:-]+)\s*=\s*"([^"]*)"|([\w:-]+)\s*=\s*'([^']*)'|([\w:-]+)\s*=\s*([^\s"']+)"""
    r"""|"([^"]*)"|'([^']*)'|(\S+)"""
)
CODE = frozenset(
    {"code", "sourcecode", "source", "php", "css", "html", "xml", "js", "javascript", "python",
     "ruby", "bash", "shell", "sql", "java", "csharp", "cpp", "perl", "text", "plain", "cc"}
)  # fmt: skip
_CODE = re.compile(
    rf"\[({'|'.join(sorted(CODE - {'text', 'plain', 'cc', 'source', 'html'}))})((?:\s[^\]]*)?)\]"
    r"(.*?)\[/\1\]",
    re.DOTALL | re.IGNORECASE,
)
_SHOWN = re.compile(r"<(pre|code)\b[^>]*>.*?</\1>", re.DOTALL | re.IGNORECASE)
# Around words, and nothing themselves: what builders of pages and of themes leave.
_WRAPPERS = re.compile(
    r"^(?:vc_|et_pb_|fusion_|av_|cs_|x_|ux_|tatsu_|mk_|fl_|qode_|mvc_|thb_|themify_|col(?:umn)?s?(?:_|$)|"
    r"one_(?:half|third|fourth|fifth|sixth)|two_(?:third|fourth|fifth)|three_(?:fourth|fifth)|"
    r"row$|section$|container$|clear$|spacer$|divider$|dropcap$|drop_cap$|lead$|align|center$|"
    r"content_band$|toggles?$|tabs?$|tabgroup$|accordions?$|span\d*$|dt_|su_(?:row|column|spacer))"
)
_PLUGINS = re.compile(
    r"^(?:contact-form-7|wpforms|ninja_forms?|gravityform|formidable|mc4wp_form|caldera_form|poll|"
    r"yop_poll|rev_slider|layerslider|metaslider|sliderpro|table|tablepress|ad|ads|adrotate|"
    r"the_ad|advanced_ad|donation|give_form|mailchimp|newsletter|toc|recent_posts|ngg\w*|"
    r"nggallery|slideshow|print_gallery|envira-gallery|foogallery|foobox|woocommerce\w*|products?|"
    r"add_to_cart|events?|ecs-list-events|google-maps|wpgmza|display-posts|related_posts|"
    r"social|share|jetpack\w*|subscribe\w*|documentcloud|pdf-embedder|pdfjs-viewer|issuu|scribd|"
    r"polldaddy|crowdsignal|archives|sitemap|playlist)$"
)


class Shortcode(Record):
    """One sign in brackets, with what stands between it and its end."""

    name: str
    values: Mapping[str, str]  # "0", "1" … for those without a name
    inner: str  # "" where it has no end
    written: str  # its start as it stands
    has_end: bool


_IMAGES = frozenset({"src", "image", "images", "image_url", "img", "photo", "attachment", "ids"})
_FILMS = frozenset({"video", "video_url", "link_video"})
_HEADS = frozenset({"heading", "title", "text", "subhead", "tab_title", "author"})

Known = Callable[[Shortcode], str | None]


class Shortcodes:
    """Reads the shortcodes of texts.

    Args:
        known: gives the HTML of a shortcode; None for one that means nothing to it.
        choices: name → "keep" or "drop", for the others.
        note: is told the name of each, and what became of it: "moved", "kept", "dropped".
    """

    def __init__(
        self, known: Known, choices: Mapping[str, str], note: Callable[[str, str], None]
    ) -> None:
        self._known = known
        self._choices = choices
        self._note = note

    def read(self, text: str) -> str:
        """Return a text whose shortcodes are HTML."""
        if "[" not in text:
            return text
        kept: list[str] = []

        def put_aside(made: str) -> str:
            kept.append(made)
            return f"\x1b{len(kept) - 1}\x1b"

        text = _SHOWN.sub(lambda m: put_aside(m[0]), text)  # what is shown is no shortcode
        text = _CODE.sub(lambda m: put_aside(self._code(m)), text)
        text = self._replaced(text, 0)
        # What was put aside may hold, within a caption, what was put aside before it.
        while "\x1b" in text:
            text = re.sub(r"\x1b(\d+)\x1b", lambda m: kept[int(m[1])], text)
        return text

    def _code(self, match: re.Match[str]) -> str:
        """Return code to the letter."""
        self._note(match[1].lower(), "moved")
        values = _values(match[2])
        language = values.get("language") or values.get("lang", "")
        language = language or (match[1].lower() if match[1].lower() not in ("code", "sourcecode")
                                else "")  # fmt: skip
        code = re.sub(r"</?(?:p|br)\s*/?>", "", match[3]) if "<br" in match[3] else match[3]
        code = html.escape(html.unescape(code.strip("\r\n")), quote=False)
        class_ = f' class="language-{html.escape(language)}"' if language else ""
        return f"<pre><code{class_}>{code}</code></pre>"

    def _replaced(self, text: str, depth: int) -> str:
        pieces: list[str] = []
        place = 0
        ends = _ends(text)
        for start in list(_TAG.finditer(text)):
            if start.start() < place:
                continue
            if start[1] and start[6]:  # [[caption]] shows [caption]
                pieces += [text[place : start.start()], start[0][1:-1]]
                place = start.end()
                continue
            begin = start.start() + len(start[1])
            stop = start.end() - len(start[6])
            if start[2]:
                if self._falls(start[3]):
                    pieces.append(text[place:begin])
                    place = stop
                continue
            end = ends.get(start.start())
            inner = text[stop : end[0]] if end else ""
            code = Shortcode(
                start[3].lower(), _values(start[4]), inner, text[begin:stop], end is not None
            )
            made = self._made(code, depth)
            if made is None:
                continue
            pieces += [text[place:begin], made]
            place = end[1] if end else stop
        pieces.append(text[place:])
        return "".join(pieces)

    def _falls(self, name: str) -> bool:
        return bool(_WRAPPERS.match(name.lower())) or self._choices.get(name.lower()) == "drop"

    def _made(self, code: Shortcode, depth: int) -> str | None:
        """Return what stands for a shortcode; None where it stays, or is none at all."""
        if code.has_end and depth < 20:
            inner = self._replaced(code.inner, depth + 1)
            code = Shortcode(code.name, code.values, inner, code.written, has_end=True)
        made = self._known(code)
        if made is not None:
            self._note(code.name, "moved")
            return made
        chosen = self._choices.get(code.name, "")
        is_wrapper = bool(_WRAPPERS.match(code.name))
        if chosen == "drop" or (not chosen and is_wrapper):
            self._note(code.name, "dropped")
            if not is_wrapper:
                return code.inner
            return f"\n\n{_said_in_values(code)}{code.inner}\n\n"
        if not (chosen or _is_shortcode(code)):
            return None
        self._note(code.name, "kept")
        return f"{code.written}{code.inner}[/{code.name}]" if code.has_end else code.written


def _said_in_values(code: Shortcode) -> str:
    """Return the words and pictures that a builder of pages keeps within its brackets."""
    pieces: list[str] = []
    for key, value in code.values.items():
        value = value.strip()
        if key in _IMAGES and re.fullmatch(r"\d+(?:\s*,\s*\d+)*", value):
            images = "".join(attached_image(number) for number in re.findall(r"\d+", value))
            pieces.append(f"<sitegen-gallery>{images}</sitegen-gallery>")
        elif key in _IMAGES and re.match(r"https?://|/", value):
            alt = html.escape(code.values.get("alt", "") or code.values.get("title_text", ""))
            pieces.append(f'<p><img src="{html.escape(value)}" alt="{alt}"></p>')
        elif key in _FILMS and re.match(r"https?://", value):
            pieces.append(f'<sitegen-embed href="{html.escape(value)}"></sitegen-embed>')
        elif key in _HEADS and re.search(r"[^\W\d_]{2}", value):
            pieces.append(f"<h3>{value}</h3>")
    return "\n\n".join(pieces) + ("\n\n" if pieces else "")


def attached_image(number: str) -> str:
    """Return the picture of the archive that has a number, at its full size."""
    return f'<img src="attachment:{number}" class="wp-image-{number}" data-sitegen-words="1">'


def _is_shortcode(code: Shortcode) -> bool:
    """Say whether brackets hold a shortcode, and no remark: "[sic]", "[the mayor]"."""
    named = any(not key.isdigit() for key in code.values)
    return code.has_end or named or "_" in code.name or bool(_PLUGINS.match(code.name))


def _values(text: str) -> dict[str, str]:
    text = html.unescape(text.replace("\u201d", '"').replace("\u201c", '"').replace("\u2033", '"'))
    values: dict[str, str] = {}
    number = 0
    for match in _VALUE.finditer(text.strip().rstrip("/")):
        groups = match.groups()
        for index in (0, 2, 4):
            if groups[index]:
                values[groups[index].lower()] = groups[index + 1]
                break
        else:
            values[str(number)] = next(group for group in groups if group is not None)
            number += 1
    return values


def _ends(text: str) -> dict[int, tuple[int, int]]:
    """Return where shortcodes end: the place of each start → its end tag's beginning and end."""
    ends: dict[int, tuple[int, int]] = {}
    open_: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        if tag[1] and tag[6]:
            continue
        name = tag[3].lower()
        if not tag[2]:
            if not tag[5]:
                open_.setdefault(name, []).append(tag.start())
        elif open_.get(name):
            begin = tag.start() + len(tag[1])
            ends[open_[name].pop()] = (begin, tag.end() - len(tag[6]))
    return ends
