"""Which files a story can touch that changed, came or went.

Where sitegen, settings and theme are what they were, two plans differ only in what shows such
a story: its own page, the lists and feeds in which it stands or stood, the stories beside it
in those lists, the parts of its series, those whose links lead there, and the pages that look
at the whole site. All else stands from the last plan. What is named here may be too much, and
must never be too little: a name that nobody thought of is taken for touched.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set

from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.file_names import FEED_FILES
from sitegen.core.record import Record
from sitegen.core.urls import named_places
from sitegen.model.answers import Answer, Why
from sitegen.model.article import ImageRef
from sitegen.model.kinds import KINDS
from sitegen.model.tasks import Subject
from sitegen.pages.context import COMMON, LATE_NAMES, VALUES, newest_stories
from sitegen.pages.entry import Entry
from sitegen.site.live import pictures
from sitegen.site.new_words import differs_in_words_only
from sitegen.site.paging import page_count, part_of
from sitegen.site.related import REACH
from sitegen.site.selectors import matching
from sitegen.site.site import Site, Stories
from sitegen.syndication.sitemaps import month_of

# Plans in parts leave nodes in the store that nothing names any more: a whole plan, once in a
# while, takes them away.
MOST_PARTS = 400
# Lists of which there may be many, by kind. Who looks at another looks at the whole site.
_LISTED = frozenset(("section", "person", "tag", "series"))
_FRAMED = frozenset(("stylesheet", "favicon", "cover"))  # of settings and theme alone
_KNOWN = LATE_NAMES.union(COMMON, *VALUES.values())


class Arrangement(Record):
    """How a site stood when it was planned: what the pages of other stories lean on.

    Lists are named "tag hisd", and hold places in `stories`, counted from the oldest as -1, -2:
    so a new story moves none of those that stand below it.
    """

    masthead: str  # digest of what every page shows of the site
    people: str  # digest of all that is said of people
    alerts: str  # digest of what breaks
    stories: Stories  # live, newest first
    articles: Mapping[str, str]  # live story or page → digest of what is true of it now
    links: Mapping[str, Stories]  # source → where its links lead; none without links
    lists: Mapping[str, tuple[int, ...]]
    names: Mapping[str, str]  # list of a tag or series → its name as shown
    editions: Mapping[str, Stories]
    own_cards: frozenset[str]
    newest: Stories  # the site's newest, which pages without a list of their own show
    own_lists: Mapping[str, Stories]  # the settings' named lists

    def list_of(self, name: str) -> Stories:
        return tuple([self.stories[place] for place in self.lists.get(name, ())])


def arrangement(
    site: Site, values: Values, was: Site | None = None, before: Arrangement | None = None
) -> Arrangement:
    """Return how a site stands.

    Args:
        values: of the planner, which has the digests of most articles at hand.
        was, before: an earlier site and how that one stood: what is the same is taken from it.
    """
    if before is None or was is None:
        articles = {path: values.digest(article) for path, article in site.articles.items()}
        lists = _places(site, {})
    else:
        articles = {
            path: before.articles[path] if was.articles.get(path) is article
            else values.digest(article) for path, article in site.articles.items()
        }  # fmt: skip
        lists = _places(site, _standing_places(site, was, before))
    names = {f"tag {slug}": tag.name for slug, tag in site.tags.items()}
    names |= {f"series {slug}": title for slug, title in site.series.items()}
    return Arrangement(
        masthead=values.digest(site.info),
        people=digest_text("\n".join([values.digest(person) for person in site.staff])),
        alerts=digest_text(dump(values.encode(site.alerts))),
        stories=site.stories,
        articles=articles,
        links={path: links for path, links in site.links.items() if links},
        lists=lists,
        names=names,
        editions=site.editions,
        own_cards=site.own_cards,
        newest=newest_stories(site),
        own_lists={
            name: matching(site, each, each.limit, site.stories)
            for name, each in site.settings.lists.items()
        },
    )


def _places(
    site: Site, known: Mapping[tuple[str, str], tuple[int, ...]]
) -> Mapping[str, tuple[int, ...]]:
    """Return where the stories of each list stand among all; of some lists that is known."""
    places = {path: place for place, path in enumerate(site.stories, -len(site.stories))}
    return {
        " ".join(key): known.get(key) or tuple([places[path] for path in stories])
        for key, stories in site.lists.items()
    }


def _standing_places(
    site: Site, was: Site, before: Arrangement
) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """Return where the stories of those lists stand that are as they were, below all that moved."""
    lowest = -_same_end(was.stories, site.stories)
    same = [key for key, stories in site.lists.items() if stories is was.lists.get(key)]
    places = {key: before.lists[" ".join(key)] for key in same}
    return {key: each for key, each in places.items() if min(each) >= lowest}


def _same_end(one: Stories, other: Stories) -> int:
    """Return how many stories, from the oldest on, are the same in two lists."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next(
        (count for count, (old, new) in enumerate(pairs) if old != new), min(len(one), len(other))
    )


