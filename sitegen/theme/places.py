"""Places of pictures, as `templates/places.toml` of the theme and of the site says.

The site's file adds to the theme's: a place of a name that the theme has takes its place,
all others stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.record import Record, field, replace
from sitegen.pictures.places import SHAPES, Box, Place
from sitegen.schema.reader import Fields, Reader, Rules
from sitegen.schema.tables import ByName, Key, Table
from sitegen.schema.toml_files import text_of, toml_of
from sitegen.schema.toml_lines import DottedLines
from sitegen.schema.toml_reader import TomlReader
from sitegen.schema.values import FLAG, LINE, Number
from sitegen.theme.files import Theme, ThemeFile

# What a `sizes` attribute holds: HTML Living Standard, 4.8.4.2.2, "sizes attributes".
_LENGTH = r"(?:\d+|\d*\.\d+)(?:px|r?em|vw|vh|vmin|vmax|ch|pt|cm|mm|in)"
_BOX = late_pattern(
    rf"(?:(?P<condition>(?:not\s+)?\([^\"]+\))\s+)?"
    rf"(?P<height>height\s+)?(?P<length>{_LENGTH}|(?:calc|min|max|clamp)\([^\"]+\))"
)
_NAME = late_pattern(r"[a-z][\w-]*")
_BOX_HINT = 'Write it as in "(min-width: 40rem) 50vw", or "100vw" for all other windows.'


class Places(Record):
    """Every place by name, and what is wrong with the files that say so."""

    by_name: Mapping[str, Place]
    problems: tuple[Problem, ...]


def place_called(places: Mapping[str, Place], name: str) -> Place:
    """Return the place of that name.

    Raises:
        LookupError: the theme has no such place; the text names the nearest.
    """
    try:
        return places[name]
    except KeyError:
        hint = did_you_mean(name, places.keys(), "Places")
        raise LookupError(f"no place '{name}' for pictures. {hint}") from None


def places_of(theme: Theme) -> Places:
    """Return the theme's places."""
    return _places(theme.places)


@lru_cache(maxsize=8)
def _places(files: tuple[ThemeFile, ...]) -> Places:
    """Read the files, the built-in one first; their digests stand for what they hold."""
    shared: dict[str, tuple[Box, ...]] = {}
    by_name: dict[str, Place] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            text = text_of(file.file, file.data())
            data = toml_of(file.label, text)
        except SitegenError as error:
            problems += [replace(problem, path=file.label) for problem in error.problems]
            continue
        reader = TomlReader(file.label, data, DottedLines(text), Rules())
        fields = _table(shared).take(reader, data)
        shared |= fields.get("shared", {})
        by_name |= fields.get("places", {})
        problems += reader.problems
    return Places(by_name, tuple(problems))


class _Boxes(Record):
    """A list of boxes; names in it stand for lists under [shared]."""

    shared: Mapping[str, tuple[Box, ...]] = field(default_factory=dict)
    is_whole: bool = False  # True: it must hold for all windows

    def read(self, reader: Reader, key: str, value: object) -> tuple[Box, ...] | None:
        shared = {**self.shared, **reader.fields.get("shared", {})} if self.is_whole else {}
        boxes: list[Box] = []
        for place, item in reader.items(key, value) or ():
            text = LINE.read(reader, place, item) or ""
            box = _BOX.fullmatch(text)
            if text in shared:
                boxes += shared[text]
            elif box is not None and _is_balanced(text):
                boxes.append(Box(box["condition"] or "", box["length"], bool(box["height"])))
            elif _NAME.fullmatch(text):
                hint = did_you_mean(text, shared.keys(), "Lists of [shared]")
                reader.problem(place, f"[shared] has no list '{text}'", hint)
            elif not reader.has_failed(place):
                wrong = f"'{text}' is not a width that a browser understands"
                reader.problem(place, wrong, _BOX_HINT)
        if self.is_whole and not reader.has_failed(key) and not _is_whole(boxes):
            reader.problem(key, "the last width, and no other, has no condition", _BOX_HINT)
        return tuple(boxes)


def _table(shared: Mapping[str, tuple[Box, ...]]) -> Table:
    """Return what may stand in places.toml, given the lists that the theme's own has."""
    place = (
        Key("widest", Number(1, 10_000), needed="the box's greatest width in pixels"),
        Key("boxes", _Boxes(shared, is_whole=True), needed='a list of widths, as in ["100vw"]'),
        Key("trimmed", FLAG),
    )
    limits = {
        "tall": "the height in pixels from which a portrait is shown so",
        "small": "the width in pixels below which a picture is shown so",
    }
    limit = {shape: (Key("limit", Number(1, 10_000), needed=say),) for shape, say in limits.items()}
    shapes = tuple(Key(s, Table((*place, *limit.get(s, ())), Place)) for s in SHAPES)
    places = Key("places", ByName(Table((*place, *shapes), settle=_settle)))
    return Table((Key("shared", ByName(_Boxes())), places))


def _settle(_reader: Reader, _key: str, _value: object, fields: Fields) -> Place | None:
    if "widest" not in fields or "boxes" not in fields:
        return None
    shapes = {shape: fields.pop(shape) for shape in SHAPES if shape in fields}
    return Place(**fields, shapes=shapes)


def _is_whole(boxes: list[Box]) -> bool:
    """Say whether there is one box for every window, and none that no window reaches."""
    return bool(boxes) and not boxes[-1].condition and all(box.condition for box in boxes[:-1])


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0
