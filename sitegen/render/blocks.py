"""Blocks: a block of a body to HTML, by way of its template."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from markupsafe import Markup

from sitegen.core.problems import Problem, SitegenError
from sitegen.markdown.block_filling import BETWEEN, FilledBlock, Phrase
from sitegen.render.environments import template_error
from sitegen.render.setup import RenderSetup
from sitegen.theme.blocks import template_of


def block_maker(
    setup: RenderSetup, env: Any, lang: str, claimant: str
) -> Callable[[FilledBlock], str]:
    """Return the function that makes a block's HTML.

    Args:
        env: of the page or feed that shows it.
        lang: the text's language.
        claimant: whose block it is, for problems.

    Raises:
        SitegenError: by that function: the template is at fault, or keeps back a word.
    """

    def make(block: FilledBlock) -> str:
        template, body = template_of(block.name), block.body
        pictures: list[Markup] = []
        if BETWEEN in body:
            pictures = [Markup(one) for one in body.split(BETWEEN)]  # noqa: S704 - ready
            body = body.replace(BETWEEN, "\n")
        elif body:
            pictures = [Markup(body)]  # noqa: S704 - ready
        values = {
            "id": "",
            "repeats": "",
            "lang": lang,
            **block.values,
            "body": Markup(body),  # noqa: S704 - the newsroom's own
            "pictures": pictures,
        }
        try:
            html: str = env.get_template(template).render(values).strip()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever a template does wrong is the designer's to mend
            raise template_error(setup, error, template, claimant) from error
        lost = _lost(block, html)
        if lost:
            raise SitegenError([_loss(setup, template, lost, claimant)])
        return html

    return make


def _lost(block: FilledBlock, html: str) -> str:
    """Return what of a block its HTML does not show: an argument's name, "body"; "" for nothing."""
    if not all(piece in html for piece in block.body.split(BETWEEN)):
        return "body"
    for name, value in block.values.items():
        if isinstance(value, Phrase) and value.html not in html:
            plain = value.plain
            if escape(plain) not in html and str(Markup.escape(plain)) not in html:
                return name
    return ""


def _loss(setup: RenderSetup, template: str, lost: str, claimant: str) -> Problem:
    label = setup.theme.templates[template].label
    what = "what stands inside the block" if lost == "body" else f"what is written for '{lost}'"
    hint = f"Write {{{{ {lost} }}}} in it, or take the argument out. It was rendering {claimant}."
    return Problem(label, 0, f"the template does not show {what}", hint)
