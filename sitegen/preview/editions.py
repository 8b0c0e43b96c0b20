"""Editions: the site as of one moment, each made with the help of the last one.

What of that one still holds is decided in `build.reuse.editions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sitegen.build import assembly
from sitegen.build import inputs as gather
from sitegen.build.reuse.editions import (
    LastSite,
    OutlineNow,
    outline_now,
)
from sitegen.core.digests import Values
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.model.answers import Answer, Why
from sitegen.pages.outline import Outline, outline
from sitegen.pages.planner import Planner
from sitegen.render.render import Renderer
from sitegen.render.setup import RenderSetup
from sitegen.settings.types import Settings
from sitegen.site.site import Site
from sitegen.sources.read import line_of

_FIRST = Answer(False, Why.NEW)


class HiddenStory(Record):
    """A story that readers cannot see, as the overview lists it."""

    path: str
    title: str
    state: str  # "draft", "held" or "expired"
    at: datetime | None  # when it goes live, or since when it has expired
    url: str  # "" when this preview does not show it


class Reasons(Record):
    """What an edition took over from the last one, and why it did not take over more."""

    site: Answer = _FIRST
    outline: Answer = _FIRST

    def words(self) -> tuple[str, ...]:
        """Return a sentence for each, for the overview."""
        if self.site.why is Why.NEW:
            return ()
        first = "Order and lists stood" if self.site.holds else "Order and lists were made anew"
        second = "The files' names stood" if self.outline.holds else "The files were named anew"
        return (f"{first}: {self.site.words()}.", f"{second}: {self.outline.words()}.")


class Edition(Record):
    """The site as of one moment, ready to be asked for its files."""

    settings: Settings
    inputs: gather.Inputs
    site: Site
    outline: Outline
    planner: Planner
    setup: RenderSetup
    renderer: Renderer
    now: datetime
    warnings: tuple[Problem, ...]
    hidden: tuple[HiddenStory, ...]
    site_problems: tuple[Problem, ...]  # of `assemble`
    beside: str  # digest of the files beside stories, which the outline names by content
    reasons: Reasons


def site_after(
    last: Edition | None, inputs: gather.Inputs, values: Values, now: datetime, drafts: bool
) -> tuple[Site, tuple[Problem, ...], Answer]:
    """Assemble the site, with the help of the last edition; see `build.assembly`."""
    if last is None:
        return *assembly.assemble_site(inputs, values, now, unpublished=drafts), _FIRST
    stands = assembly.standing_site(_site_of(last), inputs, values, now)
    if stands.site is not None:
        return stands.site, last.site_problems, stands.answer
    site, problems = assembly.assemble_site(inputs, values, now, unpublished=drafts, last=last.site)
    return site, problems, stands.answer


def outline_after(
    last: Edition | None, site: Site, inputs: gather.Inputs, beside: str
) -> tuple[Outline, Answer]:
    """Return the outline of all files, with the help of the last edition; see `outline`."""
    rows = inputs.reading.rows
    now = OutlineNow(_FIRST)
    if last is not None:
        themes = (last.inputs.theme, inputs.theme)
        now = outline_now(last.outline, _site_of(last), site, rows, themes, last.beside == beside)
    if now.outline is not None:
        return now.outline, now.answer
    new = outline(
        site, inputs.theme, inputs.file_digests, line_of(rows), now.from_site,
        known=now.of_stories,
    )  # fmt: skip
    return new, now.answer


def _site_of(last: Edition) -> LastSite:
    inputs = last.inputs
    return LastSite(last.site, last.site_problems, inputs.frame, inputs.reading.rows)


def hidden_stories(site: Site) -> Iterator[HiddenStory]:
    """Yield the stories that readers cannot see, in the order of the site's report."""
    for story in site.held:
        article = site.articles.get(story.path)
        at = story.until
        if story.reason == "expired" and article is not None:
            at = article.expires
        url = site.urls.get(story.path, "")
        yield HiddenStory(story.path, story.title, story.reason, at, url)
