"""Who may import whom: the order of modules, and one home for each third-party package."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "sitegen"

# Each layer in rows: a module may import lower layers, and earlier rows of its own.
LAYERS = (
    (("problems",), ("model",), ("values", "urls", "dates")),
    (("pool", "store", "place", "lock", "settings"), ("journal", "scan", "engine", "kept")),
    (
        ("frontmatter", "quickmark", "markblocks", "marklinks", "site"),
        (
            *("article", "markup", "images", "theme", "formats"),
            *("feeds", "sitemaps", "metadata", "hosts", "extend", "watch"),
        ),
        ("pages", "paging", "related", "cards", "templating"),
        ("front",),
        ("context",),
        ("publish", "sources", "roster", "targets", "lists", "masthead"),
        ("filing",),
        ("read_source", "read_front"),
    ),
    (("read", "assemble", "plan", "render", "write"),),
    (("gather", "making"), ("standing",), ("build",), ("explain", "watching")),
    (("sample",), ("scaffold", "preview")),
    (("cli",),),
)
PLACES = {
    module: (number, row)
    for number, layer in enumerate(LAYERS)
    for row, modules_of_row in enumerate(layer)
    for module in modules_of_row
}

# Packages that come together and are used as one.
SAME_HOME = {"yaml": "frontmatter"}

# Two modules that are one place: quickmark is the fast path inside markup's conversion.
TOGETHER = {"quickmark": "markup"}

# Packages that give a type and no behaviour to swap: `Markup` is the text of templates.
TYPES = {"markupsafe"}

CLOCKS = {"now", "utcnow", "today", "time", "time_ns"}


def modules() -> dict[str, ast.Module]:
    """Return the modules of the package by name: "model", "__main__"."""
    return {
        file.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): ast.parse(
            file.read_text("utf-8"), str(file)
        )
        for file in sorted(PACKAGE.rglob("*.py"))
        if "_theme" not in file.parts
    }


def family(name: str) -> str:
    """sample_stories is a part of sample: both stand in one place."""
    head = name.split(".")[0]
    while head not in PLACES and "_" in head.strip("_"):
        head = head.rpartition("_")[0]
    return head


def place(name: str) -> tuple[int, int]:
    found = PLACES.get(family(name))
    assert found is not None, f"sitegen/{name}.py stands in no layer: add it to LAYERS"
    return found


def imported(name: str, tree: ast.Module) -> Iterator[str]:
    """Yield the full names that a module imports, late imports included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            around = ["sitegen", *name.split(".")][: -node.level] if node.level else []
            source = ".".join([*around, *([node.module] if node.module else [])])
            if source == "sitegen":
                yield from (f"sitegen.{alias.name}" for alias in node.names)
            else:
                yield source


def test_a_module_imports_only_lower_layers() -> None:
    """What stands above may change without anything below noticing."""
    wrong = []
    for name, tree in modules().items():
        if name in ("__init__", "__main__"):
            continue
        for target in imported(name, tree):
            if not target.startswith("sitegen."):
                continue
            other = target.removeprefix("sitegen.")
            if other.startswith("_") or family(other) == family(name):
                continue
            if place(other) >= place(name):
                wrong.append(f"{name} {place(name)} imports {other} {place(other)}")
    assert wrong == []


def test_each_third_party_package_has_one_home() -> None:
    """Swapping a library means reading one module."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for name, tree in modules().items():
        for target in imported(name, tree):
            package = target.partition(".")[0]
            if package == "sitegen" or package in sys.stdlib_module_names or package in TYPES:
                continue
            homes[SAME_HOME.get(package, package)].add(TOGETHER.get(family(name), family(name)))
    spread = {package: sorted(names) for package, names in homes.items() if len(names) > 1}
    assert spread == {}


def test_only_the_command_line_reads_the_clock_prints_and_exits() -> None:
    """A build is a function of its arguments; only cli has any other."""
    found = []
    for name, tree in modules().items():
        if family(name) in ("cli", "__main__"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            match node.func:
                case ast.Name(id="print" | "exit" | "quit" | "input"):
                    found.append(f"{name}:{node.lineno} {node.func.id}()")
                case ast.Attribute(value=ast.Name(id="datetime" | "date" | "time"), attr=attr) if (
                    attr in CLOCKS
                ):
                    found.append(f"{name}:{node.lineno} reads the clock")
                case ast.Attribute(value=ast.Name(id="sys"), attr="exit"):
                    found.append(f"{name}:{node.lineno} sys.exit()")
    assert found == []


def test_the_guide_lists_every_module_that_stands_in_a_layer() -> None:
    """Half of the modules stood in no row of the table by which newcomers find their way."""
    guide = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")
    table = guide[guide.index("| layer | modules |") : guide.index("## Code")]
    assert [module for module in PLACES if f"`{module}`" not in table] == []
