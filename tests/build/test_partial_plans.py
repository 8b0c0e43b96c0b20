"""Plans in parts: what changed stories touch is planned anew, and nothing else has moved.

Where a plan is made in parts here, everything is planned besides, and each file that was left
alone must have the very key that it would have got. `SITEGEN_EDITS` and `SITEGEN_SEEDS` make
it last longer, as for `test_rebuilds`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import build as stages
from sitegen.build.partial_plan import partial_plan
from sitegen.build.plan import Plan
from sitegen.build.planning import Draft
from sitegen.build.standing import LastFiles
from sitegen.cache.rows import LedgerRow
from sitegen.cache.store import Store
from sitegen.core.problems import SitegenError
from sitegen.model.answers import Answer
from sitegen.site.related import REACH
from tests.build.random_edits import Desk
from tests.conftest import Site

pytestmark = pytest.mark.usefixtures("small_grain")
EDITS = int(os.environ.get("SITEGEN_EDITS", "60"))
SEEDS = [int(seed) for seed in os.environ.get("SITEGEN_SEEDS", "1,2").split(",")]
# What many pages may show beside their own story, and a value of a module of the site's own.
CURIOUS = (
    "<title>{{ page.title }}</title>"
    "{% for story in top_local %}{{ story.title }}{% endfor %}"
    "{% for story in latest %}{{ story.title }}{% endfor %}"
    "{% for alert in alerts %}{{ alert.text }}{% endfor %}\n"
)
MODULE = """\
def oldest(site, subject):
    return site.articles[site.stories[-1]].title

CONTEXT = {"oldest": oldest}
"""


@pytest.fixture
def extents(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Plan everything wherever a plan is made in parts, and count the plans of each extent."""
    counts: Counter[str] = Counter()

    def checked(
        draft: Draft,
        last: Any,
        bodies: Mapping[str, str],
        ledger: Mapping[str, LedgerRow],
        store: Store,
        last_files: LastFiles,
    ) -> Plan | Answer:
        plan = partial_plan(draft, last, bodies, ledger, store, last_files)
        if isinstance(plan, Answer):
            counts[plan.why.value] += 1
            return plan
        counts["parts"] += 1
        planned = {task.file: task.key for task in plan.tasks}
        counts["planned"] += len(planned)
        counts["all"] += len(plan.files)
        for file in draft.planner.outline.entries:
            key = planned.get(file) or ledger[file].key
            assert key == draft.planner.task(file).key, f"{file} was left alone"
        for body in bodies.values():
            shown = set(draft.planner.shows.get(body, ()))
            assert set(plan.shows.get(body, store.shows(body) or ())) == shown, body
        return plan

    monkeypatch.setattr(stages.anew, "partial_plan", checked)
    return counts


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_plan_in_parts_leaves_alone_has_not_moved(
    tmp_path: Path, seed: int, extents: Counter[str]
) -> None:
    """Whatever happens to stories, one at a time or several, every other file stands."""
    desk = Desk(tmp_path / "site", seed)
    desk.grow(45)
    if seed % 2:
        desk.site.write("templates/tag.html", CURIOUS)
    else:
        name = f"sample_newsroom_{seed}"
        desk.site.write(f"{name}.py", MODULE)
        desk.site.write("templates/page.html", "<title>{{ page.title }}</title>{{ oldest }}\n")
        settings = desk.site.read("sitegen.toml")
        desk.site.write("sitegen.toml", f'extensions = ["{name}"]\n{settings}')
    good, hour = desk.sources(), desk.now
    desk.site.build(desk.now.isoformat())
    edits = 0
    while edits < EDITS:
        history = []
        for _ in range(desk.chance.choice((1, 1, 2, 3))):
            history.append(desk.edit())
            edits += 1
        try:
            report = desk.site.build(desk.now.isoformat()).report
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, edit {edits}, after {history}:\n{error}") from None
        except SitegenError:  # a dead link, two stories at one address
            desk.restore(good)
            desk.now = hour
        else:
            desk.next_change = report.next_change
            good, hour = desk.sources(), desk.now
    assert extents["parts"] > EDITS / 4, extents
    assert extents["planned"] < extents["all"] * 0.7, extents


def test_whoever_names_a_changed_story_is_planned_anew(site: Site, extents: Counter[str]) -> None:
    """The other parts of its series, and those that name it as related, however far they stand."""
    site.setting("[images]\nsocial_cards = false")
    for number in range(8):
        site.story(f"content/news/n{number}.md", published=f"2026-02-{number + 10}")
    part = {"series": "The budget", "published": "2026-01-01"}
    site.story("content/news/first.md", **part)
    site.story("content/local/second.md", **part)
    site.story("content/local/third.md", related="[news/first.md]", published="2026-01-01")
    site.build()
    site.story("content/news/first.md", title="Another headline", **part)

    built = site.build()

    for story in ("second", "third"):
        assert "Another headline" in built[f"local/{story}/index.html"]
    assert extents["parts"] == 1


def test_stories_far_from_a_changed_one_are_left_alone(site: Site, extents: Counter[str]) -> None:
    """Newer, Older and related stories look only so far: the rest of a section stands."""
    site.setting("[images]\nsocial_cards = false")
    for number in range(40):
        site.story(f"content/news/n{number}.md", published=f"2026-01-{1 + number // 2:02}")
    site.build()
    site.story("content/news/n0.md", title="Another headline", published="2026-01-01")

    site.build()

    assert extents["parts"] == 1
    assert extents["all"] - extents["planned"] >= 40 - 1 - REACH
