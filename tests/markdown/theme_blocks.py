"""The blocks that the theme brings, for texts that are converted without a site around them."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from sitegen.core.digests import digest_file
from sitegen.language import filters, words
from sitegen.markdown.block_filling import FilledBlock
from sitegen.render.blocks import block_maker
from sitegen.theme import jinja
from sitegen.theme.blocks import blocks_of
from sitegen.theme.files import Theme, ThemeFile
from sitegen.theme.layers import root

_FOLDER = root() / "templates"
_NAMES = [file.relative_to(_FOLDER).as_posix() for file in sorted(_FOLDER.rglob("*.html"))]
THEME = Theme(
    {name: ThemeFile(name, _FOLDER / name, digest_file(_FOLDER / name)) for name in _NAMES},
    {},
    {},
    "",
)
KINDS = blocks_of(THEME).kinds


def make(lang: str = "en") -> Callable[[FilledBlock], str]:
    """Return the function that makes a block's HTML as the theme's templates do."""
    own: dict[str, Any] = filters.filters(lang, "America/Chicago")
    env = jinja.environment(
        THEME, own, words.translations(lang), dict.fromkeys(jinja.FUNCTIONS, str)
    )
    setup: Any = SimpleNamespace(theme=THEME)  # of which problems alone make use
    return block_maker(setup, env, lang, "a test")
