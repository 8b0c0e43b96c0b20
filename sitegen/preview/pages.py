"""Pages of the preview itself: what is added to a page, the overview, the page of mistakes.

Everything here is added by the server; the renderer, and so a build, knows nothing of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from sitegen.core.problems import Problem
from sitegen.core.urls import site_url
from sitegen.language.dates import dates
from sitegen.preview.audience import ELSEWHERE
from sitegen.preview.editions import HiddenStory
from sitegen.preview.mistakes import excerpt
from sitegen.preview.press import Crops, Shown
from sitegen.preview.state import Preview

OWN = "/_sitegen/"  # where the preview's own files live; no slug begins so
BEGIN, END = b"<!--sitegen preview-->", b"<!--/sitegen preview-->"
_CROP_NAMES = ("16:9, shared links", "4:3, cards", "1:1, search")  # as `pictures.crops` has them
_MOST_PROBLEMS = 30  # problems on one page


def with_script(page: bytes, panel: str, version: str) -> bytes:
    """Put the preview's own block before the end of a page's body."""
    script = f'<script src="{OWN}preview.js" data-version="{escape(version)}" defer></script>'
    host = (
        '<sitegen-preview aria-live="polite"><template shadowrootmode="open">'
        f"{panel}</template></sitegen-preview>"
    )
    block = BEGIN + host.encode() + script.encode() + END
    at = page.rfind(b"</body>")
    return page + block if at < 0 else page[:at] + block + page[at:]


def panel(preview: Preview, file: str, problems: Iterable[Problem], *, sees_all: bool) -> str:
    """Return what lies over a page: a badge if the story is not public, and mistakes.

    `sees_all`, here and below: False tells nothing that could be of a story that is not public.
    """
    about = preview.about(file)
    story, badge = about.story, ""
    if story is not None:
        words = label(story, preview.shown)
        badge = f'<p class="badge"><b>{escape(words)}</b> Not public.</p>'
    everything = sorted({*preview.problems, *problems})
    mistakes = ""
    if everything:
        count = "1 error" if len(everything) == 1 else f"{len(everything)} errors"
        mistakes = (
            f'<details class="mistakes" open><summary>{count}. You are looking at the last good '
            f"version.</summary>{_problem_list(preview, everything, sees_all)}</details>"
        )
    notes = badge + _crops(preview, about.crops) + mistakes
    return f'<link rel="stylesheet" href="{OWN}preview.css"><div class="notes">{notes}</div>'


def _crops(preview: Preview, crops: Crops | None) -> str:
    """Return what cards, search engines and shared links cut out of a story's picture."""
    if crops is None or preview.shown is None:
        return ""
    prefix = preview.shown.settings.prefix
    figures = "".join(
        f'<figure><img src="{escape(site_url(prefix, "/" + file))}" alt="">'
        f"<figcaption>{name}</figcaption></figure>"
        for name, file in zip(_CROP_NAMES, crops.files, strict=True)
    )
    left, top = crops.focus
    return (
        '<details class="crops"><summary>Crops of the picture</summary>'
        f"<p>They keep <code>focus: [{left:g}, {top:g}]</code>. Is a head cut off, write another "
        f"under <code>image:</code>.</p><div>{figures}</div></details>"
    )


def label(story: HiddenStory, shown: Shown | None) -> str:
    """Return a badge's words: "Draft", "Held until Nov. 26, 2026, 6 a.m. CST", "Expired"."""
    if story.state == "draft":
        return "Draft"
    at = _moment_text(story.at, shown)
    if story.state == "held":
        return f"Held until {at}" if at else "Held"
    return f"Expired {at}" if at else "Expired"


def marks(preview: Preview) -> Mapping[str, str]:
    """Return the badges that links to unpublished stories carry, by URL."""
    shown = preview.shown
    stories = shown.hidden if shown is not None else ()
    return {story.url: label(story, shown) for story in stories if story.url}


def news_text(do: str, version: str, style: str, panel: str, marks: Mapping[str, str]) -> str:
    """Return one server-sent event for an open tab."""
    news = {"do": do, "version": version, "style": style, "panel": panel, "marks": marks}
    return f"event: news\ndata: {json.dumps(news, ensure_ascii=False)}\n\n"


def mistakes_page(preview: Preview, problems: Iterable[Problem], *, sees_all: bool) -> bytes:
    """Return the page that stands in for one that could not be rendered even once."""
    everything = sorted({*preview.problems, *problems})
    intro = (
        "<p>It will appear here once this is fixed.</p>"
        if everything
        else "<p>The preview is being prepared.</p>"
    )
    problem_list = _problem_list(preview, everything, sees_all)
    body = f"<h1>This page cannot be shown yet</h1>{intro}{problem_list}"
    return _page("This page cannot be shown yet", body, "")


