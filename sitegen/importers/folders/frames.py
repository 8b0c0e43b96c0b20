"""Frames and scripts that stand in Markdown as HTML: embeds, and nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sitegen.core.urls import is_web_address
from sitegen.importers.folders.blocks import embed
from sitegen.importers.prose.canon import embed_title, opened
from sitegen.markdown.tags import attributes_of

_FRAME = re.compile(
    r"(?:<(?:div|p|figure|center)\b[^>]*>\s*)*<iframe\b([^>]*)>.*?</iframe>"
    r"(?:\s*</(?:div|p|figure|center)>)*",
    re.DOTALL | re.IGNORECASE,
)
_WRAPPER = re.compile(r"</?(?:div|p|figure|center)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b([^>]*)>.*?</script>[ \t]*\n?", re.DOTALL | re.IGNORECASE)
_GIST = re.compile(r"(https://gist\.github\.com/[^?#]+?)\.js")


def without_frames(markdown: str, remarks: list[str]) -> str:
    """Return a text whose frames are embeds and whose scripts are gone.

    Args:
        remarks: is given what does not come along, a few words each.
    """

    def frame(match: re.Match[str]) -> str:
        address = opened(_attribute(match[1], "src"))
        if not is_web_address(address):
            return match[0]
        wrappers = _WRAPPER.findall(match[0])
        if sum(each.startswith("</") for each in wrappers) * 2 != len(wrappers):
            return match[0]  # other things stand in it too
        return embed(address, _attribute(match[1], "title") or embed_title(address))

    def script(match: re.Match[str]) -> str:
        source = _attribute(match[1], "src")
        gist = _GIST.match(source)
        if gist:
            return embed(gist[1], embed_title(gist[1]))
        try:
            host = urlsplit(source).hostname or ""
        except ValueError:
            host = ""
        remarks.append(f"a script of {host}" if host else "a script")
        return ""

    return _SCRIPT.sub(script, _FRAME.sub(frame, markdown))


def _attribute(attributes: str, name: str) -> str:
    return attributes_of(attributes).get(name) or ""
