"""Keys about files that belong to a story: its picture, and its sound or video."""

from __future__ import annotations

import re
from collections.abc import Mapping
from mimetypes import guess_type
from urllib.parse import urlsplit

from sitegen.core.record import Record
from sitegen.core.urls import is_outside, is_web_address
from sitegen.schema.fields import Fields, KeyReader, Reader
from sitegen.sources.plain_keys import read_line, read_text, read_web_address


class ImageUse(Record):
    """A picture as front matter names it, before its file is looked at."""

    target: str  # as written: a path beside the story, or from content/
    alt: str | None  # None: no alt was written at all
    caption: str
    credit: str
    focus: tuple[float, float] | None  # shares of width and height; None: not written
    line: int
    full: bool = False  # True: from edge to edge of the window


class EnclosureUse(Record):
    """A sound or video file as front matter names it."""

    file: str  # path beside the story; "" when `url` is given
    url: str  # absolute; "" when `file` is given
    type: str  # MIME type
    length: int  # bytes; 0 for a file, which is measured
    duration: int  # seconds; 0 when not given
    transcript: str  # URL or path; "" when there is none
    line: int


def read_image(reader: Reader, key: str, value: object) -> Fields:
    parts: Fields = {}
    if isinstance(value, dict):
        parts = reader.table(key, value, _IMAGE_KEYS, needs=("file",))
        if "alt" in value and value["alt"] is None:
            reader.problem(
                f"{key}.alt",
                "the alt text is empty",
                "Say what the picture shows, or write 'alt: \"\"' when it only decorates.",
            )
    else:
        parts["file"] = reader.line_of_text(key, value)
    if not parts.get("file"):
        return {}
    return {
        key: ImageUse(
            target=parts["file"],
            alt=parts.get("alt"),
            caption=parts.get("caption", ""),
            credit=parts.get("credit", ""),
            focus=parts.get("focus"),
            line=reader.line(f"{key}.file"),
            full=parts.get("full", False),
        )
    }


def _read_width(reader: Reader, key: str, value: object) -> Fields:
    width = reader.line_of_text(key, value)
    if width and width != "full":
        reader.problem(
            key,
            f"'{width}' is no width of a lead picture",
            "Write 'width: full' for one from edge to edge of the window, or take the line out: "
            "each is shown as large as its shape and its pixels allow.",
        )
    return {"full": width == "full"}


def _read_focus(reader: Reader, key: str, value: object) -> Fields:
    numbers = []
    for _, item in reader.items(key, value):
        try:
            numbers.append(float(item) if isinstance(item, str) else -1.0)
        except ValueError:
            numbers.append(-1.0)
    if len(numbers) != 2 or not all(0 <= number <= 1 for number in numbers):
        reader.problem(
            key,
            "the focus is not a place in the picture",
            "Write how far it is from the left and the top, from 0 to 1: 'focus: [0.5, 0.3]'.",
        )
        return {}
    return {"focus": (numbers[0], numbers[1])}


_IMAGE_KEYS: Mapping[str, KeyReader] = {
    "file": read_line,
    "alt": read_line,
    "caption": read_text,
    "credit": read_line,
    "focus": _read_focus,
    "width": _read_width,
}


def read_enclosure(reader: Reader, key: str, value: object) -> Fields:
    if not isinstance(value, dict):
        file = reader.line_of_text(key, value)
        value = {("url" if is_web_address(file) else "file"): file} if file else {}
    parts = reader.table(key, value, _ENCLOSURE_KEYS)
    file, url = parts.get("file", ""), parts.get("url", "")
    if reader.has_failed(key):
        return {}
    if bool(file) == bool(url):
        reader.problem(
            key,
            "an enclosure has either a file or a url",
            "Write 'file: interview.mp3' for a file beside the story.",
        )
        return {}
    type_ = parts.get("type") or guess_type(file or urlsplit(url).path)[0] or ""
    if not type_.startswith(("audio/", "video/")):
        reader.problem(
            key,
            f"'{file or url}' is neither sound nor video"
            if type_
            else f"it is not clear what '{file or url}' is",
            "Write its type, as in 'type: audio/mpeg'.",
        )
    if url and not parts.get("length"):
        reader.problem(
            key, "an enclosure elsewhere needs its length", "Write its bytes: 'length: 24986239'."
        )
    return {
        "enclosure": EnclosureUse(
            file=file,
            url=url,
            type=type_,
            length=parts.get("length", 0),
            duration=parts.get("duration", 0),
            transcript=parts.get("transcript", ""),
            line=reader.line(key),
        )
    }


def _read_length(reader: Reader, key: str, value: object) -> Fields:
    return {"length": reader.number(key, value, least=1, most=10**12)}


def _read_duration(reader: Reader, key: str, value: object) -> Fields:
    """Read "90", "12:30" or "1:02:30"."""
    text = reader.line_of_text(key, value)
    match = re.fullmatch(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})", text, re.ASCII)
    if text and (match is None or (match[2] and int(match[3]) > 59)):
        reader.problem(
            key, f"'{text}' is not a duration", "Write minutes and seconds, as in '12:30'."
        )
        return {}
    if match is None:
        return {}
    hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return {"duration": hours * 3600 + minutes * 60 + seconds}


def _read_transcript(reader: Reader, key: str, value: object) -> Fields:
    if isinstance(value, str) and is_outside(value.replace("\\", "/")):
        return read_web_address(reader, key, value)
    return read_line(reader, key, value)


_ENCLOSURE_KEYS: Mapping[str, KeyReader] = {
    "file": read_line,
    "url": read_web_address,
    "type": read_line,
    "length": _read_length,
    "duration": _read_duration,
    "transcript": _read_transcript,
}
