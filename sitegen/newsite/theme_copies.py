"""A site's own copy of a file of the theme, to be changed."""

from __future__ import annotations

from pathlib import Path

from sitegen.core.problems import Problem, SitegenError, did_you_mean
from sitegen.newsite.new_files import create
from sitegen.theme import layers


def theme_copy(site_root: Path, name: str) -> Path:
    """Copy one file of the theme into the site, where it may be changed; return the copy.

    Args:
        name: as templates name it ("article.html", "parts/byline.html"), or a file of
            static/ ("css/tokens.css"). The folder's name may stand before it.

    Raises:
        SitegenError: the theme has no such file, or the site has its own already.
    """
    files = _theme_files()
    names = (name, f"templates/{name}", f"static/{name}")
    path = next((candidate for candidate in names if candidate in files), "")
    if not path:
        short = [file.partition("/")[2] for file in files]
        hint = did_you_mean(name.removeprefix("templates/").removeprefix("static/"), short, "Files")
        raise SitegenError([Problem(name, 0, "the theme has no such file", hint)])
    target = site_root / path
    if target.exists():
        raise SitegenError(
            [
                Problem(
                    path,
                    0,
                    "the site has its own copy already, and it is left as it is",
                    "To start again from the theme's, move yours away first.",
                )
            ]
        )
    return create(site_root, path, files[path].read_bytes())


def _theme_files() -> dict[str, Path]:
    root = layers.root()
    return {
        file.relative_to(root).as_posix(): file
        for folder in ("templates", "static")
        for file in sorted((root / folder).rglob("*"))
        if file.is_file()
    }
