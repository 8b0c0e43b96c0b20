"""The guide's table of what is believed to hold names each reason, and tests that are there."""

from __future__ import annotations

import ast
import re

from sitegen.model.answers import Why
from tests.conftest import ROOT

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
SECTION = GUIDE[GUIDE.index("### What is believed to hold") : GUIDE.index("## The rooms")]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in SECTION.splitlines()
    if line.startswith("| ") and not line.startswith("| what |")
]


def attackers_in(text: str) -> list[tuple[str, str]]:
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)


def test_each_belief_is_attacked_by_a_test_that_is_there() -> None:
    """A test that was renamed leaves a belief that nothing attacks."""
    assert len(ROWS) > 20
    for _what, while_, _reason, modules, attackers in ROWS:
        names = attackers_in(attackers)
        assert names, while_
        for file, name in names:
            tree = ast.parse((ROOT / file).read_text("utf-8"))
            assert name in {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}, name
        for module in re.findall(r"`([\w/]+\.py)`", modules):
            assert (ROOT / "sitegen" / module).is_file(), module
    assert all((ROOT / file).is_file() for file, _ in attackers_in(SECTION))


def test_every_reason_stands_in_the_table() -> None:
    """A reason without a row is one that nobody can look up."""
    told = {name for row in ROWS for cell in row[1:3] for name in re.findall(r"`([\w-]+)`", cell)}
    assert told == {why.value for why in Why}
