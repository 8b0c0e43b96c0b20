"""Resolved: what the links of every text lead to, with those of texts that stayed taken over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.model.article import Article, Person
from sitegen.site.links import Targets, check_related
from sitegen.site.site import LineOf, LinkFacts, Site


class ResolvedLinks(Record):
    """What links lead to, in the order of each text's placeholders; see `Site`."""

    live: Mapping[str, tuple[str, ...]]  # of stories, pages and people
    coming: Mapping[str, tuple[str, ...]]
    facts: LinkFacts
    mistaken: frozenset[str]  # live stories with a problem there


def resolve_all(
    targets: Targets,
    articles: Mapping[str, Article],
    people: Mapping[str, Person],
    coming: Iterable[Article],
    fresh: Collection[str],
    last: Site | None,
    problems: list[Problem],
    line_of: LineOf,
) -> ResolvedLinks:
    """Resolve the links of all that is live, and of what is to come.

    Args:
        articles: what is live, by path.
        people: those who have a page, by id.
        fresh: paths of articles that no earlier assembly filed.
        last: an earlier assembly, from which the links of other articles are taken where
            addresses, sources, anchors and static files are as they were.
    """
    stand = last is not None and targets.stand_as_in(last)
    old = last.links if last is not None and stand else {}
    live = {path: old.get(path, ()) for path in articles}
    mistaken: set[str] = set()
    for path, article in articles.items():
        if path in old and path not in fresh:
            continue
        if not (article.links or article.related or article.translation_of):  # most of them
            live[path] = ()
            continue
        count = len(problems)
        live[path] = targets.resolve(article, problems, line_of)
        check_related(article, targets, problems, line_of)
        if len(problems) > count:
            mistaken.add(path)
    for _id, person in sorted(people.items()):
        live[person.path] = targets.resolve(person, problems, line_of)
    later: dict[str, tuple[str, ...]] = {}
    for article in coming:  # what is wrong there would break the build of their hour
        later[article.path] = targets.resolve(article, problems, line_of)
        check_related(article, targets, problems, line_of)
    facts = targets.facts
    if last is not None and stand:
        before = last.link_facts
        facts = LinkFacts({**before.anchors, **facts.anchors}, {**before.statics, **facts.statics})
    return ResolvedLinks(live, later, facts, frozenset(mistaken))
