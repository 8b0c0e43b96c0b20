"""Pages: a task's values to HTML, by way of its template."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from sitegen.core.control_characters import without_control_bytes
from sitegen.core.digests import Values
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.core.urls import path_of_file, site_url
from sitegen.language import filters, marked_words, words
from sitegen.markdown import placeholders
from sitegen.markdown.marks import MARK
from sitegen.model.article import Body, ImageRef
from sitegen.model.tasks import Task
from sitegen.model.views import BodyUse
from sitegen.pages import context, heads
from sitegen.pages.heads import Rendering
from sitegen.pages.kinds import KINDS
from sitegen.render.blocks import block_maker
from sitegen.render.environments import Environments, template_error
from sitegen.render.galleries import gallery_places
from sitegen.render.letters import with_own_fonts
from sitegen.render.policy import with_policy
from sitegen.render.setup import RenderSetup
from sitegen.settings import extensions


class PageMaker:
    """Makes pages from their values.

    Args:
        values: where the nodes are found that tasks name by digest.
        warnings: takes what pages load and must not.
    """

    def __init__(
        self,
        setup: RenderSetup,
        values: Values,
        environments: Environments,
        warnings: list[Problem],
    ) -> None:
        self._setup = setup
        self._values = values
        self._warnings = warnings
        self._environments = environments

    def page(self, task: Task, parts: Mapping[str, Any]) -> bytes:
        kind = str(parts["kind"])
        types = _types(kind)
        values: dict[str, Any] = {}
        for name, canonical in parts.items():
            if name == "kind":
                continue
            value_type = types.get(name) or self._type_of_addition(name)
            values[name] = self._values.decode(value_type, canonical)
        language = heads.language(values) if "site" in values else self._setup.rules.language
        env = self._environments.of_pages(language)
        url = site_url(self._setup.rules.prefix, path_of_file(task.file))
        claimant = getattr(values.get("article"), "path", "") or url
        texts: list[str] = []
        for name in context.BODIES & values.keys():
            use: BodyUse = values[name]
            article = values.get("article")
            if name == "body" and article is not None and article.image is not None:
                lead = _with_links(article.image, use.links)
                values["article"] = replace(article, image=lead)
            node = self._values.node(Body, use.body)
            values["body_node"] = node
            texts.append(node.html)
            values[name] = self._body(env, use, node, values.get("article"), claimant)
        if values.get("bodies"):  # the first day's front shows how its story begins
            opening = self._values.node(Body, values["bodies"][0].body).excerpt
            values["front"] = replace(values["front"], excerpt=opening)
        say = words.translations(language).gettext
        own = filters.filters(language, self._setup.rules.timezone)
        images, logo = self._setup.rules.images, self._setup.rules.logo_url
        rendering = Rendering(url, say, own["month"], own["span"], images, logo)
        if values.keys() >= set(KINDS[kind].inputs):  # else the template names nothing derived
            page = values["page"] = KINDS[kind].head(values, rendering)
            values["here"] = heads.here(page, values.get("section"))
            graph = KINDS[kind].graph(values, rendering)
            # `structured_data` escaped what could end a script.
            values["structured"] = Markup(graph)  # noqa: S704
        text = self._run(env, task.recipe, values, claimant)
        own_search = "site" in values and values["site"].search == "own"
        text = marked_words.with_lang(text, language)
        page_html = with_own_fonts(without_control_bytes(text.encode("utf-8", "replace")))
        rules = self._setup.rules
        guarded_page = with_policy(page_html, rules.base_url, rules.origins, own_search)
        if guarded_page.violations:
            self._warn_of_violations(guarded_page.violations, texts)
        return guarded_page.html

    def _warn_of_violations(
        self, violations: Iterable[tuple[str, str]], texts: Sequence[str]
    ) -> None:
        """Warn of what templates load and the policy forbids, if they make its address up.

        Of addresses that stand in them, and of those in stories, the plan and reading tell.
        """
        for directive, origin in violations:
            host = origin.partition("://")[2]
            pattern = rf"<(?:script|iframe|embed|object)\b[^>]*{re.escape(host)}"
            if origin in self._setup.named_origins:
                continue
            if any(re.search(pattern, text, re.IGNORECASE) for text in texts):
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
        additions = extensions.load(self._setup.root, self._setup.rules.extensions).context or {}
        return context.annotation(additions[name]) if name in additions else context.LIST_VALUE

    def _run(self, env: Any, template: str, values: Mapping[str, Any], claimant: str) -> str:
        try:
            text: str = env.get_template(template).render(values)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever a template does wrong is the designer's to mend
            raise template_error(self._setup, error, template, claimant) from error
        return text

    def _body(self, env: Any, use: BodyUse, node: Body, article: Any, claimant: str) -> Any:
        inline = placeholders.inline_pictures(node.html)
        galleries = gallery_places(node.html, use.images)
        figure = env.get_template("parts/figure.html") if use.images else None
        figures = [
            _bare_image(self._environments.picture(image, "inline"), image)
            if number in inline or figure is None
            else figure.render(
                image=_with_links(image, use.links),
                gallery=galleries.get(number, ""),
                site_prefix=self._setup.rules.prefix,
            ).strip()
            for number, image in enumerate(use.images)
        ]
        lang = getattr(article, "lang", self._setup.rules.language)
        make = block_maker(self._setup, env, lang, claimant) if use.blocks else None
        text = placeholders.fill(node.html, use.links, figures, make, paid=use.paid)
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
