"""Pages: a task's values to HTML, by way of its template."""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import cache
from types import CodeType
from typing import Any

from markupsafe import Markup

from sitegen import pictures
from sitegen.core.control_characters import without_control_bytes
from sitegen.core.digests import Values
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.core.urls import path_of_file, site_url
from sitegen.language import filters, marked_words, words
from sitegen.markdown import placeholders
from sitegen.markdown.placeholders import MARK
from sitegen.model.article import Body, ImageRef
from sitegen.model.tasks import Task
from sitegen.model.views import BodyUse
from sitegen.pages import context, heads
from sitegen.pages.heads import Rendering
from sitegen.pages.kinds import KINDS
from sitegen.render.letters import with_own_fonts
from sitegen.render.policy import with_policy
from sitegen.render.setup import RenderSetup
from sitegen.settings import extensions
from sitegen.theme import jinja
from sitegen.theme.places import place_called

_OBJECT = re.compile(r"'sitegen\.[\w.]*?(\w+) object'")  # "Article has no attribute ..."


class PageMaker:
    """Makes pages from their values.

    Args:
        values: where the nodes are found that tasks name by digest.
        code: compiled templates by language; see `theme.jinja.environment`.
        warnings: takes what templates warn of.
    """

    def __init__(
        self,
        setup: RenderSetup,
        values: Values,
        code: Mapping[str, MutableMapping[str, CodeType]] | None,
        warnings: list[Problem],
    ) -> None:
        self._setup = setup
        self._values = values
        self._code = code
        self._warnings = warnings
        self._environments: dict[str, Any] = {}  # language → jinja2.Environment

    def page(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        kind = str(parts["kind"])
        types = _types(kind)
        values: dict[str, Any] = {}
        for name, canonical in parts.items():
            if name == "kind":
                continue
            value_type = types.get(name) or self._type_of_addition(name)
            values[name] = self._values.decode(value_type, canonical)
        language = heads.language(values) if "site" in values else self._setup.language
        env = self._environment(language)
        url = site_url(self._setup.prefix, path_of_file(task.file))
        for name in context.BODIES & values.keys():
            use: BodyUse = values[name]
            article = values.get("article")
            if name == "body" and article is not None and article.image is not None:
                lead = _with_links(article.image, use.links)
                values["article"] = replace(article, image=lead)
            node = self._values.node(Body, use.body)
            values["body_node"] = node
            values[name] = self._body(env, use, node, values.get("article"))
        if values.get("bodies"):  # the first day's front shows how its story begins
            opening = self._values.node(Body, values["bodies"][0].body).excerpt
            values["front"] = replace(values["front"], excerpt=opening)
        say = words.translations(language).gettext
        own = filters.filters(language, self._setup.timezone)
        images, logo = self._setup.images, self._setup.logo_url
        rendering = Rendering(url, say, own["month"], own["span"], images, logo)
        if values.keys() >= set(KINDS[kind].inputs):  # else the template names nothing derived
            page = values["page"] = KINDS[kind].head(values, rendering)
            values["here"] = heads.here(page, values.get("section"))
            graph = KINDS[kind].graph(values, rendering)
            # `structured_data` escaped what could end a script.
            values["structured"] = Markup(graph)  # noqa: S704
        claimant = getattr(values.get("article"), "path", "") or url
        text = self._run(env, task.recipe, values, claimant)
        search = "site" in values and values["site"].search
        text = marked_words.with_lang(text, language)
        page_html = with_own_fonts(without_control_bytes(text.encode("utf-8", "replace")))
        guarded_page = with_policy(page_html, self._setup.base_url, self._setup.origins, search)
        if guarded_page.violations:
            bodies = [value for name, value in values.items() if name in context.BODIES]
            self._warn_of_violations(guarded_page.violations, bodies)
        return guarded_page.html

    def _warn_of_violations(
        self, violations: Iterable[tuple[str, str]], bodies: Sequence[object]
    ) -> None:
        """Warn of what templates load and the policy forbids; of stories, reading has told."""
        for directive, origin in violations:
            host = origin.partition("://")[2]
            if any(host in str(body).lower() for body in bodies):
                continue
            is_script = directive == "script-src"
            what = f"the script of {host} is not run"
            self._warnings.append(
                Problem(
                    "templates",
                    0,
                    what if is_script else f"the frame of {host} will not show",
                    "Take it out, or, if readers' browsers may ask there, write "
                    f'origins = ["{origin}"] under [policy] in sitegen.toml.',
                    warning=True,
                )
            )

    def _type_of_addition(self, name: str) -> object:
        """Return the type of a value that the site itself adds."""
        additions = extensions.load(self._setup.root, self._setup.extensions).context or {}
        return context.annotation(additions[name]) if name in additions else context.LIST_VALUE

    def _run(self, env: Any, template: str, values: Mapping[str, Any], claimant: str) -> str:
        try:
            text: str = env.get_template(template).render(values)
        except jinja.TemplateStopError as stop:
            raise SitegenError([self._template_problem(stop, template, claimant)]) from stop
        except Exception as error:  # whatever a template does wrong is the designer's to mend
            raise SitegenError([self._template_problem(error, template, claimant)]) from error
        return text

    def _template_problem(self, error: Exception, template: str, claimant: str) -> Problem:
        path_by_file = {str(t.file): t.label for t in self._setup.theme.templates.values()}
        path, line = self._setup.theme.templates[template].label, 0
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename in path_by_file:
                path, line = path_by_file[frame.filename], frame.lineno or 0
        line = getattr(error, "lineno", None) or line
        message = str(error).strip() or type(error).__name__
        message = _OBJECT.sub(r"\1", message)
        return Problem(path, line, message, f"It was rendering {claimant}.")

    def _environment(self, language: str) -> Any:
        env = self._environments.get(language)
        if env is None:
            own = extensions.load(self._setup.root, self._setup.extensions)
            all_filters = {**filters.filters(language, self._setup.timezone), **(own.filters or {})}
            env = jinja.environment(
                self._setup.theme,
                all_filters,
                marked_words.page_words(language),
                dict(zip(jinja.FUNCTIONS, (self._picture, self._warn), strict=True)),
                self._setup.shared_parts,
                None if self._code is None else self._code[language],
            )
            self._environments[language] = env
        return env

    def _picture(self, image: ImageRef, place: str) -> Any:
        where = place_called(self._setup.places, place)
        return pictures.picture(image, where, self._setup.images, self._setup.prefix)

    def _warn(self, message: str) -> str:
        self._warnings.append(Problem("templates", 0, message, warning=True))
        return ""

    def _body(self, env: Any, use: BodyUse, node: Body, article: Any) -> Any:
        inline = placeholders.inline_pictures(node.html)
        galleries = placeholders.gallery_pictures(node.html)
        figure = env.get_template("parts/figure.html") if use.images else None
        figures = [
            _bare_image(self._picture(image, "inline"), image)
            if number in inline or figure is None
            else figure.render(
                image=_with_links(image, use.links),
                gallery=number in galleries,
                site_prefix=self._setup.prefix,
            ).strip()
            for number, image in enumerate(use.images)
        ]
        lang = getattr(article, "lang", self._setup.language)
        stamp = filters.filters(lang, self._setup.timezone)["stamp"]
        times = [stamp(update.at) for update in getattr(article, "live_updates", ())]
        text = placeholders.fill(node.html, use.links, figures, times, paid=use.paid)
        return Markup(text)  # noqa: S704 - a body is the newsroom's own HTML, or was cleaned


def _with_links(image: ImageRef, links: Sequence[str]) -> ImageRef:
    """Return a picture whose caption and credit lead where the body's links lead."""
    if MARK not in image.caption_html and MARK not in image.credit_html:
        return image
    return replace(
        image,
        caption_html=placeholders.fill(image.caption_html, links, ()),
        credit_html=placeholders.fill(image.credit_html, links, ()),
    )


def _bare_image(picture: Any, image: ImageRef) -> str:
    return (
        f'<img src="{html.escape(picture.src)}" alt="{html.escape(image.alt)}" '
        f'width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async">'
    )


@cache
def _types(kind: str) -> Mapping[str, object]:
    table: Mapping[str, Callable[..., object]] = {**context.COMMON, **context.VALUES[kind]}
    return {name: context.annotation(value) for name, value in table.items()}
