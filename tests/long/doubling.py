"""Whether anything takes for ever: each shape of text twice as long, and how much longer it takes.

    python -m tests.long.doubling                     # all shapes, up to 128,000 letters
    python -m tests.long.doubling --letters 4000000   # for hours: each until it takes a minute
    python -m tests.long.doubling '<h2>' braces       # those whose names hold one of these

A shape may take at most 2.5 times the processor time for twice the letters; the best of three
counts. Shapes that end in a refusal are measured like all others, to the last line that an
editor reads. What takes less than a tenth of a second is doubled on. Ends with 1, and the names
of those that take too long.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.core.listing import digest_lines, problem_lines
from sitegen.core.problems import Problem, SitegenError
from sitegen.language.quotation_marks import quotes_of
from sitegen.markdown.convert import Converter
from sitegen.markdown.phrases import read_phrase
from sitegen.markdown.placeholders import fill
from sitegen.markdown.plain_text import plain_text
from sitegen.pictures.svg import clean_svg, svg_size
from sitegen.schema.toml_files import toml_of
from sitegen.settings.load import parse
from sitegen.sources.header import parse_story, rules_of
from sitegen.sources.parsing_rules import parsing_rules
from sitegen.syndication.fulltext import absolute_html
from sitegen.theme.files import Theme
from sitegen.theme.stylesheet import resolve_style, squeeze
from tests.conftest import NOW, SETTINGS
from tests.long import shapes
from tests.long.shapes import Shape
from tests.markdown.theme_blocks import KINDS, make

MOST = 2.5  # times the processor time for twice the letters
FIRST, LAST = 4_000, 128_000  # letters
SHORTEST, LONGEST = 0.1, 60.0  # seconds: less is not judged, more not doubled
TRIES = 3

_ZONE = ZoneInfo("America/Chicago")
_TRUSTING = Converter(zone=_ZONE, blocks=KINDS)
_CLEANING = Converter(zone=_ZONE, blocks=KINDS, trust_html=False)
_BLOCKS = make()
_SETTINGS = parse(Path(), "sitegen.toml", toml_of("sitegen.toml", SETTINGS), SETTINGS, (), ())
_RULES = rules_of(parsing_rules(_SETTINGS), datetime.fromisoformat(NOW))
_THEME = Theme({}, {}, {}, "")


def read_story(text: str) -> None:
    """Read a body as a build does, and write it for a page, a feed and a search."""
    conversion = _TRUSTING.convert(text, path="content/news/a.md", first_line=9, anchor="a")
    tell(conversion.problems)
    if any(not problem.warning for problem in conversion.problems):
        return
    pictures = ['<img src="a.jpg">'] * len(conversion.images)
    html = fill(conversion.body.html, [a.target for a in conversion.links], pictures, _BLOCKS)
    absolute_html(html, "https://gazette.example", "/news/a/")
    plain_text(html)


def read_untrusted(text: str) -> None:
    tell(_CLEANING.convert(text, path="content/news/a.md", first_line=9, anchor="a").problems)


def read_header(text: str) -> None:
    data = f"---\n{text}\n---\nWords.\n".encode()
    tell(parse_story("content/news/a.md", data, _RULES, unsound=True)[1])


def read_settings(text: str) -> None:
    whole = f"{SETTINGS}\n{text}"
    try:
        parse(Path(), "sitegen.toml", toml_of("sitegen.toml", whole), whole, (), ())
    except SitegenError as refusal:
        tell(refusal.problems)


def read_drawing(text: str) -> None:
    clean_svg(text.encode())
    svg_size(text.encode(), "a.svg")


def read_sheet(text: str) -> None:
    squeeze(text)
    try:
        resolve_style(_THEME, "css/a.css", text)
    except KeyError:
        return  # it names a file that is not there


def read_line(text: str) -> None:
    """Read a headline, a caption or a credit."""
    read_phrase(" ".join(text.split()), quotes_of("en"), links=True)


def tell(problems: tuple[Problem, ...]) -> None:
    for _ in (*problem_lines(problems), *digest_lines(problems)):
        pass


@dataclass(frozen=True)
class Reading:
    """One kind of text: its shapes, and who reads it."""

    kind: str
    read: Callable[[str], None]
    shapes: Mapping[str, Shape]
    most: int = 4_000_000  # letters; the limit of such a text


READINGS = (
    Reading("story", read_story, shapes.STORIES),
    Reading("untrusted story", read_untrusted, shapes.STORIES),
    Reading("front matter", read_header, shapes.HEADERS, 95_000),
    Reading("phrase", read_line, shapes.STORIES, 95_000),
    Reading("settings", read_settings, shapes.SETTINGS, 900_000),
    Reading("drawing", read_drawing, shapes.DRAWINGS),
    Reading("style sheet", read_sheet, shapes.SHEETS),
)


def seconds(reading: Reading, text: str, tries: int = TRIES) -> float:
    """Return the processor time that a text takes: the best of some tries."""
    best = LONGEST
    for _ in range(tries):
        start = time.process_time()
        reading.read(text)
        best = min(best, time.process_time() - start)
    return best


@dataclass(frozen=True)
class Doubling:
    """What one shape took, from few letters to many."""

    name: str
    letters: list[int]
    times: list[float]

    @property
    def worst(self) -> float:
        """By what the time grew for twice the letters; 0 where all of it was short."""
        pairs = zip(self.times, self.times[1:], strict=False)
        return max((b / a for a, b in pairs if b > SHORTEST and a > SHORTEST / 4), default=0.0)

    def __str__(self) -> str:
        times = "  ".join(f"{time:7.3f}" for time in self.times)
        return f"{self.name:60} {self.letters[-1]:>9,}  ×{self.worst:.1f}  {times}"


def double(reading: Reading, name: str, last: int) -> Doubling:
    shape = reading.shapes[name]
    letters: list[int] = []
    times: list[float] = []
    size = FIRST
    while size <= min(last, reading.most) and (not times or times[-1] < LONGEST / 4):
        letters.append(size)
        times.append(seconds(reading, shape(size)))
        size *= 2
    return Doubling(f"{reading.kind}: {name}", letters, times)


def doublings(last: int, names: list[str]) -> Iterator[Doubling]:
    for reading in READINGS:
        for name in reading.shapes:
            if not names or any(part in f"{reading.kind}: {name}" for part in names):
                yield double(reading, name, last)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="parts of the names of shapes")
    parser.add_argument("--letters", type=int, default=LAST, help="up to so many")
    options = parser.parse_args()
    too_long: list[str] = []
    for doubling in doublings(options.letters, options.names):
        is_long = doubling.worst > MOST
        too_long += [doubling.name] * is_long
        print(doubling, "TOO LONG" if is_long else "", flush=True)
    print(f"{len(too_long)} take too long: {'; '.join(too_long)}" if too_long else "None.")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
