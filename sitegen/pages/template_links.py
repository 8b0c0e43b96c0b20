"""What templates name in their own HTML: pages that nobody answers, and other people's servers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from sitegen.core.nearest import NearestAddress, hint_of
from sitegen.core.problems import Problem
from sitegen.core.urls import origin_of, output_file
from sitegen.settings.types import Settings
from sitegen.theme.files import Theme
from sitegen.theme.markup import Address

_RUNS = {"script": "script", "iframe": "frame", "embed": "frame", "object": "frame"}
_STATIC = "/static/"

Files = tuple[Collection[str], Collection[str]]


def template_links(
    label: str, addresses: list[Address], files: Files, theme: Theme, settings: Settings
) -> Iterator[Problem]:
    """Yield what is wrong with the addresses that one template writes out.

    Args:
        label: of the template, as an editor knows it.
        files: every file of the site, and those that will come: an archive has too many to join.
    """
    own = origin_of(settings.base_url)
    for element, address, line in addresses:
        origin = origin_of(address)
        if origin and origin != own:
            if origin not in settings.origins:
                yield from _outside(label, line, element, origin)
            continue
        path = urlsplit(address).path if origin or address.startswith("/") else ""
        if settings.prefix:
            path = path.removeprefix(settings.prefix) if f"{path}/".startswith(
                f"{settings.prefix}/") else ""  # fmt: skip
        names = (output_file(path), output_file(f"{path}/"))
        if path and not any(name in some for some in files for name in names):
            yield _dead(label, line, path, files, theme)


def _dead(label: str, line: int, path: str, files: Files, theme: Theme) -> Problem:
    if path.startswith(_STATIC):
        name = path.removeprefix(_STATIC)
        hint = "static/ has no such file."
        if name.startswith("css/") and name in theme.assets:
            hint = "It is a part of the one style sheet that every page has. Delete this tag."
        elif name in theme.assets:
            hint = f"Files of static/ have digits in their names. Write {{{{ asset('{name}') }}}}."
        return Problem(label, line, f"'{path}' is an address that nothing answers", hint)
    pages = ("/" + file.removesuffix("index.html") for some in files for file in some)
    nearest = NearestAddress(page for page in pages if not page.startswith((_STATIC, "/media/")))
    hint = hint_of(nearest.of("/", path), "No page of this site has that address.")
    return Problem(label, line, f"nothing answers '{path}'", hint, warning=True)


def _outside(label: str, line: int, element: str, origin: str) -> Iterator[Problem]:
    host = origin.partition("://")[2]
    listed = f'write origins = ["{origin}"] under [policy] in sitegen.toml.'
    if element in _RUNS:
        what = f"the {_RUNS[element]} of {host} "
        what += "is not run" if element == "script" else "will not show"
        hint = f"Take it out, or, if readers' browsers may ask there, {listed}"
        yield Problem(label, line, what, hint, warning=True)
    elif element == "link":
        what = f"readers' browsers ask {host} for this on every page"
        hint = f"Put the file into static/ and name it by asset(), or, if they may, {listed}"
        yield Problem(label, line, what, hint, warning=True)
