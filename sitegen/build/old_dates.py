"""Old dates: stories that come out now and say that they came out long ago.

A file is begun on Sunday and freed on Thursday with Sunday's date in it: then the story stands
below the lead, and search engines do not take it for news. It is said once, at the build that
brings the story out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sitegen.core.dates import Moment
from sitegen.core.problems import Problem
from sitegen.core.urls import output_file
from sitegen.model.article import Article
from sitegen.model.tasks import HeldStory
from sitegen.site.site import Site, article_path

_LATE = timedelta(hours=6)  # behind which a story is no longer just out
_DAY = timedelta(days=1)
OLD_DATE = "this story is new on the site"  # how each warning begins
MOST = 10  # so many old stories at once come from an archive, and their dates are right


def old_dates(
    site: Site,
    manifest: Collection[str],
    bodies: Mapping[str, str],
    held_stories: Iterable[HeldStory],
    now: datetime,
    line_of: Callable[[str, str], int],
) -> tuple[Problem, ...]:
    """Return a warning for each story that is new in output/ and dated more than six hours back.

    Args:
        manifest: the files of output/ before this build; none at a site's first build, of
            which nothing is said.
        bodies: source → digest of its body, as the last build noted them.
        held_stories: what the last build left out, and why.
    """
    if not manifest:
        return ()
    reasons = {story.path: story.reason for story in held_stories}
    waiting = {path for path, reason in reasons.items() if reason != "draft"}
    # Of others, the address at most is new.
    unknown = [path for path in site.stories if path not in bodies or path in reasons]
    texts = {body for path, body in bodies.items() if path not in reasons} if unknown else set()
    stories = [
        site.articles[path]
        for path in unknown
        if path not in waiting  # it came out by itself, at its hour
        and site.bodies.get(path) not in texts  # its file has another name
        and _is_long_ago(site.articles[path], now)
    ]
    new = [story for story in stories if output_file(article_path(story)) not in manifest]
    if len(new) > MOST:
        return ()
    return tuple(_warning(story, now, site, line_of) for story in new)


def _is_long_ago(story: Article, now: datetime) -> bool:
    """Say whether a story is dated more than six hours back and came from nowhere else."""
    return not story.guid and _end(story.published) < now - _LATE


def _end(moment: Moment) -> datetime:
    """Return the last moment that a date may mean: a day is not over before its end."""
    return moment.at if moment.timed else moment.at + _DAY


def _warning(
    story: Article, now: datetime, site: Site, line_of: Callable[[str, str], int]
) -> Problem:
    today = f"{now.astimezone(site.settings.zone):%Y-%m-%d %H:%M}"
    date = story.published.at.strftime("%Y-%m-%d %H:%M" if story.published.timed else "%Y-%m-%d")
    line = line_of(story.path, "published") or line_of(story.path, "date")
    return Problem(
        story.path,
        line,
        f"{OLD_DATE} and dated {date}, so it stands among older ones",
        f"If it comes out now, write: 'published: {today}'",
        warning=True,
    )
