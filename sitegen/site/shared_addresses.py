"""Names that come to one address: two tags, or two series, that readers would find as one.

An address follows from a name alone, never from which others there are: so C, C++ and C# all
want /tags/c/, and the settings must part them.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter

from sitegen.core.problems import Problem
from sitegen.core.urls import page_path, slugify
from sitegen.model.article import Article
from sitegen.settings.types import FILE
from sitegen.site.site import LineOf, line_of_item, tag_slug

# How signs that no address holds are said, in names such as C++ and C#.
_SPOKEN = {"++": "pp", "+": "-plus", "#": "sharp", "&": "-and-", "@": "-at-", "%": "-percent",
           "$": "-dollar", "*": "-star"}  # fmt: skip


def shared_tags(
    articles: Sequence[Article], own: Mapping[str, str], file: str, line_of: LineOf
) -> Iterator[Problem]:
    """Yield a problem for each tag that wants the address of another.

    Args:
        own: the slugs that the settings give, by casefolded name.
        file: of the settings, as the site owner knows it.
    """
    names = set(chain.from_iterable(map(attrgetter("tags"), articles)))
    slugs = {name: tag_slug(name, own) for name in names}
    for first, others in _clashes(slugs):
        in_use = set(slugs.values())
        for other in others:
            slug = _other_slug(other, slugs[first], in_use)
            in_use.add(slug)
            path, line = _place(articles, "tags", other, line_of)
            yield Problem(
                path,
                line,
                f"the tags '{first}' (in {_place(articles, 'tags', first, line_of)[0]}) and "
                f"'{other}' both want {page_path('tags', slugs[first])}",
                f"To part them, write under {_table(file, 'slugs')}: "
                f'{_quote(other)} = "{slug}". If they mean the same, write under '
                f"{_table(file, 'aliases')}: {_quote(first)} = [{_quote(other)}].",
            )


def shared_series(articles: Sequence[Article], line_of: LineOf) -> Iterator[Problem]:
    """Yield a problem for each series that wants the address of another."""
    titles = set(map(attrgetter("series"), articles)) - {""}
    slugs = {title: slugify(title) for title in titles}
    for first, others in _clashes(slugs):
        for other in others:
            path, line = _place(articles, "series", other, line_of)
            yield Problem(
                path,
                line,
                f"the series '{first}' (in {_place(articles, 'series', first, line_of)[0]}) and "
                f"'{other}' both want {page_path('series', slugs[first])}",
                f"If they are one, write 'series: {first}' here; if not, change a word of one.",
            )


def _clashes(slugs: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each name that shares its slug, the plainest first, with the others."""
    by_slug: dict[str, dict[str, str]] = defaultdict(dict)
    for name, slug in sorted(slugs.items()):
        by_slug[slug].setdefault(_as_read(name), name)
    for slug, names in sorted(by_slug.items()):
        if len(names) > 1:
            plain = slug.replace("-", " ")
            first, *others = sorted(
                names.values(), key=lambda name: (_as_read(name) != plain, len(name), name)
            )
            yield first, others


def _as_read(name: str) -> str:
    """Return what two spellings of one name have in common: capitals make no difference."""
    text = unicodedata.normalize("NFC", name).translate(_TYPOGRAPHY).casefold()
    return unicodedata.normalize("NFC", " ".join(text.split()))


_TYPOGRAPHY = str.maketrans("‘’“”‐‑–", "''\"\"---")


def _other_slug(name: str, slug: str, in_use: Collection[str]) -> str:
    """Return a slug for a name, other than those in use: "C++" gives "cpp"."""
    spoken = name
    for sign, word in _SPOKEN.items():
        spoken = spoken.replace(sign, word)
    choice, number = slugify(spoken) or slug, 2
    while choice in in_use:
        choice, number = f"{slug}-{number}", number + 1
    return choice


def _place(articles: Iterable[Article], key: str, name: str, line_of: LineOf) -> tuple[str, int]:
    """Return the first story, by path, that bears a tag or series, and the line."""
    bearer = min(
        (a for a in articles if (name in a.tags if key == "tags" else name == a.series)),
        key=attrgetter("path"),
    )
    if key == "series":
        return bearer.path, line_of(bearer.path, key)
    index, count = bearer.tags.index(name), len(bearer.tags)
    return bearer.path, line_of_item(line_of, bearer.path, key, index, count)


def _table(file: str, name: str) -> str:
    return f"[tags.{name}] of {file}" if file == FILE else f"[tool.sitegen.tags.{name}] of {file}"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
