"""Readiness: whether what stands in output/ is the site as it should be published now.

A deploy asks this first. It is stricter than `explain.due` in that a mistake in a source counts,
and milder in that news which has only grown too old for the news sitemap does not: readers miss
nothing by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sitegen.build.explain import local_time
from sitegen.build.inputs import Inputs, gather
from sitegen.build.last_plan import MADE, last_plan
from sitegen.build.reuse.plans import LastPlan, plan_answer
from sitegen.build.standing import stands
from sitegen.cache.place import cache_place
from sitegen.cache.reading import ask
from sitegen.cache.store import Store
from sitegen.core.digests import Values
from sitegen.core.problems import has_errors
from sitegen.core.record import Record, replace
from sitegen.model.answers import Why
from sitegen.model.article import Article
from sitegen.pages.context import reserved_names
from sitegen.settings.load import load
from sitegen.site.live import moments
from sitegen.site.news_window import aged_out_at


class Readiness(Record):
    """Whether output/ may go out, and of when it is."""

    reason: str  # why it may not, as the end of a sentence; "" where it may
    made: datetime | None  # as of when it was built; None where no build is known


def readiness(root: Path, now: datetime, output: Path, cache: Path | None = None) -> Readiness:
    """Say whether output/ is what a build at `now` would leave there.

    Args:
        cache: the cache's folder; the site's own when None.

    Raises:
        SitegenError: the settings have problems.
    """
    settings = load(root, reserved_names)

    def question(store: Store) -> Readiness:
        last = last_plan(store)
        made = store.note(MADE, datetime)
        if last is None or made is None or store.note("output", str) != str(output.resolve()):
            return Readiness("the site has not been built here yet", None)
        inputs = gather(settings, store, now, 0)
        if has_errors(inputs.problems):
            return Readiness("the sources have mistakes, so the last build is not theirs", made)
        current = inputs.current(now)
        if last.until is not None and now >= last.until:
            turn = _turn(inputs, last, store, now)
            if turn is not None:
                return Readiness(f"a story's hour has come, {local_time(turn, settings)}", made)
            current = replace(current, now=last.until - timedelta(microseconds=1))
        answer = plan_answer(last, current, last.files).answer
        if answer.why is not Why.SAME:
            return Readiness(answer.words(), made)
        if not all(stands(str(output), row) for row in store.ledger().values()):
            return Readiness("a file of it is missing or was changed by somebody else", made)
        return Readiness("", made)

    return ask(cache_place(root, cache), question)


def _turn(inputs: Inputs, last: LastPlan, store: Store, now: datetime) -> datetime | None:
    """Return the first moment since the last build that changes more than the news sitemap."""
    assert last.until is not None
    since, until = last.until.astimezone(UTC), now.astimezone(UTC)
    turns = [turn for turn in _turns(inputs, Values(store)) if since <= turn <= until]
    return min(turns, default=None)


def _turns(inputs: Inputs, values: Values) -> Iterator[datetime]:
    for source in inputs.reading.results:
        values.fresh.update(source.nodes)
    for row in inputs.reading.rows.values():
        if row.kind == "article":
            article = values.node(Article, row.node)
            aged = aged_out_at(article.published.at).astimezone(UTC)
            yield from (moment for moment in moments(article) if moment != aged)
    yield from (slot.until.astimezone(UTC) for slot in inputs.slots if slot.until is not None)
