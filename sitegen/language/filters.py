"""The filters of templates that depend on a page's language or have to do with its words.

`filters` binds them to one language and one time zone. What they say stands in `dates`,
`words` and `direction`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from html import escape
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from sitegen.core.dates import Moment
from sitegen.core.record import Record, replace
from sitegen.core.urls import absolute
from sitegen.language import words
from sitegen.language.dates import dates
from sitegen.language.direction import direction, lang_attributes
from sitegen.language.headlines import headline, length_class, unbroken, widest_word
from sitegen.language.html import Html
from sitegen.language.marked_words import page_label
from sitegen.model.kinds import CORRECTION_TYPES, KINDS
from sitegen.model.marks import before_headline, in_titles

# Begins and ends what stands for a link of a body until its address is known.
_PLACEHOLDER = "\x1a"

# Between the names of a credit; a name has fewer than so many gaps.
_CREDIT_JOINT, _NAME_GAPS = re.compile(r"(\s*[/,;|·]\s*)"), 4
# Width by height: the shapes of cameras and screens, and some between.
_PROPORTIONS = ("0.5", "0.56", "0.67", "0.75", "0.8", "1", "1.25", "1.33", "1.5",
                "1.78", "2", "3")  # fmt: skip

# Words before a name that are no part of it.
_TITLES = frozenset({"the", "rev", "dr", "prof", "mr", "mrs", "ms", "sen", "rep", "gov", "mx"})

Filters = Mapping[str, Callable[..., Any]]

_Item = TypeVar("_Item")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class _HasName(Protocol):
    """What can stand in a list of names: a byline, or anything else with a name."""

    @property
    def name(self) -> str: ...


class _Spoken(Record):
    """A language as one of a list of names."""

    name: str


@cache
def filters(language: str, zone: str) -> Filters:
    """Return the filters of templates for a page in `language` on a site in `zone`.

    Args:
        language: BCP 47, of the page.
        zone: the site's IANA time zone, "America/Chicago".

    Values are remembered: a front page writes few distinct dates, and a build writes each of
    them on many pages.
    """
    writer = dates(language, zone)
    say = partial(page_label, language=language)

    def brief(at: Moment, near: Any = None, hours: bool = False, lang: str = "") -> str:
        return (dates(lang, zone) if lang else writer).brief(at, near, hours)

    def labels(of: Any, lang: str = "") -> list[tuple[str, str]]:
        told_in = lang or language
        return [(page_label(word, told_in), tone) for word, tone in before_headline(of)]

    return {
        **_EVERYWHERE,
        "brief": brief,
        "by_day": writer.by_day,
        "correction_label": lambda type_: say(CORRECTION_TYPES[type_].label),
        "correction_mark": lambda type_: say(CORRECTION_TYPES[type_].mark if type_ else ""),
        "day": writer.day,
        "foreign": lambda lang: Html(lang_attributes(lang, language)),
        "full_day": writer.full_day,
        "iso": writer.iso,
        "joined": lambda people: with_joints(people, language),
        "kind_label": lambda kind: say(KINDS[kind].label),
        "labels": labels,
        "later": writer.later,
        "month": writer.month,
        "names": lambda people: names(people, language),
        "short_month": writer.short_month,
        "span": writer.span,
        "spoken": lambda langs: spoken(langs, language),
        "stamp": writer.stamp,
        "time": writer.time,
        "title_labels": lambda of: [(say(word), tone) for word, tone in in_titles(of)],
        "weekday": writer.weekday,
    }


def with_joints(people: Sequence[_Item], language: str) -> list[tuple[str, _Item]]:
    """Pair each person with the words that stand before their name: "", ", " or " and "."""
    last = len(people) - 1
    return [
        (_joint(place, last, str(getattr(person, "name", "")), language), person)
        for place, person in enumerate(people)
    ]


def names(people: Sequence[_HasName], language: str) -> str:
    """ "Mai Tran, Ana Ruiz and Tom Lee", in the page's language."""
    return "".join(before + person.name for before, person in with_joints(people, language))


def spoken(langs: Sequence[str], language: str) -> str:
    """ "English, Spanish and Vietnamese", in the page's language."""
    return names([_Spoken(words.name_in(lang, language)) for lang in langs], language)


def _joint(place: int, last: int, name: str, language: str) -> str:
    if not place:
        return ""
    return ", " if place < last else words.last_joint(name, language)


# Filters that are the same in every language.


