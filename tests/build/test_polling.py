"""Looking for changes of which no system tells: how often, and what counts as one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sitegen.build import polling


def test_checks_take_a_fiftieth_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every five seconds, seldom where one takes long, and soon after a burst of events."""
    now = [100.0]
    monkeypatch.setattr(polling.time, "monotonic", lambda: now[0])
    takes, states = [0.0], [1]

    def look() -> int:
        now[0] += takes[0]
        return states[0]

    check = polling.Check(look)
    assert check.seconds_left == 5
    assert not check.shows_more()  # nothing is known to compare with
    now[0] += 3
    assert check.seconds_left == 2
    takes[0] = 1
    assert not check.shows_more()
    assert check.seconds_left == 50
    states[0] = 2
    assert check.shows_more()
    assert not check.shows_more()
    takes[0], states[0] = 0, 3
    check.after_burst(many=True)
    assert check.seconds_left == 2
    assert not check.shows_more()
    states[0] = 4
    check.after_burst(many=False)
    assert check.seconds_left == 5
    assert not check.shows_more()


def test_a_fingerprint_tells_every_kind_of_change(tmp_path: Path) -> None:
    """A new file or folder, another size, time or name; not what is litter or to be left out."""
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder/a.md"
    file.write_text("A")

    def look(*paths: Path) -> int:
        return polling.fingerprint(paths or [tmp_path], lambda path: path.endswith(".tmp"))

    seen = [look()]
    assert look() == seen[0]
    (tmp_path / "b.tmp").write_text("B")
    (tmp_path / "folder/.DS_Store").write_text("B")
    assert look() == seen[0]
    file.write_text("AB")
    seen.append(look())
    os.utime(file, ns=(1, 1))
    seen.append(look())
    file.rename(file.with_name("c.md"))
    seen.append(look())
    (tmp_path / "empty").mkdir()
    seen.append(look())
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")
    seen.append(look())
    assert len(set(seen)) == len(seen)
    assert look(tmp_path / "none") == 0
    assert look(tmp_path / "folder/c.md") != 0
