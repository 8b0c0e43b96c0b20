"""The weight of a drawing: how many elements a browser draws when all references are followed.

Thirty lines of <use>, each naming the line before twice, are a thousand million elements, and
no browser survives them. Patterns, masks and filters that name one another do the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.pictures.svg_style import local_targets, targets_by_selector

HEAVIEST = 100_000  # elements drawn; the largest maps of newsrooms have some ten thousand
TARGETS_MOST = 300_000  # parts that its parts name, by themselves and by style sheets
DEEPEST = 256  # elements inside one another


@dataclass(slots=True)
class Part:
    """One element of a drawing."""

    names: tuple[str, ...]  # by which a style sheet may mean it: "g", "#id", ".class"
    targets: list[str]  # ids that it names itself
    children: list[Part] = field(default_factory=list)


def part_of(name: str, attributes: Mapping[str, str]) -> Part:
    targets = [a.removeprefix("#") for key, a in attributes.items() if key.endswith("href")]
    for value in attributes.values():
        if "url(" in value.lower():
            targets += local_targets(value)
    classes = [f".{each}" for each in attributes.get("class", "").split()]
    return Part((name, *classes, f"#{attributes.get('id', '')}"), targets)


def is_too_heavy(parts: Sequence[Part], css: Iterable[str]) -> bool:
    """Say whether a drawing is more than any browser can draw.

    Args:
        parts: all of its elements, the outermost first.
        css: its style sheets.
    """
    by_selector: dict[str, list[list[str]]] = {}
    for style in css:
        for name, ids in targets_by_selector(style).items():
            by_selector.setdefault(name, []).extend(ids)
    counts = {name: sum(map(len, ids)) for name, ids in by_selector.items()}
    named = sum(len(part.targets) + sum(counts.get(n, 0) for n in part.names) for part in parts)
    if named > TARGETS_MOST:
        return True
    by_id = {part.names[-1]: part for part in reversed(parts)}
    weights: dict[int, int] = {}  # 0 while it is being reckoned: a circle is drawn by nobody
    for part in parts[:1]:
        _reckon(part, by_id, by_selector, weights)
    return any(weight > HEAVIEST for weight in weights.values())


def _reckon(
    outermost: Part,
    by_id: Mapping[str, Part],
    by_selector: Mapping[str, list[list[str]]],
    weights: dict[int, int],
) -> None:
    """Reckon a part's weight after those of all that it holds or names."""

    def below(part: Part) -> list[Part]:
        ids = [*part.targets]
        for name in part.names:
            for each in by_selector.get(name, ()):
                ids += each
        return [*part.children, *(by_id[f"#{id_}"] for id_ in ids if f"#{id_}" in by_id)]

    stack = [(outermost, False)]
    while stack:
        part, is_known = stack.pop()
        if is_known:
            total = 1 + sum(weights.get(id(other), 0) for other in below(part))
            weights[id(part)] = min(total, HEAVIEST + 1)
        elif id(part) not in weights:
            weights[id(part)] = 0
            stack.append((part, True))
            stack += [(other, False) for other in below(part) if id(other) not in weights]
