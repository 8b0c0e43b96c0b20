"""What is written about files of a story: its picture, and its sound or video."""

from __future__ import annotations

import re
from mimetypes import guess_type
from urllib.parse import urlsplit

from sitegen.core.file_names import RECORDING_TYPES, ending
from sitegen.core.record import Record
from sitegen.core.urls import is_outside, is_web_address
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.tables import Key, Table
from sitegen.schema.values import (
    FILE_NAME,
    FOCUS,
    LINE,
    PARAGRAPHS,
    WEB_ADDRESS,
    Form,
    Number,
    Text,
)


class ImageUse(Record):
    """A picture as front matter names it, before its file is looked at."""

    target: str  # as written: a path beside the story, or from content/
    line: int
    alt: str | None = None  # None: no alt was written at all
    caption: str = ""
    credit: str = ""
    focus: tuple[float, float] | None = None  # shares of width and height; None: not written
    full: bool = False  # True: from edge to edge of the window


class EnclosureUse(Record):
    """A sound or video file as front matter names it."""

    line: int
    file: str = ""  # path beside the story; "" when `url` is given
    url: str = ""  # absolute; "" when `file` is given
    type: str = ""  # MIME type
    length: int = 0  # bytes; 0 for a file, which is measured
    duration: int = 0  # seconds; 0 when not given
    transcript: str = ""  # URL or path; "" when there is none


def _settle_image(reader: Reader, key: str, value: object, fields: Fields) -> ImageUse | None:
    if isinstance(value, dict) and "alt" in value and value["alt"] is None:
        reader.problem(
            f"{key}.alt",
            "the alt text is empty",
            "Say what the picture shows, or write 'alt: \"\"' when it only decorates.",
        )
    if not fields.get("target"):
        return None
    return ImageUse(**fields, line=reader.line(f"{key}.file"))


def _is_full(_reader: Reader, _key: str, width: str) -> bool:
    return width == "full"


IMAGE = Table(
    (
        Key("file", FILE_NAME, "a file beside the story, or below content/", becomes="target",
            needed="which file it is",
            former=("src", "url", "path", "image", "filename", "feature", "name", "teaser")),
        Key("alt", LINE, "what it shows, for those who cannot see it", prose=True,
            former=("alt_text", "alttext", "description", "title")),
        Key("caption", PARAGRAPHS, "what is written below it", prose=True, former=("legend",)),
        Key("credit", LINE, "who made it", prose=True,
            former=("credits", "photographer", "by", "source", "author", "attribution",
                    "copyright")),
        Key("focus", FOCUS, "what crops keep: from the left, from the top, 0 to 1"),
        Key("width", Text(form=Form(
                "full", "is no width of a lead picture",
                "Write 'width: full' for one from edge to edge of the window, or take the line "
                "out: each is shown as large as its shape and its pixels allow.")),
            "`full` for one from edge to edge", becomes="full", check=_is_full),
    ),
    settle=_settle_image,
    short="file",
)  # fmt: skip


class Duration(Record):
    """Seconds, written as "90", "12:30" or "1:02:30"."""

    def read(self, reader: Reader, key: str, value: object) -> int | None:
        text = LINE.read(reader, key, value)
        if not text:
            return None
        match = re.fullmatch(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})", text, re.ASCII)
        if match is None or (match[2] and int(match[3]) > 59):
            reader.problem(
                key, f"'{text}' is not a duration", "Write minutes and seconds, as in '12:30'."
            )
            return None
        hours, minutes, seconds = (int(number or 0) for number in match.groups())
        return hours * 3600 + minutes * 60 + seconds


def usual_type(name: str) -> str:
    """Return the type that the system knows for a file's ending; "" for none.

    Of the ending alone: from Python 3.13 on `guess_type` takes apart what looks like an
    address, and raises at "http://[".
    """
    return guess_type(f"file.{ending(name)}")[0] or ""


def _check_transcript(reader: Reader, key: str, place: str) -> str | None:
    return WEB_ADDRESS.read(reader, key, place) if is_outside(place.replace("\\", "/")) else place


def _settle_enclosure(
    reader: Reader, key: str, _value: object, fields: Fields
) -> EnclosureUse | None:
    file, url = fields.get("file", ""), fields.get("url", "")
    if reader.has_failed(key):
        return None
    if bool(file) == bool(url):
        reader.problem(
            key,
            "an enclosure has either a file or a url",
            "Write 'file: interview.mp3' for a file beside the story.",
        )
        return None
    name = file or urlsplit(url).path
    type_ = fields.get("type") or RECORDING_TYPES.get(ending(name)) or usual_type(name)
    if not type_.startswith(("audio/", "video/")):
        reader.problem(
            key,
            f"'{file or url}' is neither sound nor video"
            if type_
            else f"it is not clear what '{file or url}' is",
            "Write its type, as in 'type: audio/mpeg'.",
        )
    if url and not fields.get("length"):
        reader.problem(
            key, "an enclosure elsewhere needs its length", "Write its bytes: 'length: 24986239'."
        )
    if not fields.get("transcript") and not reader.has_failed(key):
        reader.warn(
            key,
            "the recording has no transcript: to those who cannot hear it, it says nothing",
            "Write its words into a text file beside the story: 'transcript: interview.txt'.",
        )
    return EnclosureUse(**{**fields, "type": type_}, line=reader.line(key))


ENCLOSURE = Table(
    (
        Key("file", FILE_NAME, "a file beside the story", former=("src", "path")),
        Key("url", WEB_ADDRESS, "the address of one elsewhere", former=("link",)),
        Key("type", LINE, "what it is, if the file's ending does not tell", former=("mime",)),
        Key("length", Number(1, 10**12), "bytes of one elsewhere", former=("size", "bytes")),
        Key("duration", Duration(), "how long it is", former=("time",)),
        Key("transcript", LINE, "a file beside the story, or an address",
            check=_check_transcript),
    ),
    settle=_settle_enclosure,
    short=lambda text: "url" if is_web_address(text) else "file",
)  # fmt: skip
