"""Environments: templates made ready to render, for pages and feeds of each language."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping, MutableMapping
from types import CodeType
from typing import Any

from sitegen import pictures
from sitegen.core.dates import Moment
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.language import filters, marked_words, words
from sitegen.model.article import ImageRef
from sitegen.render.setup import RenderSetup
from sitegen.settings import extensions
from sitegen.settings.extension_faults import place_of, words_of
from sitegen.theme import jinja
from sitegen.theme.places import place_called

_OBJECT = re.compile(r"'sitegen\.[\w.]*?(\w+) object'")  # "Article has no attribute ..."


class Environments:
    """Makes each environment when it is first asked for.

    Args:
        code: compiled templates by language; see `theme.jinja.environment`.
        warnings: takes what templates warn of.
    """

    def __init__(
        self,
        setup: RenderSetup,
        code: Mapping[str, MutableMapping[str, CodeType]] | None,
        warnings: list[Problem],
    ) -> None:
        self._setup = setup
        self._code = code
        self._warnings = warnings
        self._ready: dict[tuple[str, bool], Any] = {}

    def of_pages(self, language: str) -> Any:
        return self._environment(language, is_feed=False)

    def of_feeds(self, language: str) -> Any:
        """Return the environment of blocks in feeds.

        Nothing there says in whose words the theme speaks, and times are read far away: so
        foreign words are not marked, and a `stamp` is the same in every language.
        """
        return self._environment(language, is_feed=True)

    def picture(self, image: ImageRef, place: str) -> Any:
        where = place_called(self._setup.places, place)
        return pictures.picture(image, where, self._setup.rules.images, self._setup.rules.prefix)

    def _environment(self, language: str, *, is_feed: bool) -> Any:
        env = self._ready.get((language, is_feed))
        if env is None:
            setup = self._setup
            own = extensions.load(setup.root, setup.rules.extensions)
            all_filters = {**filters.filters(language, setup.rules.timezone), **(own.filters or {})}
            if is_feed:
                all_filters["stamp"] = _neutral_stamp
            env = jinja.environment(
                setup.theme,
                all_filters,
                (words.translations if is_feed else marked_words.page_words)(language),
                dict(zip(jinja.FUNCTIONS, (self.picture, self._warn), strict=True)),
                setup.shared_parts,
                None if self._code is None else self._code[language],
            )
            self._ready[language, is_feed] = env
        return env

    def _warn(self, message: str) -> str:
        self._warnings.append(Problem("templates", 0, message, warning=True))
        return ""


def template_error(
    setup: RenderSetup, error: BaseException, template: str, claimant: str
) -> SitegenError:
    """Return what went wrong while a template was rendered, with its line and its remedy.

    Args:
        claimant: what was being rendered: a source file, or a page's address.
    """
    templates = setup.theme.templates
    path_by_file = {str(t.file): t.label for t in templates.values()}
    path, line = templates[template].label, 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in path_by_file:
            path, line = path_by_file[frame.filename], frame.lineno or 0
            if not isinstance(error, Exception):  # of which Jinja does not tell its own lines
                line = template_line(setup, frame.filename, line)
    line = getattr(error, "lineno", None) or line
    about = f"It was rendering {claimant}."
    place = f"{path}:{line}" if line else path
    if isinstance(error, SitegenError):  # of a module of the site's own
        return SitegenError(
            replace(problem, hint=f"{problem.hint} {place} uses it. {about}")
            for problem in error.problems
        )
    module = place_of(error)
    if module is not None:  # of a value that it gave, which does its work only here
        hint = f"Mend it there. {place} uses it. {about}"
        return SitegenError([Problem(*module, words_of(error), hint)])
    if not isinstance(error, Exception):
        return SitegenError([Problem(path, line, words_of(error), f"Take that out. {about}")])
    message = " ".join(str(error).split()) or type(error).__name__
    message = _OBJECT.sub(r"\1", message)
    return SitegenError([Problem(path, line, message, f"{_remedy(error)}{about}")])


def template_line(setup: RenderSetup, file: str, line: int) -> int:
    """Return the line of a template's file that became a line of compiled Python; 0 of none."""
    name = next((n for n, t in setup.theme.templates.items() if str(t.file) == file), "")
    if not name:
        return 0
    env = Environments(setup, None, []).of_pages(setup.rules.language)
    return int(env.get_template(name).get_corresponding_lineno(line))


def _remedy(error: Exception) -> str:
    """Return what to write; "" where the template has said it itself, by fail()."""
    if isinstance(error, jinja.TemplateStopError):
        return ""
    if isinstance(error, jinja.UndefinedError):
        return "Correct the name, or write '| default(\"\")' behind it where it may be missing. "
    if isinstance(error, RecursionError):
        return "Two templates or macros call one another without end: take one call out. "
    return "Mend this line: what each value is stands in docs/theming.md. "


def _neutral_stamp(moment: Moment) -> str:
    return f"{moment.at:%Y-%m-%d %H:%M}"
