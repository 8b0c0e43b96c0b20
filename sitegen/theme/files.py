"""The theme's files by name: templates, static files and the addresses of assets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from sitegen.core.merge_conflicts import conflicts
from sitegen.core.patterns import late_pattern
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.core.sure_reading import read_sure

PLACES_FILE = "places.toml"  # among the templates; see `places`
_ID = late_pattern(r"""\bid=["']?([^"'\s<>{}]+)(?=["'\s>])""")


class ThemeFile(Record):
    label: str  # as an editor knows it: "templates/article.html", "theme/templates/base.html"
    file: Path
    digest: str

    @property
    def is_built_in(self) -> bool:
        """Say whether it came with sitegen; those of the theme's own site are that site's."""
        return self.label.startswith("theme/")

    def data(self) -> bytes:
        """Return its bytes. Raises SitegenError where it was saved since it was scanned."""
        return read_sure(self.file, self.digest, self.label)

    def text(self, errors: str = "replace") -> str:
        """Return its text, with \\n for line ends. Raises as `data`, and as `bytes.decode`."""
        text = self.data().decode("utf-8-sig", errors)
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Theme(Record):
    """Every template and static file by name, the first layer's winning."""

    templates: Mapping[str, ThemeFile]  # "article.html", and "theme/article.html"
    statics: Mapping[str, ThemeFile]  # "css/base.css"
    assets: Mapping[str, str]  # name → URL: "js/site.js" → "/static/js/site.1a2b3c4d.js"
    digest: str
    places: tuple[ThemeFile, ...] = ()  # each layer's places.toml, the built-in one first


def page_ids(theme: Theme) -> frozenset[str]:
    """Return the ids that templates write as they stand: places of pages beside their texts."""
    texts = [file.text() for file in theme.templates.values()]
    return frozenset(id_ for text in texts for id_ in _ID.findall(text))


# Files of static/ that people write and merge by hand.
_TEXTS = (".css", ".js", ".mjs", ".svg", ".html", ".txt", ".json", ".xml", ".webmanifest")


def conflicts_in_static(theme: Theme) -> list[Problem]:
    """Return a problem for each conflict that git left in a file of static/."""
    problems = []
    for name, file in theme.statics.items():
        data = file.data() if name.endswith(_TEXTS) else b""
        if b"<<<<<<<" in data or b">>>>>>>" in data:
            text = data.decode("utf-8", "replace").replace("\r\n", "\n")
            problems += conflicts(file.label, text)
    return problems


def static_url(theme: Theme, prefix: str, path: str) -> str:
    """Return the URL of the file of static/ that a text names by the path of an address.

    "/static/img/hall.jpg" names static/img/hall.jpg, which is published with digits in its
    name. So does "/img/hall.jpg", as in other programs, unless static/root/ has that file;
    that one's address stays as it is written. "" where there is no such file.
    """
    name = unquote(path).removeprefix("/")
    if f"root/{name}" in theme.statics:
        return prefix + quote(unquote(path))
    for each in (name.removeprefix("static/"), name):
        is_part = each.startswith("css/") and each.endswith(".css")  # of the one style sheet
        if each in theme.assets and not is_part:
            return theme.assets[each]
    return ""


def static_file(name: str, digest: str) -> str:
    """Return where a static file is published: its name with eight digits of its digest."""
    path = PurePosixPath("static", name)
    return str(path.with_name(f"{path.stem}.{digest[:8]}{path.suffix}"))
