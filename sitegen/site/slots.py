"""Slots: the stories that content/front.yml puts into the zones of the front page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sitegen.core.problems import Problem
from sitegen.model.article import Article
from sitegen.model.kinds import KINDS
from sitegen.site.links import Targets
from sitegen.site.site import Slots
from sitegen.sources.files import FRONT_FILE, SCORES, TOP, ZONES, SlotEntry


def _may_stand(kind: str, zone: str) -> bool:
    """Say whether an editor may put a story of this kind into a zone of the front page."""
    if zone == "lead":
        return KINDS[kind].may_lead
    return zone not in ("secondary", "sublinks") or not KINDS[kind].apart


def fill_slots(
    entries: Sequence[SlotEntry],
    articles: Mapping[str, Article],
    targets: Targets,
    now: datetime,
    problems: list[Problem],
) -> Slots:
    """Return the live stories of each zone; what is wrong with the entries joins `problems`."""
    zones: dict[str, list[str]] = defaultdict(list)
    scores: dict[str, list[str]] = defaultdict(list)
    top = ""
    for entry in entries:
        if entry.zone == TOP:
            top = entry.story
            continue
        if entry.zone.startswith(f"{SCORES} "):
            scores[entry.zone.removeprefix(f"{SCORES} ")].append(entry.story)
            continue
        source, there = targets.source(FRONT_FILE, entry.story)
        if not there:
            problems.append(
                Problem(
                    FRONT_FILE,
                    entry.line,
                    f"there is no story '{entry.story}'",
                    "Write the path of its file below content/.",
                )
            )
        elif source in articles and not _may_stand(articles[source].kind, entry.zone):
            problems.append(
                Problem(
                    FRONT_FILE,
                    entry.line,
                    f"'{entry.story}' is of the kind {articles[source].kind} and cannot stand "
                    f"under {entry.zone}",
                    "Put another story here.",
                )
            )
        elif source in articles and (entry.until is None or entry.until > now):
            zones[entry.zone].append(source)
    strips = {zone: tuple(stories) for zone, stories in sorted(zones.items()) if zone not in ZONES}
    return Slots(
        lead=tuple(zones["lead"]),
        secondary=tuple(zones["secondary"]),
        sublinks=tuple(zones["sublinks"]),
        top=top,
        strips=strips or None,
        scores={section: tuple(every) for section, every in sorted(scores.items())} or None,
    )
