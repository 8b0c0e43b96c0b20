"""What a link in a source may lead to, and what is said of one that leads nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from functools import cached_property
from pathlib import PurePosixPath

from sitegen.core.nearest import NearestFile, hint_of
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.urls import (
    address_path,
    alias_path,
    base_prefix,
    file_path,
    fragment_of,
    named_places,
    names_file,
    site_url,
    without_spaces,
)
from sitegen.markdown.anchors import anchor_for, anchors_hint
from sitegen.model.article import Article, Person
from sitegen.site.site import LineOf, LinkFacts, Site, article_path, line_of_item

ELSEWHERE_HINT = "Write the path of a file in content/, as seen from this one."

# Source → the anchors of its text; None when its text is not known.
AnchorsOf = Callable[[str], Collection[str] | None]
# Path of an address → the URL of the file of static/ that answers it; "" for none.
StaticUrl = Callable[[str], str]


class Elsewhere(Record):
    """What links lead to beside stories: parts of their texts, and files of static/."""

    anchors_of: AnchorsOf = lambda _source: None
    static_url: StaticUrl = lambda _path: ""
    # What templates write on every page, such as "comments": asked when all else fails.
    page_ids: Callable[[], frozenset[str]] = frozenset


def links_hold(facts: LinkFacts, elsewhere: Elsewhere) -> bool:
    """Say whether all that links were resolved by, but for addresses, is as it was."""
    statics = all(elsewhere.static_url(path) == url for path, url in facts.statics.items())
    return statics and anchors_hold(facts.anchors, elsewhere.anchors_of)


def anchors_hold(anchors: Mapping[tuple[str, str], str], anchors_of: AnchorsOf) -> bool:
    """Say whether each fragment, of a source, leads to the anchor to which it led."""
    texts = {source: anchors_of(source) for source, _fragment in anchors}
    for (source, fragment), anchor in anchors.items():
        now = texts[source]
        if now is None or anchor_for(fragment, now) != anchor:
            return False
    return True


class Targets:
    """What a link in a source may lead to.

    Args:
        urls: of all that readers can see, by source.
        sources: every file of content/ that a link may name as a story or a person.
        broken: of these, the ones with problems of their own, not of what names them.
        coming: stories whose hour has yet to come.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        sources: Set[str],
        broken: Set[str],
        base_url: str,
        elsewhere: Elsewhere,
        articles: Iterable[Article] = (),
        coming: Iterable[Article] = (),
    ) -> None:
        self._urls = urls
        self._all = sources
        self._broken = broken
        self._base_url = base_url
        self._prefix = base_prefix(base_url)
        self._elsewhere = elsewhere
        self._articles = articles
        self._coming = {article.path: article for article in coming}
        self._anchors: dict[tuple[str, str], str] = {}
        self._statics: dict[str, str] = {}
        self._addresses: dict[str, str] = {}

    def stand_as_in(self, last: Site) -> bool:
        """Say whether every link of an earlier assembly leads where it led."""
        same = (last.urls, last.sources) == (self._urls, self._all)
        return same and links_hold(last.link_facts, self._elsewhere)

    @property
    def facts(self) -> LinkFacts:
        """What the links that were resolved lean on, beside addresses."""
        return LinkFacts(self._anchors, self._statics)

    def source(self, source: str, target: str) -> tuple[str, bool]:
        """Return the source file that `target` names, and whether there is one at all."""
        places = named_places(source, target)
        for place in places:
            for candidate in (place, f"{place.rstrip('/')}/index.md"):
                if candidate in self._all:
                    return candidate, True
        return places[0], False

    def resolve(
        self, article: Article | Person, problems: list[Problem], line_of: LineOf
    ) -> tuple[str, ...]:
        """Return what an article's links lead to; "" for those that lead nowhere now."""
        return tuple(
            [
                self._resolve(_Use(article, number, target), problems, line_of)
                for number, target in enumerate(article.links)
            ]
        )

    def _resolve(self, use: _Use, problems: list[Problem], line_of: LineOf) -> str:
        article, target = use.article, use.target
        known = self._addresses.get(target)  # all stories link to the same few
        if known is not None:
            return known
        address = address_path(self._base_url, target)
        if address is not None:  # plan checks that it exists
            url = self._with_anchor(use, self._address(address), problems, line_of)
            if "#" not in target:  # else what is wrong with it is said of each story
                self._addresses[target] = url
            return url
        path, mark, rest = _split(target)
        if not path:
            return without_spaces(target)
        source, there = self.source(article.path, path)
        files = article.files if isinstance(article, Article) else ()
        for place in named_places(article.path, path):
            if place in files:
                return site_url(self._prefix, file_path(place)) + without_spaces(mark + rest)
        if source in self._urls:
            url = self._urls[source] + without_spaces(mark + rest)
            return self._with_anchor(use, url, problems, line_of, source)
        if source in self._broken or (not there and names_file(target)):
            return ""  # reading has told of it
        line = line_of(article.path, f"link:{use.number}")
        if there:
            problems.append(
                Problem(
                    article.path,
                    line,
                    f"links to {source}, which readers cannot see now",
                    "Its words stand without the link until that story is live.",
                    warning=True,
                )
            )
            if source in self._coming:  # else its hour would break the build
                self._with_anchor(use, target, problems, line_of, source)
        else:
            hint = self.hint(article.path, path, ELSEWHERE_HINT)
            problems.append(Problem(article.path, line, f"dead link '{target}'", hint))
        return ""

    def hint(self, source: str, target: str, otherwise: str) -> str:
        """Return the hint for a story that is not there."""
        return hint_of(self._nearest.of(source, target), otherwise)

    @cached_property
    def _nearest(self) -> NearestFile:
        return NearestFile(self._all)

    def _address(self, address: str) -> str:
        """Return the URL of an address: that of a file of static/ has digits in its name."""
        path, mark, rest = _split(address)
        if "." in path and PurePosixPath(path).suffix:  # few have one, and asking takes long
            url = self._statics.get(path)
            if url is None:
                url = self._statics[path] = self._elsewhere.static_url(path)
            if url:
                return without_spaces(url + mark + rest)
        return self._prefix + without_spaces(address)

    def _with_anchor(
        self, use: _Use, url: str, problems: list[Problem], line_of: LineOf, source: str = ""
    ) -> str:
        """Return `url`, its fragment as the text there writes it; a problem when it has none."""
        page, mark, _fragment = url.partition("#")
        fragment = fragment_of(url)
        if not fragment:
            return url
        source = source or self._sources_by_url.get(page.partition("?")[0], "")
        if not source or source in self._broken:
            return url
        anchors = self._elsewhere.anchors_of(source)
        if anchors is None:
            return url
        anchor = anchor_for(fragment, anchors)
        if anchor is None and fragment in self._elsewhere.page_ids():
            return url
        if anchor is None:
            path = use.article.path
            problems.append(
                Problem(
                    path,
                    line_of(path, f"link:{use.number}"),
                    f"link to '{use.target}': there is no heading #{fragment} in {source}",
                    anchors_hint(anchors, "there"),
                )
            )
            return url
        self._anchors[source, fragment] = anchor
        return url if anchor == fragment else f"{page}{mark}{anchor}"

    @cached_property
    def _sources_by_url(self) -> dict[str, str]:
        """The source of each page, by its URL and by its old ones."""
        sources = {url: source for source, url in self._urls.items()}
        for article in (*self._coming.values(), *self._articles):
            for path in (*map(alias_path, article.aliases), article_path(article)):
                sources.setdefault(site_url(self._prefix, path), article.path)
        return sources


class _Use(Record):
    """One link of a text, as written."""

    article: Article | Person
    number: int
    target: str


def _split(target: str) -> tuple[str, str, str]:
    for i, char in enumerate(target):
        if char in "#?":
            return target[:i], char, target[i + 1 :]
    return target, "", ""


def check_related(
    article: Article, link_targets: Targets, problems: list[Problem], line_of: LineOf
) -> None:
    for key, targets in (
        ("related", article.related),
        ("translation_of", (article.translation_of,) if article.translation_of else ()),
    ):
        for number, target in enumerate(targets):
            _source, there = link_targets.source(article.path, target)
            if not there:
                problems.append(
                    Problem(
                        article.path,
                        line_of_item(line_of, article.path, key, number, len(targets)),
                        f"{key}: there is no story '{target}'",
                        link_targets.hint(
                            article.path,
                            target,
                            "Write the path of its file, as seen from this one or from content/.",
                        ),
                    )
                )