def same_dates(was: Site | None, now: Site, changed: Iterable[str]) -> bool:
    """Say whether search engines are told the same of every address.

    Args:
        was: the site that was planned last, if that is at hand.
        changed: see `changed_stories`.
    """
    return (
        was is not None
        and (was.stories, was.pages, was.urls) == (now.stories, now.pages, now.urls)
        and (was.lists, was.series) == (now.lists, now.series)
        and all(
            differs_in_words_only(was.articles[path], now.articles[path])
            for path in changed
            if path in now.articles
        )
    )


def standing_items(was: Site, now: Site, items: Mapping[str, str]) -> dict[str, str]:
    """Return the stories whose items in feeds say what they said, of those of an earlier site.

    Args:
        items: story → digest of its item.
    """
    if (was.settings.digest, was.info.base_url, was.info.organisation, was.tags) != (
        now.settings.digest, now.info.base_url, now.info.organisation, now.tags,
    ):  # fmt: skip
        return {}
    return {
        path: digest
        for path, digest in items.items()
        if was.articles[path] is now.articles.get(path) and was.bylines[path] == now.bylines[path]
    }


def arrangement_answer(before: Arrangement | None, now: Arrangement, parts: int) -> Answer:
    """Say whether a plan stands but for what changed stories touch, frame and ledger being sound.

    Args:
        before: of the last plan; None when it is not known any more.
        parts: how many plans since the last whole one were made in parts.
    """
    if before is None:
        return Answer(False, Why.FORGOTTEN)
    if before.people != now.people:
        return Answer(False, Why.PEOPLE)
    if before.masthead != now.masthead:
        return Answer(False, Why.MASTHEAD)
    if parts >= MOST_PARTS:
        return Answer(False, Why.TIDYING)
    return Answer(True, Why.PARTS)


def changed_stories(before: Arrangement, now: Arrangement, texts: Set[str]) -> frozenset[str]:
    """Return all of whom a value has changed that is theirs alone, live before or now.

    Args:
        texts: sources whose bodies are not what they were.
    """
    changed = set(texts)
    changed |= differing(before.articles, now.articles)
    changed |= differing(before.links, now.links)
    changed |= differing(before.editions, now.editions)
    changed |= before.own_cards ^ now.own_cards
    for name in differing(before.names, now.names):  # spelt as its oldest story has it
        changed.update(before.list_of(name), now.list_of(name))
    for path in list(changed):  # each edition names the others
        changed.update(before.editions.get(path, ()), now.editions.get(path, ()))
    return frozenset(changed)


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> set[str]:
    """Return the names under which two mappings hold different values, or one holds none.

    None is no value.
    """
    names = {name for name, value in other.items() if one.get(name) != value}
    return names | (one.keys() - other.keys())


