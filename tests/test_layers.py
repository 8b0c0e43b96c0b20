"""Who may import whom: the order of modules, and one home for each third-party package."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "sitegen"

LAYERS = (
    ("model", "problems", "values", "urls", "dates"),
    ("settings", "store", "pool"),
    (
        *("markup", "quickmark", "article", "frontmatter", "images", "theme", "formats"),
        *("context", "feeds", "sitemaps", "metadata", "hosts", "extend", "watch"),
    ),
    ("read", "assemble", "plan", "render", "write"),
    ("build",),
    ("preview", "scaffold", "sample"),
    ("cli",),
)

# A module of the same layer that another may lean on: it was cut off it to be readable alone.
HELPERS = {
    "values": {"model"},
    "markup": {"quickmark"},
    "article": {"frontmatter"},
    "images": {"frontmatter"},
    "scaffold": {"sample"},
}

# Packages that come together and are used as one.
SAME_HOME = {"yaml": "frontmatter"}

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
    """sample_pictures is a part of sample: both stand in its layer."""
    known = {module for layer in LAYERS for module in layer}
    head = name.split(".")[0]
    while head not in known and "_" in head:
        head = head.rpartition("_")[0]
    return head


def level(name: str) -> int:
    for number, layer in enumerate(LAYERS):
        if family(name) in layer:
            return number
    raise AssertionError(f"sitegen/{name}.py stands in no layer: add it to LAYERS")


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
            if family(other) in HELPERS.get(family(name), ()):
                continue
            if level(other) >= level(name):
                wrong.append(f"{name} (layer {level(name)}) imports {other} ({level(other)})")
    assert wrong == []


def test_each_third_party_package_has_one_home() -> None:
    """Swapping a library means reading one module."""
    homes: defaultdict[str, set[str]] = defaultdict(set)
    for name, tree in modules().items():
        for target in imported(name, tree):
            package = target.partition(".")[0]
            if package == "sitegen" or package in sys.stdlib_module_names or package in TYPES:
                continue
            homes[SAME_HOME.get(package, package)].add(family(name))
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
