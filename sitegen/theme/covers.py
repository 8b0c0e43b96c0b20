"""Covers: the picture of a podcast, held to what directories take, and a small one for its page.

Source: Apple, "Show artwork": JPEG or PNG in RGB, square, of 1,400 to 3,000 pixels.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen import pictures
from sitegen.core.problems import Problem, did_you_mean
from sitegen.settings.types import Settings
from sitegen.theme.files import Theme, ThemeFile

SMALL = 400  # pixels: twice the side that the page gives it, for fine screens
_LEAST, _MOST = 1400, 3000  # pixels
_FORMATS = ("jpeg", "png")
_REMEDY = "Export it again: square, of 1,400 to 3,000 pixels, as JPEG or PNG."


def small_cover(place: str) -> str:
    """Return where the small one of a cover stands, by the cover's own file or URL.

    "/static/hour.1a2b3c4d.png" gives "/static/hour.1a2b3c4d.400.jpg", "" gives "".
    """
    return f"{place.rpartition('.')[0]}.{SMALL}.jpg" if place else ""


def cover_faults(settings: Settings, theme: Theme) -> Iterator[Problem]:
    """Yield what is wrong with the covers of podcasts."""
    for number, podcast in enumerate(settings.podcasts):
        line = settings.line(f"podcasts.{number}.cover")
        file = theme.statics.get(podcast.cover)
        if file is None or podcast.cover not in theme.assets:
            names = [name for name in theme.assets if name.lower().endswith((".jpg", ".png"))]
            yield Problem(
                settings.file,
                line,
                f"there is no picture '{podcast.cover}' in static/",
                did_you_mean(podcast.cover, names, "Pictures"),
            )
        elif fault := _fault(file):
            message = f"the cover '{podcast.cover}' {fault}, and directories take none such"
            yield Problem(settings.file, line, message, _REMEDY)


def _fault(file: ThemeFile) -> str:
    """Return what directories would say of a cover; "" where they take it."""
    facts = pictures.first_facts(file.data())
    if facts is None:
        return "is no picture"
    if facts.format not in _FORMATS:
        return f"is a {facts.format.upper()}"
    if facts.width != facts.height:
        return f"is not square but {facts.width:,} by {facts.height:,} pixels"
    if not _LEAST <= facts.width <= _MOST:
        what = "small" if facts.width < _LEAST else "large"
        return f"is too {what}, {facts.width:,} by {facts.height:,} pixels"
    return "has the colours of print (CMYK)" if facts.for_print else ""