def summary(story: Any) -> str:
    """Return the summary of a story or teaser with its emphasis."""
    return Html(story.summary_html or escape(story.summary))


def caption(image: Any) -> str:
    """Return the caption of a picture with its emphasis and links."""
    return _picture_words(image.caption, image.caption_html)


def credit(image: Any) -> str:
    """Return the credit of a picture, in which no line ends inside a name of usual length."""
    if image.credit_html:
        return _picture_words(image.credit, image.credit_html)
    pieces = map(escape, _CREDIT_JOINT.split(image.credit))
    return Html(
        "".join(
            f'<span class="nb">{piece}</span>' if 0 < piece.count(" ") < _NAME_GAPS else piece
            for piece in pieces
        )
    )


def _picture_words(plain: str, html: str) -> str:
    # Far from the page of its story, a caption has links that nobody has looked up.
    return Html(escape(plain) if not html or _PLACEHOLDER in html else html)


def initials(name: str) -> str:
    """Return one or two capitals for a person without a picture.

    "Mai Thị Trần" gives "MT", "Rev. Ana Ruiz" gives "AR".
    """
    every = _WORD.findall(name)
    parts = [part for part in every if part.casefold() not in _TITLES] or every
    # Scripts without capitals join letters or write words with one: the first is enough.
    has_capitals = bool(parts) and parts[0][0].upper() != parts[0][0].lower()
    ends = [parts[0], parts[-1]] if has_capitals and len(parts) > 1 else parts[:1]
    return "".join(part[0] for part in ends).upper()


def with_dateline(body: str, place: str) -> str:
    """Return a text that begins with where it was reported: "HOUSTON – The council …"."""
    if not place:
        return body
    line = f'<b class="from">{escape(place.upper(), quote=False)}</b> – '
    opening = "<p>" if body.startswith("<p>") else ""
    rest = body.removeprefix(opening)
    return Html(f"<p>{line}{rest}" if opening else f"<p>{line.rstrip()}</p>\n{rest}")


def with_end_mark(body: str, url: str) -> str:
    """Return a text whose last paragraph, if it ends in one, ends with the newsroom's mark."""
    rest = body.rstrip().removesuffix("</p>")
    if not url or rest == body.rstrip():
        return body
    mark = (
        f'<img class="end-mark" src="{escape(url)}" width="14" height="14" alt="" loading="lazy">'
    )
    return Html(f"{rest} {mark}</p>")


def proportion(image: Any) -> str:
    """Return a picture's width by its height: the nearest that the style sheet has a rule for."""
    own = image.width / image.height
    return min(_PROPORTIONS, key=lambda step: abs(float(step) / own - 1))


def host(url: str) -> str:
    """Return whose address it is, as readers say it: "example.org"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def duration(seconds: int) -> str:
    """ "1:02:05" or "2:05": how long a recording plays."""
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def newest(stories: Iterable[Any]) -> Moment | None:
    """Return when the newest of some teasers was published; None of none."""
    moments = [story.published for story in stories if story is not None]
    return max(moments, key=lambda moment: moment.at, default=None)


def when(story: Any) -> Moment:
    """Return what lists tell of when a story appeared: the day alone where its kind says so."""
    moment: Moment = story.published
    return replace(moment, timed=False) if KINDS[story.kind].by_day else moment


def step(focus: str, axis: int) -> int:
    """Round one half of a CSS position to the quarters that the style sheet has rules for.

    "50% 30%" gives 50 for axis 0 and 25 for axis 1. A style attribute could be exact, but the
    page's security policy allows none. "" is the centre.
    """
    parts = focus.replace("%", "").split()
    return 25 * round(float(parts[axis]) / 25) if len(parts) == 2 else 50


# Filters that are the same in every language and zone.
_EVERYWHERE: Filters = {
    "absolute": lambda url, base_url: absolute(base_url, url),
    "caption": caption,
    "datelined": with_dateline,
    "credit": credit,
    "direction": direction,
    "duration": duration,
    "ended": with_end_mark,
    "host": host,
    "headline": headline,
    "proportion": proportion,
    "initials": initials,
    "language_name": words.language_name,
    "length_class": length_class,
    "locale": words.locale,
    "may_lead": lambda kind: KINDS[kind].may_lead,
    "newest": newest,
    "step": step,
    "summary": summary,
    "unbroken": unbroken,
    "when": when,
    "widest_word": widest_word,
}
