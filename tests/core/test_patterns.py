"""Patterns: compiled when first used, and then like any other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.core.patterns import late_pattern

# What a build with nothing to do compiles; a number that grows is a start that gets slower.
MOST = 12


@pytest.mark.parametrize(
    "use",
    [
        lambda p: p.search("a vote, a Vote")[0],
        lambda p: p.match("vote")[0],
        lambda p: p.fullmatch("votes"),
        lambda p: p.sub("tax", "a vote, a Vote"),
        lambda p: p.subn("tax", "a vote, a Vote"),
        lambda p: p.split("a vote, a Vote"),
        lambda p: p.findall("a vote, a Vote"),
        lambda p: [match.span() for match in p.finditer("a vote, a Vote")],
        lambda p: (p.pattern, p.flags, p.groups, dict(p.groupindex)),
    ],
)
def test_a_late_pattern_gives_what_a_compiled_one_gives(use: object) -> None:
    expression = r"(?P<word>vote)\b"
    late, compiled = late_pattern(expression, re.IGNORECASE), re.compile(expression, re.IGNORECASE)

    for _ in range(2):
        assert use(late) == use(compiled)  # type: ignore[operator]


def test_a_late_pattern_is_compiled_once_and_not_before_it_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[object] = []
    compile_now = re.compile
    monkeypatch.setattr(
        re, "compile", lambda text, flags: compiled.append(text) or compile_now(text, flags)
    )
    pattern = late_pattern(b"vote")
    assert (pattern.pattern, compiled) == (b"vote", [])

    assert pattern.search(b"a vote")
    assert pattern.sub(b"tax", b"a vote") == b"a tax"

    assert compiled == [b"vote"]


def test_a_mistake_in_a_pattern_shows_at_its_first_use() -> None:
    pattern = late_pattern("(")
    with pytest.raises(re.error):
        pattern.search("")


def test_a_late_pattern_has_no_other_attributes() -> None:
    assert not hasattr(late_pattern(""), "no_such_thing")


def test_few_patterns_are_compiled_to_begin_with() -> None:
    """Beside those of Python's own modules."""
    program = (
        "import re, sys\n"
        "count = 0\n"
        "compile_now = re._compiler.compile\n"
        "def counted(*args):\n"
        "    global count\n"
        "    frame = sys._getframe(1)\n"
        "    while frame.f_code.co_filename.endswith(('re/__init__.py', 'patterns.py')):\n"
        "        frame = frame.f_back\n"
        "    count += '/sitegen/' in frame.f_code.co_filename\n"
        "    return compile_now(*args)\n"
        "re._compiler.compile = counted\n"
        "import sitegen.cli.build, sitegen.build.build\n"
        "print(count)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True,
                         text=True, cwd=Path(__file__).parents[2])  # fmt: skip

    assert int(run.stdout) <= MOST
