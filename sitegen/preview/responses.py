"""Responses: a file's type, whole or in part, or that a browser has it already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sitegen.core.file_names import FEED_TYPES, PICTURE_ENDINGS, PICTURE_TYPES
from sitegen.traces.pieces import Piece, Reader, Span, bytes_of, length_of, part_of

_TYPES = {
    **{
        f".{name}": PICTURE_TYPES[kind]
        for name, kind in PICTURE_ENDINGS.items()
        if kind in PICTURE_TYPES
    },
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".xsl": "application/xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".vtt": "text/vtt",
    ".ics": "text/calendar",
    ".webmanifest": "application/manifest+json",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".gz": "application/gzip",
}
_WITH_CHARSET = ("text/", "application/xml", "application/rss", "application/atom")
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def type_of(file: str, recipe: str = "") -> str:
    """Return the media type of a file: by its task's recipe if that says it, else by its name."""
    return FEED_TYPES.get(recipe, "") or _TYPES.get(
        Path(file).suffix.lower(), "application/octet-stream"
    )


def respond(
    request: Request,
    data: bytes,
    source: Path | None,
    etag: str,
    kind: str,
    status: int = 200,
    pieces: Sequence[Piece] | None = None,
) -> Response:
    """Answer with the whole, a part, or the word that nothing has changed.

    Args:
        pieces: of `source`, where not all of it is for readers.
    """
    if source is not None and pieces is None:
        pieces = (Span(0, source.stat().st_size),)
    size = length_of(pieces) if pieces is not None else len(data)
    if kind.startswith(_WITH_CHARSET):
        kind += "; charset=utf-8"
    headers = {"ETag": f'"{etag}"', "Content-Type": kind, "Accept-Ranges": "bytes"}
    if status == 200 and _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers={"ETag": f'"{etag}"'})
    start, stop = 0, size
    part = _RANGE.fullmatch(request.headers.get("range", ""))
    if part and status == 200 and request.method == "GET" and _may_split(request, etag):
        first, last = part[1], part[2]
        if first:
            start, stop = int(first), min(size, int(last) + 1 if last else size)
        elif last:
            start = max(0, size - int(last))
        if first or last:
            if start >= stop:
                return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
            status = 206
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    if source is None or pieces is None:
        return Response(data[start:stop], status, headers)
    return StreamingResponse(_stream_of(source, part_of(pieces, start, stop)), status, headers)


def _matches(header: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return f'"{etag}"' in tags or tags == ["*"]


def _may_split(request: Request, etag: str) -> bool:
    return request.headers.get("if-range", f'"{etag}"') == f'"{etag}"'


def _stream_of(source: Path, pieces: Iterable[Piece]) -> Iterator[bytes]:
    with Reader(source) as reader:
        try:
            yield from bytes_of(pieces, reader)
        except ValueError:
            return  # the file was cut meanwhile: the browser sees a broken answer
