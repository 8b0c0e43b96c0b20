"""Shortcodes and tags of other generators → blocks and Markdown of sitegen's.

The names are those of Hugo, of Jekyll's plugins and includes, and of the commonest themes. What
is not among them stays in the text as it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sitegen.core.record import Record, field
from sitegen.core.urls import is_web_address
from sitegen.importers.folders.masks import OUTER_FENCE, holds_fence


class Tag(Record):
    """A shortcode or tag with what it was given."""

    name: str
    values: Sequence[str] = ()  # without names, in their order
    named: Mapping[str, str] = field(default_factory=dict)
    inner: str = ""  # what stands between it and its end

    def value(self, *names: str, place: int = -1) -> str:
        """Return the first that is there of these, else the one at a place; "" for none."""
        for name in names:
            if self.named.get(name, "").strip():
                return self.named[name].strip()
        return self.values[place].strip() if 0 <= place < len(self.values) else ""


def made_of(tag: Tag) -> str | None:
    """Return what stands for a tag; None where nobody knows it."""
    make = _TAGS.get(tag.name.casefold().removesuffix(".html").rpartition("/")[2])
    return make(tag) if make is not None else None


def _block(text: str) -> str:
    return f"\n\n{text}\n\n"


def quoted(words: str) -> str:
    return '"' + " ".join(words.split()).replace("\\", "").replace('"', '\\"') + '"'


def _figure(tag: Tag) -> str:
    source = tag.value("src", "url", "image_path", "path", "file", "filename", place=0)
    if not source:
        return tag.inner
    caption = tag.value("caption", "title") or tag.inner.strip()
    credit = tag.value("attr", "credit", "attribution")
    words = ". ".join(filter(None, (caption.rstrip(".") if credit else caption, credit)))
    alt = tag.value("alt", place=1) or ""
    image = f"![{_bracketed(alt)}]({_target(source)}{' ' + quoted(words) if words else ''})"
    link = tag.value("link", "href")
    return _block(f"[{image}]({_target(link)})" if link else image)


def _bracketed(words: str) -> str:
    return words.replace("[", "\\[").replace("]", "\\]")


def _target(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def embed(address: str, title: str, caption: str = "") -> str:
    if not address:
        return ""
    words = f"\n{caption.strip()}" if caption.strip() else ""
    return _block(f"::: embed {address} {quoted(title)}{words}\n:::")


def _player(pattern: str, title: str) -> Callable[[Tag], str]:
    def make(tag: Tag) -> str:
        id_ = tag.value("id", "video", "src", "url", place=0)
        address = id_ if is_web_address(id_) else pattern.format(id_)
        return embed(address, tag.value("title", "caption") or title, tag.inner) if id_ else ""

    return make


def _post_on_x(tag: Tag) -> str | None:
    user, id_ = tag.value("user"), tag.value("id", place=len(tag.values) - 1)
    if not id_:
        return None  # an include of a theme's own: x.html
    if is_web_address(id_):
        return embed(id_, "Post on X")
    return embed(f"https://x.com/{user or 'i'}/status/{id_}", "Post on X")


def _gist(tag: Tag) -> str | None:
    id_ = "/".join(value for value in tag.values[:2] if "." not in value)
    return embed(f"https://gist.github.com/{id_}", "Code on GitHub") if id_ else None


def _film(tag: Tag) -> str:
    """Return the film of an include that names its maker, as Minimal Mistakes has it."""
    id_, maker = tag.value("id", place=0), tag.value("provider", "host").casefold()
    if maker == "vimeo":
        return _player("https://vimeo.com/{}", "Video on Vimeo")(tag)
    if maker == "youtube":
        return _player("https://www.youtube.com/watch?v={}", "Video on YouTube")(tag)
    source = tag.value("src", "url", "file", "mp4") or id_
    return embed(source, tag.value("title", "caption") or "Video")


def _recording(tag: Tag) -> str:
    return embed(tag.value("src", "url", "file", "mp3", place=0),
                 tag.value("title", "caption") or "Recording")  # fmt: skip


def _code(tag: Tag) -> str:
    language = tag.value("lang", "language", "type", place=0)
    language = language if re.fullmatch(r"[\w+#.-]+", language) else ""
    code = tag.inner.strip("\n")
    least = OUTER_FENCE if holds_fence(code) else 3
    fence = "`" * max(least, *(len(run) + 1 for run in [*re.findall("`+", code), ""]))
    return _block(f"{fence}{language}\n{code}\n{fence}")


def _note(tag: Tag) -> str:
    title = tag.value("title", "heading") or (tag.values[1] if len(tag.values) > 1 else "")
    return _block(f"::: note{' ' + quoted(title) if title else ''}\n{tag.inner.strip()}\n:::")


def _details(tag: Tag) -> str:
    summary = tag.value("summary", "title", place=0) or "More"
    return _block(f"<details>\n<summary>{summary}</summary>\n\n{tag.inner.strip()}\n\n</details>")


def _quote(tag: Tag) -> str:
    by = tag.value("author", "source", "cite", "attribution", place=0)
    lines = tag.inner.strip().split("\n") + (["", f"— {by}"] if by else [])
    return _block("\n".join(f"> {line}".rstrip() for line in lines))


def _pull(tag: Tag) -> str:
    by = tag.value("author", "source", "cite")
    return _block(f"::: pull{' ' + quoted(by) if by else ''}\n{tag.inner.strip()}\n:::")


def _button(tag: Tag) -> str:
    address = tag.value("href", "url", "link", "relref", place=0)
    words = tag.inner.strip() or tag.value("text", "label", "title") or address
    return f"[{words}]({_target(address)})" if address else words


def _gallery(tag: Tag) -> str:
    """Return the pictures that stand in it as a row."""
    pictures = re.findall(r"!\[[^\]\n]*\]\((?:[^()\n]|\([^()\n]*\))*\)", tag.inner)
    if not pictures:
        return tag.inner
    return _block("::: gallery\n" + "\n".join(pictures) + "\n:::")


def _inner(tag: Tag) -> str:
    return tag.inner


_YOUTUBE = _player("https://www.youtube.com/watch?v={}", "Video on YouTube")
_VIMEO = _player("https://vimeo.com/{}", "Video on Vimeo")
_TAGS: Mapping[str, Callable[[Tag], str | None]] = {
    **dict.fromkeys(("figure", "img", "image", "picture", "responsive-image", "lazyimg"), _figure),
    **dict.fromkeys(("youtube", "youtubeplayer", "youtube-lite", "yt"), _YOUTUBE),
    **dict.fromkeys(("vimeo", "vimeo_simple", "vimeoplayer"), _VIMEO),
    **dict.fromkeys(("tweet", "twitter", "twitter_simple", "x", "x_simple"), _post_on_x),
    **dict.fromkeys(("instagram", "instagram_simple"),
                    _player("https://www.instagram.com/p/{}/", "Post on Instagram")),
    "tiktok": _player("https://www.tiktok.com/@/video/{}", "Video on TikTok"),
    "spotify": _player("https://open.spotify.com/{}", "Recording on Spotify"),
    "soundcloud": _player("https://soundcloud.com/{}", "Recording on SoundCloud"),
    "gist": _gist,
    "video": _film,
    "audio": _recording,
    **dict.fromkeys(("highlight", "code"), _code),
    **dict.fromkeys(("notice", "note", "alert", "admonition", "callout", "tip", "warning", "info",
                     "hint", "lead", "important", "attention", "caution", "danger"), _note),
    **dict.fromkeys(("details", "expand", "collapse", "accordion", "spoiler"), _details),
    **dict.fromkeys(("quote", "blockquote", "cite"), _quote),
    **dict.fromkeys(("pullquote", "pull-quote"), _pull),
    **dict.fromkeys(("button", "btn", "link"), _button),
    "gallery": _gallery,
    **dict.fromkeys(("rawhtml", "raw_html", "html", "raw", "verbatim", "center", "columns",
                     "column", "div", "section"), _inner),
    **dict.fromkeys(("comment", "toc", "br"), lambda _tag: ""),
}  # fmt: skip
