"""Editions: the site as of one moment, and what of the last one still holds for the next.

A save that moves only words costs little because of what is decided here: which files the
site has, and in which order its stories stand, is worked out again only when it may differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sitegen.build import inputs as gather
from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.problems import Problem
from sitegen.core.record import Record, replace
from sitegen.model.article import Article
from sitegen.model.tasks import Subject
from sitegen.pages.outline import Outline, outline
from sitegen.pages.planner import Planner
from sitegen.render.render import Renderer
from sitegen.render.setup import RenderSetup
from sitegen.settings.types import Settings
from sitegen.site.links import links_hold
from sitegen.site.site import Site
from sitegen.site.social_cards import card_file
from sitegen.sources.read import line_of
from sitegen.theme.files import Theme

# What a story says of itself that names no file and stands in no list.
_WORDS = frozenset(
    {"title", "title_html", "card_title", "card_title_html", "summary", "summary_html"}
    | {"kicker", "update_note", "dateline", "how_we_reported"}
)
_FIELDS = Article.__struct_fields__


class HiddenStory(Record):
    """A story that readers cannot see, as the overview lists it."""

    path: str
    title: str
    state: str  # "draft", "held" or "expired"
    at: datetime | None  # when it goes live, or since when it has expired
    url: str  # "" when this preview does not show it


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
    site_frame: str  # digest of all that the site is made from but bodies and the time
    beside: str  # digest of the files beside stories, which the outline names by content


def site_after(
    last: Edition | None,
    inputs: gather.Inputs,
    values: Values,
    now: datetime,
    site_frame: str,
    drafts: bool,
) -> tuple[Site, tuple[Problem, ...]]:
    """Assemble the site, with the help of the last edition; see `build.inputs.assemble_site`."""
    elsewhere = gather.link_targets(inputs, inputs.reading.rows)
    if (
        last is not None
        and last.site_frame == site_frame
        and _still_holds(last.site, now)
        and links_hold(last.site.link_facts, elsewhere)
    ):
        # Only texts and templates have changed: the site's order stands.
        bodies = {path: row.body for path, row in inputs.reading.rows.items()}
        return replace(last.site, settings=inputs.settings, bodies=bodies), last.site_problems
    before = last.site if last is not None else None
    return gather.assemble_site(inputs, values, now, unpublished=drafts, last=before)


def outline_after(last: Edition | None, site: Site, inputs: gather.Inputs, beside: str) -> Outline:
    """Return the outline of all files, with the help of the last edition; see `outline`."""
    records = None
    if last is not None and last.beside == beside:
        if _same_files(last.inputs.theme, inputs.theme):
            same_names = _with_new_words(last.outline, last.site, site)
            if same_names is not None:
                return same_names
        elif last.site.urls is site.urls:
            records = last.outline.from_site
    facts = {path: fact.digest for path, fact in inputs.reading.facts.items()}
    return outline(site, inputs.theme, facts, line_of(inputs.reading.rows), records)


def site_frame_of(inputs: gather.Inputs) -> str:
    """Return the digest of all that a site is made from but bodies and the time."""
    slots = dump(Values().encode(inputs.slots))
    return digest_text("\n".join([inputs.engine, inputs.settings.digest, slots, inputs.headers]))


def beside_stories(inputs: gather.Inputs) -> str:
    """Return the digest of the files beside stories, which the outline names by content."""
    facts = inputs.reading.facts
    beside = facts.keys() - inputs.reading.rows.keys()
    return digest_text("\n".join(sorted([f"{path} {facts[path].digest}" for path in beside])))


def hidden_stories(site: Site) -> Iterator[HiddenStory]:
    """Yield the stories that readers cannot see, in the order of the site's report."""
    for story in site.held:
        article = site.articles.get(story.path)
        at = story.until
        if story.reason == "expired" and article is not None:
            at = article.expires
        url = site.urls.get(story.path, "")
        yield HiddenStory(story.path, story.title, story.reason, at, url)


def _with_new_words(outline: Outline, before: Site, now: Site) -> Outline | None:
    """Return the outline of a site of which only words have changed since `outline`.

    Naming all files of 10,000 stories again would be a third of the wait after a new title.
    A card's address is made from what is drawn on it, so that one changes. None: more has changed.
    """
    if before.urls is now.urls:
        return outline
    same = (
        before.settings.digest == now.settings.digest
        and (before.stories, before.pages) == (now.stories, now.pages)
        and (before.urls, before.links) == (now.urls, now.links)
        and (before.coming, before.coming_links) == (now.coming, now.coming_links)
        and (before.lists, before.own_cards) == (now.lists, now.own_cards)
        and (before.people, before.tags, before.series) == (now.people, now.tags, now.series)
        and (before.sections, before.news) == (now.sections, now.news)
        and before.translations.keys() == now.translations.keys()
    )
    if not same:
        return None
    new_names: dict[str, str] = {}
    for path, article in now.articles.items():
        old = before.articles[path]
        if old is article:
            continue
        if any(getattr(old, n) != getattr(article, n) for n in _FIELDS if n not in _WORDS):
            return None
        subject = Subject("article", path)
        if path in now.own_cards:
            file, new = card_file(before, subject), card_file(now, subject)
            if file not in outline.entries or file == new:
                continue
            if new in outline.entries or sum(entry.file == file for entry in outline.from_site) > 1:
                return None  # another story has the very same card
            new_names[file] = new
    if not new_names:
        return outline
    cards = {old: replace(outline.entries[old], file=new) for old, new in new_names.items()}
    others = {file: entry for file, entry in outline.entries.items() if file not in new_names}
    return replace(
        outline,
        entries=others | {entry.file: entry for entry in cards.values()},
        from_site=tuple([cards.get(entry.file, entry) for entry in outline.from_site]),
    )


def _same_files(one: Theme, other: Theme) -> bool:
    """Say whether static/ and the theme's files beside templates are as they were."""
    return one.assets == other.assets and {n: f.digest for n, f in one.statics.items()} == {
        name: file.digest for name, file in other.statics.items()
    }


def _still_holds(site: Site, now: datetime) -> bool:
    """Say whether nothing has gone live, expired or aged between the site's time and now."""
    return (site.since is None or site.since <= now) and (
        site.next_change is None or now < site.next_change
    )
