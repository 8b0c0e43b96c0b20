"""Reading sitegen.toml: which file holds the settings, and the whole of it checked.

A site that is also a Python project may keep the same keys under [tool.sitegen] of
pyproject.toml. What may be set stands in `keys`. All problems of the file are found before
any is reported, each with the line on which it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from sitegen.core import identity
from sitegen.core.digests import Values, digest_text, dump
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.core.urls import is_placeholder
from sitegen.model.organisation import Organisation
from sitegen.schema.reader import Rules
from sitegen.schema.toml_files import text_of, toml_of
from sitegen.schema.toml_lines import DottedLines
from sitegen.schema.toml_reader import TomlReader
from sitegen.settings.checks import check_list_names
from sitegen.settings.keys import SETTINGS
from sitegen.settings.search_program import search_program
from sitegen.settings.types import BUILT_IN_SEARCH, FILE, PROJECT_FILE, Settings
from sitegen.settings.wording import with_words_set


def load(
    root: Path, template_names: Callable[[], Collection[str]] = tuple, address: str = ""
) -> Settings:
    """Read and check the settings of the site at `root`.

    Args:
        root: the site's folder.
        template_names: returns what templates know already, which no named list may be called.
        address: of a copy that nobody is told of, in place of `base_url`; "" for the site.

    Raises:
        SitegenError: with every problem of the file.
    """
    site, project = root / FILE, root / PROJECT_FILE
    project_table = _project_table(project) if project.is_file() else None
    if site.is_file():
        if project_table is not None:
            both = f"there are settings both here and under [tool.sitegen] of {PROJECT_FILE}"
            raise SitegenError([Problem(FILE, 0, both, "Keep one of the two.")])
        text = text_of(site)
        data = _at(toml_of(FILE, text), address)
        return parse(root, FILE, data, text, (), template_names)
    if project_table is not None:
        text = text_of(project)
        data = _at(project_table, address)
        return parse(root, PROJECT_FILE, data, text, ("tool", "sitegen"), template_names)
    raise SitegenError(
        [
            Problem(
                FILE,
                0,
                "there is no such file here, so this folder is not a sitegen site",
                "Go to the site's folder, or make a new site with: sitegen init mysite",
            )
        ]
    )


def _at(data: dict[str, Any], address: str) -> dict[str, Any]:
    """Return settings as they are for a copy at another address: it has no hub and no key."""
    if not address:
        return data
    copy = {name: value for name, value in data.items() if name != "indexnow_key"}
    feeds = copy.get("feeds")
    if isinstance(feeds, dict):
        copy["feeds"] = {name: value for name, value in feeds.items() if name != "hubs"}
    return {**copy, "base_url": address}


def is_site(root: Path) -> bool:
    """Say whether a folder has settings, sound or not, and so is a site."""
    if (root / FILE).is_file():
        return True
    try:
        return (root / PROJECT_FILE).is_file() and _project_table(root / PROJECT_FILE) is not None
    except SitegenError:
        return True


def parse(
    root: Path,
    file: str,
    data: Mapping[str, Any],  # what tomllib returned
    text: str = "",
    under: tuple[str, ...] = (),
    template_names: Callable[[], Collection[str]] = tuple,
) -> Settings:
    """Check settings that were read already; see `load`.

    Args:
        text: what `data` was read from, for line numbers.
        under: the table of `text` in which `data` stands.
    """
    lines = DottedLines(text, under)
    reader = TomlReader(file, data, lines, Rules())
    fields = SETTINGS.take(reader, data)
    if lists := fields.get("lists"):
        check_list_names(reader, lists, template_names())
    if reader.failed:
        raise SitegenError(reader.problems)
    fields.setdefault("organisation", Organisation(name=fields["title"], policies={}))
    settings = with_words_set(Settings(root=root, file=file, lines=lines, **fields))
    if settings.archive_before is not None:  # read before the zone was known
        start = settings.archive_before.replace(tzinfo=settings.zone)
        settings = replace(settings, archive_before=start)
    if settings.search == BUILT_IN_SEARCH:
        settings = replace(settings, search_program=search_program().version)
    return replace(settings, digest=_digest(settings))


def _digest(settings: Settings) -> str:
    """Return what stands for the settings in keys: the same on every machine."""
    without = {"root", "file", "lines", "digest", "deploy"}
    encode = Values().encode
    return digest_text(
        dump(
            {
                name: encode(getattr(settings, name))
                for name in settings.__struct_fields__
                if name not in without
            }
        )
    )


def placeholder_warning(settings: Settings) -> Problem | None:
    """Return a warning, of one line, where the address is still the one of the manual."""
    if not is_placeholder(settings.base_url):
        return None
    what = f"'{settings.base_url}' is a placeholder: write the address at which readers will "
    return Problem(settings.file, settings.line("base_url"), f"{what}find the site", warning=True)


def search_warning(settings: Settings) -> Problem | None:
    """Return a warning, of one line, where readers cannot search though the settings ask for it."""
    if settings.search != BUILT_IN_SEARCH or settings.search_program:
        return None
    command = identity.install_command("search", settings.root)
    what = f"there is no search: {search_program().trouble}. To have it: {command}"
    return Problem(settings.file, settings.line("search"), what, warning=True)


def _project_table(file: Path) -> dict[str, Any] | None:
    """Return [tool.sitegen] of pyproject.toml; None when it has none."""
    text = text_of(file)
    if "sitegen" not in text:
        return None
    tool = toml_of(PROJECT_FILE, text).get("tool")
    table = tool.get("sitegen") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None
