"""Damaged files of every kind that sitegen reads: problems, never a traceback."""

from __future__ import annotations

from pathlib import Path

from tests.long.fuzz_inputs import run


def test_no_damaged_file_is_a_traceback(tmp_path: Path) -> None:
    """Of 450 corrupted inputs 12 were tracebacks. By hand: `python -m tests.long.fuzz_inputs`."""
    fuzz = run(tmp_path, 20261127, count=250)

    assert fuzz.mutations >= 250
    assert 25 < fuzz.refused < fuzz.builds  # some are refused, and some are published
    assert not fuzz.findings, "\n".join(finding.words for finding in fuzz.findings.values())
