"""Embeds: a card with a link to a film, a post or a map; a film or sound of the site's own."""

from __future__ import annotations

import re
from html import escape
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from sitegen.core.urls import is_web_address
from sitegen.markdown.directives import Block
from sitegen.markdown.element_writer import ElementWriter

_VIDEO = frozenset({".mp4", ".m4v", ".webm", ".mov", ".ogv"})

_AUDIO = frozenset({".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac"})

_PIXELS = re.compile(r"[1-9][0-9]{0,4}\Z")

# The only words that this module writes itself.
_TRANSCRIPT = {"en": "Transcript", "es": "Transcripción", "vi": "Bản chép lời"}


def embed(writer: ElementWriter, block: Block, inner: str) -> str:
    address = block.words[0] if block.words else ""
    if not address:
        writer.problem(block, "an embed without an address", "Write ::: embed https://…")
        return inner
    caption = f"\n<figcaption>\n{inner}\n</figcaption>" if inner else ""
    is_whole = is_web_address(address)
    suffix = PurePosixPath(urlsplit(address).path if is_whole else address).suffix.lower()
    if suffix in _VIDEO or suffix in _AUDIO:
        return _medium(writer, block, address, caption, video=suffix in _VIDEO)
    if not is_whole:
        writer.problem(
            block,
            f"embed of '{address}', which is neither a web address nor a sound or film",
            "Write the whole address, with https://, or the name of a .mp4 or .mp3 file.",
        )
        return inner
    host = urlsplit(address).netloc.removeprefix("www.")
    title = block.options.get("title") or " ".join(block.titles)
    if not title:
        writer.problem(
            block,
            f"the embed of {host} has no title",
            f'Write ::: embed {address} "What it is": the link is named by it.',
            warning=True,
        )
    words = writer.html(title) if title else escape(address.partition("://")[2], quote=False)
    return (
        f'<figure class="embed">\n<a class="embed-link" href="{escape(address)}">'
        f'<span class="embed-title">{words}</span> '
        f'<span class="embed-host">{escape(host, quote=False)}</span></a>{caption}\n</figure>'
    )


def _medium(writer: ElementWriter, block: Block, address: str, caption: str, *, video: bool) -> str:
    transcript, captions = block.options.get("transcript"), block.options.get("captions")
    kind = "video" if video else "audio"
    if not transcript and not captions:
        option = "captions=file.vtt" if video else "transcript=file.txt"
        writer.problem(
            block,
            f"{kind} '{address}' has neither captions nor a transcript",
            f"Add {option}: some readers cannot hear it.",
            warning=True,
        )
    title = block.options.get("title") or " ".join(block.titles)
    label = f' aria-label="{escape(writer.phrase(title).plain)}"' if title else ""
    source = escape(address)
    track = (
        f'<track kind="captions" src="{escape(captions)}" srclang="{escape(writer.lang)}" default>'
        if captions
        else ""
    )
    if video:
        width, height = _size(writer, block)
        poster = block.options.get("poster")
        still = f' poster="{escape(poster)}"' if poster else ""
        medium = (
            f'<video controls preload="none" width="{width}" height="{height}"{still}{label} '
            f'src="{source}">{track}</video>'
        )
    else:
        medium = f'<audio controls preload="none"{label} src="{source}">{track}</audio>'
    words = _TRANSCRIPT.get(writer.lang.partition("-")[0], _TRANSCRIPT["en"])
    text = (
        f'\n<p class="embed-transcript"><a href="{escape(transcript)}">{words}</a></p>'
        if transcript
        else ""
    )
    return f'<figure class="embed embed-{kind}">\n{medium}{text}{caption}\n</figure>'


def _size(writer: ElementWriter, block: Block) -> tuple[int, int]:
    width, height = block.options.get("width", "1280"), block.options.get("height", "720")
    if _PIXELS.match(width) and _PIXELS.match(height):
        return int(width), int(height)
    writer.problem(
        block,
        f"width and height are '{width}' and '{height}'",
        "Write whole numbers of pixels: width=1280 height=720",
    )
    return 1280, 720
