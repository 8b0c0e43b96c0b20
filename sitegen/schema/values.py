"""What a value may be: text, answer, number, date, choice, address, language; as data.

Each type says its bounds, reads a value of that type and notes what is wrong with another.
`None` stands for no value: there is none, or it is wrong and that has been noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, Protocol

from sitegen.core.dates import Moment
from sitegen.core.patterns import late_pattern
from sitegen.core.problems import did_you_mean
from sitegen.core.reach import address_fault
from sitegen.core.record import Record
from sitegen.core.urls import SLUG_LIMIT, is_web_address, slugify
from sitegen.schema.reader import Reader


class Type(Protocol):
    """What a value must be."""

    def read(self, reader: Reader, key: str, value: Any) -> Any:
        """Return the value as its field holds it, None where it is none."""


class Form(Record):
    """The form that a text must have, beyond being text."""

    pattern: str  # regular expression, of the whole text
    wrong: str  # what is said of another: "is not an e-mail address"
    hint: str  # holds {} where an example stands
    example: str = ""
    better: Callable[[str], str] | None = None  # what was meant; "" where that is not known
    most: int = 0  # letters; 0 for any number


class Text(Record):
    """Words."""

    lines: bool = False  # True: lines and spaces stay as they are
    names_file: bool = False  # True: "&" is a letter like others
    form: Form | None = None

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        text = reader.text(key, value, names_file=self.names_file)
        if text is None:
            return None
        text = text.strip() if self.lines else " ".join(text.split())
        if text and self.form is not None:
            return self._formed(reader, key, text, self.form)
        return text

    def _formed(self, reader: Reader, key: str, text: str, form: Form) -> str | None:
        is_long = bool(form.most) and len(text) > form.most
        if not is_long and re.fullmatch(form.pattern, text) is not None:
            return text
        name = reader.last(key)
        better = form.better(text) if form.better else ""
        example = reader.example(form.example)
        if reader.is_item(key):
            place, written = reader.name(key), reader.example(better)
        else:
            place, written = f"the {name}", f"'{reader.pair(name, better)}'"
        reader.problem(
            key,
            f"{place} has {len(text):,} letters; at most {form.most:,}"
            if is_long
            else f"'{text}' {form.wrong}",
            f"Write {written}." if better else form.hint.format(example),
        )
        return None


class Flag(Record):
    """Yes or no."""

    otherwise: str = ""  # what may stand there too, for hints: "{until: …}"

    def read(self, reader: Reader, key: str, value: object) -> bool | None:
        other = f"or '{key}: {self.otherwise}'" if self.otherwise else ""
        return reader.flag(key, value, other)


class Number(Record):
    """A whole number, both bounds included."""

    least: int
    most: int

    def read(self, reader: Reader, key: str, value: object) -> int | None:
        return reader.number(key, value, self.least, self.most)


class When(Record):
    """A day, or a day and a time, at which something is shown.

    Of the hour that happens twice, when clocks go back, what shows something takes the second
    and what takes it away the first: so nothing is seen too early or too long.
    """

    is_end: bool = False  # True: at which it is shown no more

    def read(self, reader: Reader, key: str, value: object) -> Moment | None:
        text = reader.date_text(key, value)
        return None if text is None else reader.moment_of(key, text, later=not self.is_end)


class Instant(Record):
    """A moment; a day without a time is its very beginning. Else as `When`."""

    is_end: bool = False

    def read(self, reader: Reader, key: str, value: object) -> datetime | None:
        moment = When(self.is_end).read(reader, key, value)
        return None if moment is None else moment.at


Choices = Collection[str] | Callable[[Reader], Collection[str]]


class Choice(Record):
    """One of several words."""

    among: Choices  # or what finds them, where they depend on the settings
    heading: str = "Known"  # before the list of them in hints
    wrong: str = ""  # what is said of another word, in place of {}; "" for a plain sentence

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        word = LINE.read(reader, key, value)
        if not word:
            return None
        among = self.among(reader) if callable(self.among) else self.among
        if word in among:
            return word
        name = reader.last(key)
        wrong = self.wrong.format(word) if self.wrong else f"{name} '{word}' is not known"
        if reader.is_item(key) and not self.wrong:
            wrong = f"'{word}' is not known in {key.rpartition('.')[0]}"
        reader.problem(key, wrong, did_you_mean(word, among, self.heading))
        return None


class Language(Record):
    """A language's code."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        code = LINE.read(reader, key, value)
        if not code:
            return None
        if is_language(code):
            return code
        name = reader.last(key)
        better = re.sub(r"(?i)\.(utf|iso).*", "", code.replace("_", "-"))
        as_pair = (
            reader.example(better) if reader.is_item(key) else f"'{reader.pair(name, better)}'"
        )
        some = [reader.example(one) for one in ("en", "es", "zh-Hant")]
        reader.problem(
            key,
            f"'{code}' is not the code of a language",
            f"Write {as_pair}."
            if is_language(better)
            else f"Write it as in {some[0]}, {some[1]} or {some[2]}.",
        )
        return None


