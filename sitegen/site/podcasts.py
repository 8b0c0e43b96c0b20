"""Podcasts: which stories' recordings are the episodes of one, and which directories would refuse.

Sources: Apple, "A Podcaster's Guide to RSS" (kinds of files); Spotify, "Podcast Delivery
Specification".
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.core.file_names import ending
from sitegen.core.problems import Problem
from sitegen.model.article import Enclosure
from sitegen.settings.types import ListSettings, PodcastSettings
from sitegen.site.selectors import beside_news, matching
from sitegen.site.site import LineOf, Site, Stories

# What directories take: the endings of files, and their types as Apple names them.
_TAKEN = {
    "mp3": "audio/mpeg",
    "m4a": "audio/x-m4a",
    "mp4": "video/mp4",
    "m4v": "video/x-m4v",
    "mov": "video/quicktime",
}
_IF_SOUND = "If it plays, write how long it is: 'duration: 12:30'."
_SAME = {"audio/mp4": "audio/x-m4a", "audio/aac": "audio/x-m4a", "audio/mp3": "audio/mpeg"}


def podcast_of(site: Site, slug: str) -> PodcastSettings:
    return next(each for each in site.settings.podcasts if each.slug == slug)


def episodes(site: Site, podcast: PodcastSettings) -> Stories:
    """Return the stories whose recordings directories take, newest first."""
    pool = site.stories_of("section", podcast.section)
    stories = (path for path in _recordings(site, podcast, pool) if not _fault(site, path))
    return tuple(stories)[: podcast.limit]


def podcasts_with(site: Site, path: str) -> tuple[PodcastSettings, ...]:
    """Return the podcasts of which a story is an episode, now or before its limit was reached."""
    if site.articles[path].enclosure is None or _fault(site, path):
        return ()
    every = site.settings.podcasts
    return tuple(podcast for podcast in every if _recordings(site, podcast, (path,)))


def podcast_type(enclosure: Enclosure) -> str:
    """Return the type of a recording as directories know it; "" for one that they refuse."""
    end = ending(enclosure.url.partition("?")[0].partition("#")[0])
    if end in _TAKEN:
        return _TAKEN[end]
    type_ = _SAME.get(enclosure.type, enclosure.type)
    return type_ if type_ in _TAKEN.values() and not _is_own(enclosure) else ""


def podcast_faults(site: Site, line_of: LineOf) -> Iterator[Problem]:
    """Yield a warning for each recording that a podcast leaves out, and each empty podcast."""
    for number, podcast in enumerate(site.settings.podcasts):
        for path in _recordings(site, podcast, site.stories_of("section", podcast.section)):
            said = _fault(site, path)
            if said:
                what, hint = said
                message = f"the podcast '{podcast.title}' leaves this recording out: {what}"
                yield Problem(path, line_of(path, "enclosure"), message, hint, warning=True)
        if not episodes(site, podcast):
            yield Problem(
                site.settings.file,
                site.settings.line(f"podcasts.{number}"),
                f"the podcast '{podcast.title}' has no episode, and directories take none such",
                f"Give a story of '{podcast.section}' a recording: 'enclosure: interview.mp3'.",
                warning=True,
            )


def _recordings(site: Site, podcast: PodcastSettings, stories: Stories) -> Stories:
    """Return those of `stories` whose recordings a podcast takes in, fit or not."""
    pool = tuple(path for path in stories if site.articles[path].enclosure is not None)
    conditions = ListSettings(podcast.section, podcast.tag)
    return matching(site, conditions, len(pool) + 1, beside_news(site, pool))


def _fault(site: Site, path: str) -> tuple[str, str] | None:
    """Return why directories would refuse a story's recording, and what to do."""
    enclosure = site.articles[path].enclosure
    assert enclosure is not None
    file = enclosure.url.rpartition("/")[2].partition("?")[0]
    if not podcast_type(enclosure):
        kind = ending(file).upper() or enclosure.type
        stem = file.rpartition(".")[0] or "interview"
        return (
            f"directories take MP3 and M4A, and this is {kind}",
            f"Convert it, and name that file: ffmpeg -i {file} {stem}.mp3",
        )
    if not enclosure.duration and _is_own(enclosure):
        return (
            f"'{file}' is no recording, or one whose length cannot be told",
            f"Copy it here again from the recorder. {_IF_SOUND}",
        )
    return None


def _is_own(enclosure: Enclosure) -> bool:
    """Say whether a recording is a file of the site."""
    return enclosure.url.startswith("/")
