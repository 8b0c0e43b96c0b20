"""Translations: which stories say the same in other languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sitegen.model.article import Article
from sitegen.model.marks import Marks
from sitegen.model.views import Translation
from sitegen.site.site import find_story


def translation_sets(
    everything: Sequence[Article], urls: Mapping[str, str], marks: Mapping[str, Marks]
) -> dict[str, tuple[Translation, ...]]:
    """Return for each live story that has translations the whole set, itself included.

    A story may translate a translation, or one that is not live (yet, or any more): all
    that lead to one original belong together.
    """
    if not any(article.translation_of for article in everything):
        return {}
    every = {article.path: article for article in everything}
    originals = {
        article.path: find_story(every, article.path, article.translation_of)
        for article in everything
        if article.translation_of
    }
    groups: dict[str, list[str]] = defaultdict(list)
    for path in sorted({*originals, *originals.values()} & urls.keys()):
        original, way = path, {path}
        while originals.get(original) and originals[original] not in way:
            original = originals[original]
            way.add(original)
        groups[min(way) if originals.get(original) else original].append(path)
    translations = {}
    for original, others in sorted(groups.items()):
        if len(others) < 2:
            continue
        others.sort(key=lambda path: (path != original, path))
        links = tuple(Translation(every[m].lang, every[m].title, urls[m], marks[m]) for m in others)
        for member in others:
            translations[member] = links
    return translations