_LANGUAGE = late_pattern(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")


def is_language(text: str) -> bool:
    """Say whether `text` is a language tag such as "en", "es-MX", "zh-Hant" or "vi"."""
    return _LANGUAGE.fullmatch(text) is not None


class WebAddress(Record):
    """A whole address, which readers can open."""

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        address = LINE.read(reader, key, value)
        if not address:
            return address
        if is_web_address(address):
            check_reach(reader, key, address)
            return address
        whole = f"https://{address}"
        is_bare = "." in address.partition("/")[0] and is_web_address(whole)
        reader.problem(
            key,
            f"'{address}' is not a web address",
            f"Write it whole: {reader.example(whole)}."
            if is_bare
            else f"Write it whole, as in {reader.example('https://…')}.",
        )
        return None


def check_reach(reader: Reader, key: str, address: str) -> None:
    """Note an address that no reader could open."""
    fault = address_fault(address)
    if fault is not None:
        reader.problem(key, fault.said_of(f"'{address}'"), fault.hint)


class Link(Record):
    """A path of this site, or an address elsewhere.

    Paths get the path of `base_url` put before them, which the outermost table decides.
    """

    def read(self, reader: Reader, key: str, value: object) -> str | None:
        link = LINE.read(reader, key, value)
        if not link or link.startswith(("mailto:", "tel:")):
            return link
        if is_web_address(link):
            check_reach(reader, key, link)
            return link
        if link.startswith("/") and not link.startswith("//") and not re.search(r"[\s\\]", link):
            return f"{reader.fields.get('prefix', '')}{link}"
        reader.problem(
            key,
            f"'{link}' is neither a path of this site nor a web address",
            f"Write a path as in {reader.example('/about/')}, or a whole address as in "
            f"{reader.example('https://…')}.",
        )
        return None


class Focus(Record):
    """A place in a picture: shares of its width and height."""

    def read(self, reader: Reader, key: str, value: object) -> tuple[float, float] | None:
        shares = [_share(item) for _, item in reader.items(key, value) or ()]
        if len(shares) == 2 and all(0 <= share <= 1 for share in shares):
            return shares[0], shares[1]
        reader.problem(
            key,
            "the focus is not a place in the picture",
            "Write how far it is from the left and the top, from 0 to 1: 'focus: [0.5, 0.3]'.",
        )
        return None


def _share(item: object) -> float:
    """Return a number as written, -1 for what is none."""
    try:
        return float(item) if isinstance(item, str) else -1.0
    except ValueError:
        return -1.0


LINE = Text()
PARAGRAPHS = Text(lines=True)
FILE_NAME = Text(names_file=True)
FLAG = Flag()
WHEN = When()
INSTANT = Instant()
END = Instant(is_end=True)
LANGUAGE = Language()
WEB_ADDRESS = WebAddress()
LINK = Link()
FOCUS = Focus()
SLUG_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"
SLUG = Text(
    form=Form(
        SLUG_PATTERN, "cannot stand in an address",
        "Use a to z, 0 to 9 and hyphens.", better=slugify, most=SLUG_LIMIT,
    )
)  # fmt: skip
EMAIL = Text(
    form=Form(
        r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", "is not an e-mail address",
        "Write it as in {}.", "name@example.org",
    )
)  # fmt: skip