class Touch:
    """What changed stories touch of one site.

    Args:
        before, now: how it stood and how it stands.
        names_of: tells the names that a template mentions.
        same_dates: see there.
    """

    def __init__(
        self,
        before: Arrangement,
        now: Arrangement,
        site: Site,
        changed: frozenset[str],
        names_of: Callable[[str], Collection[str]],
        same_dates: bool = False,
    ) -> None:
        self._before = before
        self._now = now
        self._site = site
        self._changed = changed
        self._names_of = names_of
        self._same_dates = same_dates
        self._lists = {name: both for name, both in self._all_lists() if self._differ(*both)}
        self._stories = changed.union(self._beside(), self._parts(), self._picking())
        self._pictures = {picture.path for path in changed for picture in self._pictures_of(path)}
        self._moved = {name for name, both in self._shared_lists() if self._differ(*both)}
        self._by_name: dict[tuple[str, bool, bool], bool] = {}

    def files(
        self, entries: Iterable[Entry], files: Collection[str], sources: Mapping[str, str]
    ) -> list[str]:
        """Return the files that have to be planned anew.

        Args:
            entries: all that shall exist.
            files: all that the last plan had.
            sources: of these, pictures → the source file that each was made from.
        """
        shared: dict[str, bool] = {}  # template of stories → whether all of its pages are touched
        touched: list[str] = []
        for entry in entries:
            if entry.file not in files:
                touched.append(entry.file)
            elif entry.maker == "page" and entry.subject.kind == "article":
                # Written out, for it is asked of nearly every file.
                every = shared.get(entry.recipe)
                if every is None:
                    every = shared[entry.recipe] = self._is_shared(entry.recipe, entry.subject)
                if every or entry.subject.id in self._stories:
                    touched.append(entry.file)
            elif self._is_touched(entry, sources):
                touched.append(entry.file)
        return touched

    def _is_touched(self, entry: Entry, sources: Mapping[str, str]) -> bool:
        if entry.maker == "page":
            return self._page(entry)
        if entry.maker == "image":
            # Two stories may show one picture, and the other may have been the first of them.
            return entry.recipe in self._pictures or sources.get(entry.file) != entry.recipe
        if entry.maker == "document":
            return self._document(entry.recipe, entry.subject)
        return True

    def _page(self, entry: Entry) -> bool:
        subject = entry.subject
        if self._is_shared(entry.recipe, subject):
            return True
        match subject.kind:
            case "page" | "alias":
                return subject.id in self._changed
            case "series" | "month":
                return f"{subject.kind} {subject.id}" in self._lists
            case "section" | "person" | "tag":
                return self._part(subject)
            case _:
                return True

    def _document(self, recipe: str, subject: Subject) -> bool:
        if recipe == "card":
            return subject.kind == "article" and subject.id in self._changed
        if recipe in FEED_FILES and subject.kind in _LISTED:
            return f"{subject.kind} {subject.id}" in self._lists
        if self._same_dates and subject.kind == "sitemap":
            return False
        month = month_of(subject.id) if recipe == "sitemap" else ""
        if month:
            return f"month {month}" in self._lists
        return recipe not in _FRAMED

    def _part(self, subject: Subject) -> bool:
        """Say whether one page of a long list is touched."""
        if subject.kind == "person" and self._site.people[subject.id].path in self._changed:
            return True
        both = self._lists.get(f"{subject.kind} {subject.id}")
        if both is None:
            return False
        old, new = both
        size, number = self._site.settings.page_size, subject.number
        if page_count(len(old), size) != page_count(len(new), size):
            return True  # the ways to its neighbours
        return self._differ(part_of(old, size, number), part_of(new, size, number))

    def _is_shared(self, template: str, subject: Subject) -> bool:
        """Say whether a template mentions a value that has moved and belongs to no one story."""
        has_list = subject.kind == "section" and f"section {subject.id}" in self._now.lists
        name = (template, subject.number > 0, has_list)
        answer = self._by_name.get(name)
        if answer is None:
            answer = self._by_name[name] = self._mentions_moved(*name)
        return answer

    def _mentions_moved(self, template: str, is_archive: bool, has_list: bool) -> bool:
        names = set(self._names_of(template))
        if names - _KNOWN - self._now.own_lists.keys():
            return True  # a value that a module of the site's own gives
        if "alerts" in names and not is_archive and self._before.alerts != self._now.alerts:
            return True
        if has_list:
            names.discard("latest")
        return not names.isdisjoint(self._moved)

    # What is touched

    def _differ(self, old: Stories, new: Stories) -> bool:
        """Say whether two lists differ, or hold a story that has changed."""
        return old != new or not self._changed.isdisjoint(new)

    def _all_lists(self) -> Iterator[tuple[str, tuple[Stories, Stories]]]:
        """Yield the name of each list that may have changed, and both of it."""
        before, now = self._before, self._now
        # Where all stories of a list stand below those that came or went, its places tell.
        lowest = -_same_end(before.stories, now.stories)
        places = enumerate(now.stories, -len(now.stories))
        changed = {place for place, path in places if path in self._changed}
        for name in before.lists.keys() | now.lists.keys():
            old, new = before.lists.get(name, ()), now.lists.get(name, ())
            if old != new or min(new) < lowest or not changed.isdisjoint(new):
                yield name, (before.list_of(name), now.list_of(name))

    def _shared_lists(self) -> Iterator[tuple[str, tuple[Stories, Stories]]]:
        yield "latest", (self._before.newest, self._now.newest)
        for name, stories in self._now.own_lists.items():
            yield name, (self._before.own_lists.get(name, ()), stories)

    def _beside(self) -> Iterator[str]:
        """Yield the stories near changed ones: related stories, Newer and Older look there."""
        for name, both in self._lists.items():
            if name.startswith(("tag ", "section ")):
                old, new = ([path for path in one if path not in self._changed] for one in both)
                if old != new:
                    yield from both[1]  # stories that are as they were have changed places
                    continue
                for stories in both:
                    for place, path in enumerate(stories):
                        if path in self._changed:
                            yield from self._from_here(reversed(stories[:place]))
                            yield from self._from_here(stories[place + 1 :])

    def _from_here(self, stories: Iterable[str]) -> Iterator[str]:
        """Yield as many of `stories` as may look this far, which begin at a changed one."""
        is_past = False
        for number, path in enumerate(stories, 1):
            yield path
            is_past = is_past or self._is_plain(path)
            if is_past and number >= REACH:
                return

    def _is_plain(self, path: str) -> bool:
        """Say whether nobody who looks for the next story passes this one over."""
        article = self._site.articles.get(path)
        return (
            article is not None
            and path not in self._changed
            and path not in self._now.editions
            and not KINDS[article.kind].apart
        )

    def _parts(self) -> Iterator[str]:
        """Yield all stories of the series to which changed ones belong: each names the others."""
        for name, both in self._lists.items():
            if name.startswith("series "):
                yield from both[1]

    def _picking(self) -> Iterator[str]:
        """Yield the stories whose front matter may name a changed one as related."""
        for path, article in self._site.articles.items():
            for target in article.related:
                places = named_places(path, target)
                if not self._changed.isdisjoint(places) or not self._changed.isdisjoint(
                    f"{place.rstrip('/')}/index.md" for place in places
                ):
                    yield path

    def _pictures_of(self, path: str) -> Iterator[ImageRef]:
        article = self._site.articles.get(path)
        return pictures(article) if article is not None else iter(())
