"""The theme's two layers, and which file of them answers a name.

The first that has a file wins: the site's own templates/ and static/, then the built-in
theme's. "theme/article.html" names the built-in one even where the site overrides it, so
that an override can extend what it replaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.cache.rows import FileFact
from sitegen.core.digests import digest_text
from sitegen.theme.files import PLACES_FILE, Theme, ThemeFile, static_file
from sitegen.theme.stylesheet import SHEETS, style_parts

# What of static/ is of the newspaper that this repository is, and of no other site.
OWN = "own/"


def root() -> Path:
    """Return the folder that holds the built-in theme's templates/ and static/."""
    package = Path(__file__).parent.parent
    in_package = package / "_theme"
    return in_package if in_package.is_dir() else package.parent


def folders(site_root: Path) -> list[tuple[str, Path]]:
    """Return the layers' folders with the names that scanned paths begin with."""
    built_in = root()
    layers = [("templates", site_root / "templates"), ("static", site_root / "static")]
    if (site_root / "templates").resolve() != (built_in / "templates").resolve():
        layers += [
            ("theme:templates", built_in / "templates"),
            ("theme:static", built_in / "static"),
        ]
    return layers


def load(site_root: Path, facts: Mapping[str, FileFact], prefix: str) -> Theme:
    """Lay the layers over each other.

    Args:
        facts: digests of every scanned file, by path as `folders` names them.
        prefix: the base URL's path.
    """
    where = dict(folders(site_root))
    templates: dict[str, ThemeFile] = {}
    statics: dict[str, ThemeFile] = {}
    places: list[ThemeFile] = []
    split = "theme:templates" in where
    for path in sorted(facts, key=lambda path: (not path.startswith("theme:"), path)):
        layer, _, name = path.partition("/")
        if layer not in where or (layer == "theme:static" and name.startswith(OWN)):
            continue
        file = ThemeFile(path.replace("theme:", "theme/"), where[layer] / name, facts[path].digest)
        if layer.endswith("templates") and name == PLACES_FILE:
            places.append(file)
        elif layer.endswith("templates"):
            templates[name] = file  # the site's layer comes last, and wins
            if layer.startswith("theme:") or not split:
                templates[f"theme/{name}"] = file
        else:
            statics[name] = file
    assets = {
        name: prefix + "/" + static_file(name, file.digest)
        for name, file in statics.items()
        if not name.startswith("root/")
    }
    # A sheet changes when a part or a file that a part may name changes.
    styles = style_parts(statics)
    others = "".join(sorted(assets[name] for name in assets.keys() - set(styles)))
    for sheet in SHEETS if styles else ():
        parts = "".join(statics[name].digest for name in style_parts(statics, sheet))
        assets[sheet] = f"{prefix}/{static_file(sheet, digest_text(parts + others))}"
    everything = [f"{name}={file.digest}" for name, file in sorted(templates.items())]
    everything += [f"{name}={file.digest}" for name, file in sorted(statics.items())]
    everything += [f"{file.label}={file.digest}" for file in places]
    digest = digest_text("\n".join(everything))
    return Theme(templates, statics, assets, digest, tuple(places))


# What templates need
