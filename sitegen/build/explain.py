"""Answers for editors: why is a story (not) on the site, and what is due.

Nothing is built here and nothing is written; the questions are answered from the sources as
they are now and, for what is due, from what the last build noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from sitegen.build.assembly import assemble_site
from sitegen.build.inputs import Inputs, gather, gather_to_ask
from sitegen.build.last_plan import last_plan
from sitegen.build.reuse.plans import LastPlan, plan_answer
from sitegen.build.standing import stands
from sitegen.cache.place import cache_place
from sitegen.cache.reading import ask
from sitegen.cache.store import Store
from sitegen.core.file_names import FEED_FILE
from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.core.record import Record
from sitegen.core.urls import named_places, output_file, own_path, path_of_file
from sitegen.model.answers import WORDS, Why
from sitegen.model.article import Article
from sitegen.model.views import Front, Teaser
from sitegen.pages.context import reserved_names
from sitegen.pages.outline import Outline, outline
from sitegen.settings.load import load
from sitegen.settings.types import Settings
from sitegen.site.front import compose
from sitegen.site.site import Site
from sitegen.sources.read import line_of
from sitegen.syndication.selection import feed_lists

# All that they ask, and all that an editor needs to know, is that a text has changed.
_OF_TEXTS = (Why.TEXTS, Why.ANCHORS, Why.WARNED, Why.SHARED)


class Due(Record):
    """Whether a build would change anything now, and when the next change comes by itself."""

    is_due: bool
    reason: str
    next_change: datetime | None


def due(root: Path, now: datetime, output: Path | None = None, cache: Path | None = None) -> Due:
    """Say whether output/ would change if the site were built at `now`.

    Args:
        output: where the site would be put; root/output when None.
        cache: the cache's folder; the site's own when None.

    Raises:
        SitegenError: the settings or sources have problems.
    """
    settings = load(root, reserved_names)
    cache = cache_place(root, cache)
    place = output if output is not None else root / "output"

    def question(store: Store) -> tuple[Inputs, LastPlan | None, bool, bool]:
        return (
            gather(settings, store, now, 0),
            last_plan(store),
            store.note("output", str) == str(place.resolve()),
            all(stands(str(place), row) for row in store.ledger().values()),
        )

    inputs, last, is_here, is_whole = ask(cache, question)
    if last is None or not is_here:
        return Due(True, "the site has not been built here yet", None)
    answer = plan_answer(last, inputs.current(now), last.files).answer
    if answer.why is Why.HOUR and last.until is not None:
        words = f"{answer.words()}, {local_time(last.until, settings)}"
        return Due(True, words, None)
    if answer.why in _OF_TEXTS:
        return Due(True, WORDS[Why.TEXTS], last.until)
    if answer.why is not Why.SAME:
        return Due(True, answer.words(), last.until)
    if not is_whole:
        return Due(True, "a file of the built site is missing or was changed", last.until)
    return Due(False, answer.words(), last.until)


def why(root: Path, target: str, now: datetime, cache: Path | None = None) -> list[str]:
    """Tell where a story or page is, or why it is not.

    Args:
        target: a source file or an address.
        cache: the cache's folder; the site's own when None.

    Raises:
        SitegenError: there is neither such a file nor such a page.
    """
    settings = load(root, reserved_names)
    cache = cache_place(root, cache)

    def question(store: Store) -> tuple[Inputs, Site, tuple[Problem, ...], Site]:
        inputs, values = gather_to_ask(settings, store, now)
        site, problems = assemble_site(inputs, values, now)
        everything, _ = assemble_site(inputs, values, now, unpublished=True)
        return inputs, site, problems, everything

    inputs, site, problems, everything = ask(cache, question)
    path = _source(everything, _people(inputs), root, target)
    mistakes = [p for p in (*inputs.problems, *problems) if not p.warning]
    if not path:
        entries = _outline(site, inputs).entries
        file = output_file(_path(target, settings))
        entry = entries.get(file) or entries.get(target.removeprefix("output/"))
        if entry is not None:
            return [f"{path_of_file(file)} is made for {entry.claimant}."]
        here = [problem for problem in mistakes if problem.path == target]
        if here:
            raise SitegenError(here)
        names = sorted([*everything.articles, *_people(inputs)])
        raise SitegenError(
            [
                Problem(target, 0, "no story and no page of the site has that name",
                        did_you_mean(target, names, "Stories"))
            ]
        )  # fmt: skip
    if path not in everything.articles:
        url = site.urls.get(path)
        if url is None:
            return [f"{path} has no page: no story of theirs is live."]
        return [f"{path}: the page of its stories is {_whole(url, settings)}"]
    article = everything.articles[path]
    return [f"{path}: {article.title}", *_answer(site, article, settings)]


def answered(root: Path, now: datetime, cache: Path | None = None) -> frozenset[str]:
    """Return every address that the site answers: files of output/, and "/?p=12" of redirects.

    Args:
        cache: the cache's folder; the site's own when None.

    Raises:
        SitegenError: the settings have problems.
    """
    settings = load(root, reserved_names)

    def question(store: Store) -> tuple[Inputs, Site]:
        inputs, values = gather_to_ask(settings, store, now)
        return inputs, assemble_site(inputs, values, now)[0]

    inputs, site = ask(cache_place(root, cache), question)
    here = _outline(site, inputs)
    moved = {f"{each.old}?{each.query}" if each.query else output_file(each.old)
             for each in here.moved}  # fmt: skip
    return frozenset({*here.entries, *moved})


def page_of(root: Path, target: str, now: datetime, cache: Path | None = None) -> str:
    """Return the file of output/ that holds a story's page, or would if the story were live.

    Args:
        target: a source file or an address, which may be of no story any more.

    Raises:
        SitegenError: it is no address, and there is no such story.
    """
    settings = load(root, reserved_names)

    def question(store: Store) -> tuple[Site, list[str]]:
        inputs, values = gather_to_ask(settings, store, now)
        return assemble_site(inputs, values, now, unpublished=True)[0], _people(inputs)

    site, people = ask(cache_place(root, cache), question)
    path = _source(site, people, root, target)
    if path and path in site.urls:
        return output_file(site.urls[path].removeprefix(settings.prefix))
    if "://" in target or target.startswith("/"):
        return output_file(_path(target, settings))
    what = "no story of the site has that name"
    hint = "If its file is deleted, name its address: sitegen deploy --purge /news/vote/"
    raise SitegenError([Problem(target, 0, what, hint)])


def _outline(site: Site, inputs: Inputs) -> Outline:
    return outline(site, inputs.theme, inputs.file_digests, line_of(inputs.reading.rows))


def _answer(site: Site, article: Article, settings: Settings) -> Iterator[str]:
    story = next((story for story in site.held if story.path == article.path), None)
    if story is not None:
        match story.reason:
            case "draft":
                ready = f"When it is ready: sitegen publish {article.path}"
                yield f"Not published: it says 'draft: true'. {ready}"
            case "expired":
                assert article.expires is not None
                expiry = local_time(article.expires, settings)
                yield f"Not published any more: it expired on {expiry}."
            case _:
                assert story.until is not None
                which = "embargo" if story.until == article.embargo else "published"
                yield f"Held until {local_time(story.until, settings)} ('{which}')."
        return
    url = site.urls[article.path]
    yield f"Live at {_whole(url, settings)}"
    if article.expires is not None:
        yield f"It expires on {local_time(article.expires, settings)}."
    if article.kind == "page":
        return
    place = _on_front(compose(site), site.teasers[article.path])
    if place:
        yield f"On the front page: {place}."
    yield f"In the section {site.sections[article.section].title}."
    by = [byline.name for byline in site.bylines[article.path]]
    if by:
        yield f"On the pages of {', '.join(by)}."
    if article.tags:
        yield f"Under the tags {', '.join(article.tags)}."
    if article.series:
        yield f"In the series {article.series}."
    if article.path in site.news:
        yield "In the news sitemap."
    feeds = []
    limit = settings.feeds.limit
    for subject, folder in feed_lists(site):
        stories = (
            site.stories if subject.kind == "front" else site.stories_of(subject.kind, subject.id)
        )
        if subject.kind == "corrections" and article.corrections:
            stories = (article.path,)
        if article.path in stories[:limit]:
            feeds.append(f"/{folder}{FEED_FILE}")
    if feeds:
        yield f"In the feeds {', '.join(feeds)}."


def _on_front(front: Front, teaser: Teaser) -> str:
    """Name the zone of the front page that shows a story; "" when none does."""
    strips = [*front.strips, *([front.opinion] if front.opinion else [])]
    zones = {
        "the lead": [front.lead],
        "below the lead": front.sublinks,
        "beside the lead": front.secondary,
        "the latest": front.latest,
        **{f"the strip {strip.section.title}": strip.stories for strip in strips},
        "the river": front.river,
    }
    return next((name for name, teasers in zones.items() if teaser in teasers), "")


def _people(inputs: Inputs) -> list[str]:
    return [path for path, row in inputs.reading.rows.items() if row.kind == "person"]


def _source(site: Site, people: Sequence[str], root: Path, target: str) -> str:
    """Return the source path of a story or person, whichever way named; "" for none."""
    path = target.replace("\\", "/")
    absolute = Path(target)
    if absolute.is_absolute() and absolute.is_relative_to(root):
        path = absolute.relative_to(root).as_posix()
    tries = named_places("x", path)
    sources = {*site.articles, *people}
    for name in [*tries, *[f"{name.rstrip('/')}/index.md" for name in tries]]:
        if name in sources:
            return name
    # With a prefix /news, "/news/vote/" may be meant with it or, in a section news, without.
    prefix, path_ = site.settings.prefix, _path(target, site.settings).rstrip("/")
    urls = (prefix + path_, f"{prefix}{prefix}{path_}")
    at = next((p for url in urls for p in site.articles if site.urls[p].rstrip("/") == url), "")
    namesakes = [name for name in sources if name.endswith(f"/{path}")]
    return at or (namesakes[0] if len(namesakes) == 1 else "")


def _path(target: str, settings: Settings) -> str:
    """Return the path that an address names, the base URL and its prefix taken off."""
    own = own_path(settings.base_url, target)
    path = (target if own is None else own).partition("?")[0].partition("#")[0]
    if own is None and f"{path}/".startswith(f"{settings.prefix}/"):
        path = path.removeprefix(settings.prefix)
    return path if path.startswith("/") else f"/{path}"


def _whole(url: str, settings: Settings) -> str:
    return settings.base_url.removesuffix(settings.prefix) + url


def local_time(moment: datetime, settings: Settings) -> str:
    """Return a moment as a newsroom says it: "2026-11-26 06:00 CST"."""
    return f"{moment.astimezone(settings.zone):%Y-%m-%d %H:%M %Z}"
