"""The rooms of the code have one order, and a room imports only rooms named before it."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator

import pytest

import sitegen
from sitegen.core.code_digest import LATER_ROOMS
from tests.conftest import ROOT

PACKAGE = ROOT / "sitegen"

# The one line that says it stands in the package's own docstring.
ROOMS = " ".join(re.findall(r"^ {4}(.+)$", sitegen.__doc__ or "", re.MULTILINE)).split()

# Packages that give a type and no behaviour to swap: `Markup` is the text of templates.
TYPES = {"markupsafe"}

CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}


def modules() -> dict[str, ast.Module]:
    """Return the modules of the package by name: "core.urls", "__main__"."""
    return {
        file.relative_to(PACKAGE)
        .with_suffix("")
        .as_posix()
        .removesuffix("/__init__")
        .replace("/", "."): ast.parse(file.read_text("utf-8"), str(file))
        for file in sorted(PACKAGE.rglob("*.py"))
        if "_theme" not in file.parts
    }


MODULES = modules()


def room_of(name: str) -> str:
    return name.partition(".")[0]


def imports(tree: ast.Module) -> Iterator[str]:
    """Yield the full names that a module imports, late imports included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole.removeprefix("sitegen.") in MODULES else str(node.module)


def inner(tree: ast.Module) -> Iterator[str]:
    """Yield the modules of sitegen that a module imports: "core.urls"."""
    for target in imports(tree):
        if target.startswith("sitegen."):
            yield target.removeprefix("sitegen.")


def test_rooms_that_the_engines_digest_leaves_out_make_no_page_and_no_row() -> None:
    """They come behind the build, which therefore imports none of them, and only read its cache."""
    assert set(LATER_ROOMS) <= set(ROOMS[ROOMS.index("build") + 1 :])
    writing = re.compile(r"\b(?:Store|BuildMemory|set_note)\(")
    for room in LATER_ROOMS:
        for file in sorted((PACKAGE / room).rglob("*.py")):
            assert not writing.search(file.read_text("utf-8")), file


def test_every_module_stands_in_a_room() -> None:
    """The package's own folder holds nothing but rooms and the two ways in."""
    outside = {name for name in MODULES if room_of(name) not in ROOMS}
    assert outside == {"__init__", "__main__"}


def test_a_room_imports_only_rooms_named_before_it() -> None:
    """What stands later may change without anything earlier noticing."""
    wrong = [
        f"{name} imports {other}"
        for name, tree in MODULES.items()
        if room_of(name) in ROOMS
        for other in inner(tree)
        if ROOMS.index(room_of(other)) > ROOMS.index(room_of(name))
    ]
    assert wrong == []


def test_no_room_holds_a_circle() -> None:
    """Modules of a room may lean on each other, and none on itself by way of another."""
    below = {
        name: {o for o in inner(tree) if room_of(o) == room_of(name) and o != room_of(name)}
        for name, tree in MODULES.items()
    }
    while free := [name for name, others in below.items() if not others & below.keys()]:
        for name in free:
            del below[name]
    assert below == {}


def test_each_third_party_package_has_one_home() -> None:
    """Swapping a library means reading one room."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for name, tree in MODULES.items():
        for target in imports(tree):
            package = target.partition(".")[0]
            if package != "sitegen" and package not in {*sys.stdlib_module_names, *TYPES}:
                homes[package].add(room_of(name))
    spread = {package: sorted(rooms) for package, rooms in homes.items() if len(rooms) > 1}
    assert spread == {}


def test_only_the_command_line_reads_the_clock_prints_and_exits() -> None:
    """A build is a function of its arguments; only cli has any other."""
    offences = []
    for name, tree in MODULES.items():
        if room_of(name) in ("cli", "__main__"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            match node.func:
                case ast.Name(id="print" | "exit" | "quit" | "input"):
                    offences.append(f"{name}:{node.lineno} {node.func.id}()")
                case ast.Attribute(value=ast.Name(id="datetime" | "date" | "time"), attr=attr) if (
                    attr in CLOCKS
                ):
                    offences.append(f"{name}:{node.lineno} reads the clock")
                case ast.Attribute(value=ast.Name(id="sys"), attr="exit"):
                    offences.append(f"{name}:{node.lineno} sys.exit()")
    assert offences == []


def test_frozen_values_have_one_base() -> None:
    """A dataclass takes a millisecond to define, and every command would pay for each."""
    frozen = [
        f"{name}:{node.lineno} write 'class {node.name}(Record)', of sitegen.core.record"
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator) and "frozen=True" in ast.unparse(decorator)
    ]
    assert frozen == []


def test_the_guide_draws_every_room() -> None:
    """CONTRIBUTING shows the rooms in their order, each with a line that says what it is for."""
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rooms_part = guide[guide.index("## The rooms") : guide.index("## Code")]
    places = [rooms_part.find(f"{room}/") for room in ROOMS if (PACKAGE / room).is_dir()]
    assert -1 not in places
    assert places == sorted(places)


def test_the_guide_names_modules_that_are_there() -> None:
    """Who follows "Where do I change" finds a file, not the memory of one."""
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = guide[guide.index("### Where do I change") : guide.index("## Code")]
    places = re.findall(r"`([\w-]+(?:/[\w.-]+)*(?:\.py|\.html|/))`", table)
    assert len(places) >= 20
    places = [place for place in places if "NAME" not in place]  # which the reader chooses
    lost = [p for p in places if not ((PACKAGE / p).exists() or (ROOT / p).exists())]
    assert lost == []


def test_every_test_is_collected(pytestconfig: pytest.Config) -> None:
    """A folder that pytest passes over, as it does with "build", would be tests that never fail."""
    passed_over = set(pytestconfig.getini("norecursedirs"))
    rooms = {file.parent.name for file in (ROOT / "tests").glob("*/test_*.py")}
    assert "build" in rooms
    assert not rooms & passed_over
