"""Whether the plan of the last build stands.

A plan is a function of the frame (sitegen, settings, theme, the front's slots and all that
stories say of themselves), of the hour, and of bodies. Where the first two are what they
were, a task differs only where it names a body that changed, and nothing is planned anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sitegen import site
from sitegen.core.digests import digest_text
from sitegen.core.problems import Problem
from sitegen.core.record import Record, field
from sitegen.model.answers import Answer, Why
from sitegen.model.tasks import HeldStory


class Frame(Record):
    """Digests of all that a plan depends on but bodies and the hour."""

    engine: str  # sitegen itself, libraries, a site's own modules
    settings: str
    theme: str
    slots: str  # of the file content/front.yml; "" without one
    stories: str  # of all that sources say but their bodies

    def digest(self) -> str:
        return digest_text(
            "\n".join([self.engine, self.settings, self.theme, self.slots, self.stories])
        )


_FRAME_REASONS = {
    "engine": Why.ENGINE,
    "settings": Why.SETTINGS,
    "theme": Why.THEME,
    "slots": Why.SLOTS,
    "stories": Why.STORIES,
}


class LastPlan(Record):
    """What the last build noted of its plan."""

    frame: Frame
    since: datetime | None  # it held from then on
    until: datetime | None  # and until then
    files: frozenset[str]
    bodies: Mapping[str, str]  # source → digest of its body, when the plan was computed
    held_stories: tuple[HeldStory, ...]
    warnings: tuple[Problem, ...]
    anchors: tuple[tuple[str, str, str], ...]  # source, fragment, anchor: see `LinkFacts`
    edits: Mapping[str, str] = field(default_factory=dict)  # bodies that have moved since
    lines: Mapping[str, str] = field(default_factory=dict)  # of sources that are warned of
    parts: int = 0  # how many plans in a row, up to this one, were made in parts

    def body(self, path: str) -> str:
        """Return the digest of a source's body, as the last build left it; "" for none."""
        return self.edits.get(path) or self.bodies.get(path, "")

    def last_bodies(self) -> Mapping[str, str]:
        return {**self.bodies, **self.edits}


class Current(Record):
    """The sources as they are now, as far as a plan depends on them."""

    frame: Frame
    now: datetime
    bodies: Mapping[str, str]  # source → digest of its body
    anchors_of: Callable[[str], Collection[str] | None]  # of a source's text; see `site.links`
    lines_of: Callable[[str], str]  # of a source: a digest of where its keys stand
    has_errors: bool = False


class PlanAnswer(Record):
    """Whether the last plan stands, and with which new bodies."""

    answer: Answer
    edits: Mapping[str, str] = field(default_factory=dict)  # digest of a body → of the new one


def frame_answer(before: Frame, now: Frame, but: Collection[str] = ()) -> Answer:
    """Say whether all that a plan depends on is as it was, bodies and the hour left out.

    Args:
        but: names of the frame's fields that do not matter.
    """
    for name, why in _FRAME_REASONS.items():
        if name not in but and getattr(before, name) != getattr(now, name):
            return Answer(False, why)
    return Answer(True, Why.SAME)


def hour_answer(since: datetime | None, until: datetime | None, now: datetime) -> Answer:
    """Say whether nothing has gone live, expired or aged between two builds.

    Args:
        since, until: from when and until when nothing does; None for ever.
    """
    if since is not None and now < since:
        return Answer(False, Why.EARLIER)
    if until is not None and now >= until:
        return Answer(False, Why.HOUR)
    return Answer(True, Why.SAME)


def plan_answer(last: LastPlan | None, current: Current, ledger: Collection[str]) -> PlanAnswer:
    """Say whether the last plan stands, perhaps with other bodies.

    Args:
        ledger: the files that are noted of this very output folder.
    """
    if last is None:
        return PlanAnswer(Answer(False, Why.NEW))
    # The hour first: what it brings shows in what stories say of themselves, too.
    for answer in (
        hour_answer(last.since, last.until, current.now),
        frame_answer(last.frame, current.frame),
    ):
        if not answer.holds:
            return PlanAnswer(answer)
    whole = _whole_answer(last, current, ledger)
    return _with_texts(last, current) if whole.holds else PlanAnswer(whole)


def parts_answer(last: LastPlan | None, current: Current, ledger: Collection[str]) -> Answer:
    """Say whether the last plan may stand but for what changed stories touch.

    What they touch, and whether it can be told, is decided in `reuse.stories`: that takes the
    assembled site. The hour and the front's slots need not be what they were: what they bring
    shows in stories, and on the front.
    """
    if last is None:
        return Answer(False, Why.NEW)
    answer = frame_answer(last.frame, current.frame, but=("stories", "slots"))
    return _whole_answer(last, current, ledger) if answer.holds else answer


def _whole_answer(last: LastPlan, current: Current, ledger: Collection[str]) -> Answer:
    """Say whether the sources and what is noted of output/ are whole."""
    if current.has_errors:
        return Answer(False, Why.MISTAKES)  # a new plan finds what else is wrong
    if last.files != frozenset(ledger):
        return Answer(False, Why.FORGOTTEN)
    return Answer(True, Why.SAME)


def _with_texts(last: LastPlan, current: Current) -> PlanAnswer:
    """Answer for a plan of which nothing but texts has moved."""
    moved = {path for path, body in current.bodies.items() if last.body(path) != body}
    texts = tuple(sorted(moved))
    # Anchors are of bodies: a text that is as it was has those that it had.
    anchors = {(path, part): anchor for path, part, anchor in last.anchors if path in moved}
    if anchors and not site.anchors_hold(anchors, current.anchors_of):
        return PlanAnswer(Answer(False, Why.ANCHORS, texts))
    warned = {
        path
        for path in {warning.path for warning in last.warnings}
        if path in moved or last.lines.get(path, "") != current.lines_of(path)
    }
    if warned:  # the line that a warning names may have moved
        return PlanAnswer(Answer(False, Why.WARNED, tuple(sorted(warned))))
    if not moved:
        return PlanAnswer(Answer(True, Why.SAME))
    edits = {last.body(path): current.bodies[path] for path in moved}
    uses = Counter(last.last_bodies().values())
    if any(uses[old] != 1 or uses[new] for old, new in edits.items()):
        return PlanAnswer(Answer(False, Why.SHARED, texts))  # whose it is would not be told
    return PlanAnswer(Answer(True, Why.TEXTS, texts), edits)