def overview(preview: Preview, *, sees_all: bool) -> bytes:
    """Return the preview's own front page."""
    shown, parts = preview.shown, ["<h1>Preview</h1>"]
    if shown is not None:
        front = f"{shown.settings.prefix}/"
        moment = _moment_text(shown.now, shown)
        option = " (--as-of)" if preview.as_of else ""
        drafts = "with unpublished stories" if preview.drafts else "as readers see it"
        parts.append(
            f'<p><a href="{escape(front)}">{escape(shown.settings.title)}</a> '
            f"as of {moment}{option}, {drafts}.</p>"
        )
    if sees_all:
        parts += ["<h2>Not public</h2>", _hidden_stories(preview)]
    parts += ["<h2>Errors and warnings</h2>", _all_problems(preview, sees_all)]
    if sees_all:
        parts += ["<h2>Latest changes</h2>", _changes(preview)]
    return _page("Preview", "".join(parts), str(preview.number))


def _page(title: str, body: str, version: str) -> bytes:
    text = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} | sitegen</title>"
        f'<link rel="stylesheet" href="{OWN}preview.css"></head>'
        f'<body class="own"><main>{body}</main></body></html>\n'
    )
    return with_script(text.encode(), "", version)


def _moment_text(moment: datetime | None, shown: Shown | None) -> str:
    """Return a moment in newsroom time, written as on the site: "Nov. 26, 2026, 6 a.m. CST"."""
    if moment is None:
        return ""
    zone = shown.settings.timezone if shown is not None else "UTC"
    return dates("en", zone).stamp(moment)


def _all_problems(preview: Preview, sees_all: bool) -> str:
    warnings = preview.shown.warnings if preview.shown is not None else ()
    everything = [*sorted(preview.problems), *warnings]
    return _problem_list(preview, everything, sees_all) if everything else "<p>None.</p>"


def _problem_list(preview: Preview, problems: Iterable[Problem], sees_all: bool) -> str:
    all_of_them = list(problems)
    if not sees_all and all_of_them:
        count = f"{len(all_of_them)} of them" if all_of_them[1:] else "One"
        return f"<p>{count}. {ELSEWHERE}</p>"
    items = []
    for problem in all_of_them[:_MOST_PROBLEMS]:
        where = f"{problem.path}:{problem.line}" if problem.line else problem.path
        kind = '<b class="warning">Warning</b> ' if problem.warning else ""
        lines = "".join(
            _line(number, line, number == problem.line)
            for number, line in excerpt(preview.root, problem)
        )
        source = f"<pre>{lines}</pre>" if lines else ""
        hint = f'<p class="hint">{escape(problem.hint)}</p>' if problem.hint else ""
        items.append(
            f"<li><p>{kind}<code>{escape(where)}</code> {escape(problem.message)}</p>"
            f"{source}{hint}</li>"
        )
    more = len(all_of_them) - _MOST_PROBLEMS
    rest = f"<p>And {more} more.</p>" if more > 0 else ""
    return f'<ul class="problems">{"".join(items)}</ul>{rest}'


def _line(number: int, text: str, here: bool) -> str:
    kind = ' class="here"' if here else ""
    return f"<span{kind}>{number:5}  {escape(text)}\n</span>"


def _hidden_stories(preview: Preview) -> str:
    shown = preview.shown
    if shown is None or not shown.hidden:
        return "<p>Every story is public.</p>"
    rows = []
    for story in shown.hidden:
        title = escape(story.title)
        name = f'<a href="{escape(story.url)}">{title}</a>' if story.url else title
        rows.append(
            f"<tr><td>{name}</td><td>{escape(label(story, shown))}</td>"
            f"<td><code>{escape(story.path)}</code></td></tr>"
        )
    hint = (
        "" if preview.drafts else "<p>Start the preview with <code>--drafts</code> to see them.</p>"
    )
    head = "<tr><th>Story</th><th>State</th><th>File</th></tr>"
    return f'{hint}<div class="scroll"><table>{head}{"".join(rows)}</table></div>'


def _changes(preview: Preview) -> str:
    items = []
    for change in preview.changes.latest():
        what = ", ".join(f"<code>{escape(path)}</code>" for path in change.sources[:8])
        if len(change.sources) > 8:
            what += f" and {len(change.sources) - 8} more"
        renders = "".join(
            f'<li><a href="{escape(one.url)}">{escape(one.url)}</a> {escape(one.why)}</li>'
            for one in list(change.renders)
        )
        pages = f"<ul>{renders}</ul>" if renders else ""
        what = what or ("preview started" if change.first else "scheduled change")
        at = _moment_text(change.at, preview.shown)
        why = "".join(f"<p>{escape(reason)}</p>" for reason in change.reasons)
        items.append(f"<li><p>{at}: {what} ({change.seconds * 1000:.0f} ms)</p>{why}{pages}</li>")
    return f'<ol class="rings">{"".join(items)}</ol>'
