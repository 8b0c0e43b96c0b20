"""Words and rights that belong to a photo wherever it is used.

They stand in a small file beside it, bayou.jpg.yml, or in the photo itself (IPTC):

    caption: Volunteers clear reeds from the bayou.
    credit: Mai Tran/Sample Agency
    licence: One year, this site only
    licence_until: 2027-03-01
    focus: [0.5, 0.3]

A use of the photo may have a caption of its own; credit and licence stay with the photo.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from sitegen.core.bad_dates import REMEDY
from sitegen.core.dates import parse_moment
from sitegen.core.problems import Problem, has_errors, unknown_key
from sitegen.core.record import replace
from sitegen.pictures.facts import Rights
from sitegen.schema.frontmatter import FrontMatter, split

KEYS = ("alt", "caption", "credit", "copyright", "licence", "licence_until", "focus")
OTHER_SPELLINGS = {"license": "licence", "license_until": "licence_until"}
FOCUS_REMEDY = "Write how far it is from the left and the top, from 0 to 1: 'focus: [0.5, 0.3]'."


def read_rights(text: str, path: str, zone: tzinfo) -> Rights | tuple[Problem, ...]:
    """Read the file beside a photo.

    Args:
        path: of that file as the editor knows it, for problems.
        zone: the newsroom's, for dates.
    """
    has_fence = text.lstrip("\ufeff \n").startswith("---")  # as the top of a story: fine too
    lines_before = 0 if has_fence else 1
    matter = split(path, ("---\n" * lines_before + text.lstrip("\ufeff") + "\n---\n").encode())
    if not isinstance(matter, FrontMatter):
        return tuple(_in_file(problem, lines_before) for problem in matter)
    problems = [_in_file(problem, lines_before) for problem in matter.problems]
    words: dict[str, str] = {}
    until: datetime | None = None
    focus: tuple[float, float] | None = None
    for name, value in matter.values.items():
        key, line = OTHER_SPELLINGS.get(name, name), matter.line(name) - lines_before
        try:
            if key not in KEYS:
                problems.append(unknown_key(path, line, name, KEYS))
            elif key == "focus":
                focus = _focus(value)
            elif value is not None and not isinstance(value, str):
                problems.append(
                    Problem(path, line, f"'{name}' is a list", f"Write a text after '{name}:'.")
                )
            elif key == "licence_until":
                until = _end(value or "", zone)
            else:
                words[key] = " ".join((value or "").split())
        except ValueError as wrong:
            problems.append(
                Problem(path, line, str(wrong), FOCUS_REMEDY if key == "focus" else REMEDY)
            )
    if has_errors(problems):
        return tuple(problems)
    return Rights(
        alt=words.get("alt"),
        caption=words.get("caption", ""),
        credit=words.get("credit", ""),
        copyright=words.get("copyright", ""),
        licence=words.get("licence", ""),
        licence_until=until,
        focus=focus,
    )


def _focus(value: object) -> tuple[float, float]:
    numbers = value if isinstance(value, list) else []
    try:
        shares = [float(number) for number in numbers]
    except (TypeError, ValueError):
        shares = []
    if len(shares) != 2 or not all(0 <= share <= 1 for share in shares):
        raise ValueError("the focus is not a place in the picture")
    return shares[0], shares[1]


def _end(text: str, zone: tzinfo) -> datetime:
    """Return the first moment after the licence: a day without a time counts in full."""
    moment, _ = parse_moment(text, zone)
    if moment.timed:
        return moment.at
    following, _ = parse_moment((moment.at + timedelta(days=1)).date().isoformat(), zone)
    return following.at


def _in_file(problem: Problem, lines: int) -> Problem:
    """Count lines from the file's first, not from the one that was put before it."""
    return replace(problem, line=max(0, problem.line - lines))
