"""Gather the theme's words into its catalogues, and compile them.

    python tools/make_words.py

Writes sitegen/language/locales/<language>.po with every word of templates/ and of the Python code,
keeping translations that are there, and the .mo file beside each, which a build reads.
A word that is new has an empty translation: fill it in and run this again.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALES = ROOT / "sitegen" / "language" / "locales"
LANGUAGES = ("es", "vi")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
# Where Python code looks words up, and by which functions.
CODE = {
    "markdown/notes.py": {"say": None},
    "pages/kinds.py": {"words": None, "_titled": (2,)},
    "pages/documents.py": {"say": None},
    "pages/follow.py": {"say": None},
    "search/entries.py": {"say": None},
}


def messages() -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Return every word that is looked up in a catalogue, with its context."""
    sys.path.insert(0, str(ROOT))
    from sitegen.language.words import LABELS

    for _, _, message, _, context in extract_from_dir(
        ROOT / "templates", [("**.html", "jinja2.ext:babel_extract")], keywords=KEYWORDS
    ):
        yield message, context
    for name, keywords in CODE.items():
        with (ROOT / "sitegen" / name).open("rb") as stream:
            for _, message, _, _ in extract("python", stream, keywords):
                yield message, None
    for label in LABELS:
        yield label, None


def new_catalog(language: str) -> Catalog:
    """Return the catalogue of `language` with exactly today's words."""
    file = LOCALES / f"{language}.po"
    old = Catalog(locale=language)
    if file.is_file():
        with file.open("rb") as stream:
            old = read_po(stream, locale=language)
    catalog = Catalog(locale=language, project="sitegen", fuzzy=False)
    catalog.header_comment = "# The theme's words. Written by tools/make_words.py."
    for message, context in sorted(set(messages()), key=str):
        translation = old.get(message, context)
        catalog.add(message, translation.string if translation else "", context=context)
    return catalog


def po_text(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=False, no_location=True, width=100)
    dates = (b'"POT-', b'"PO-', b'"Generated', b'"Last-', b'"Report-', b'"Language-T', b'"Project')
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(dates))


def mo_bytes(catalog_text: bytes) -> bytes:
    buffer = io.BytesIO()
    catalog = read_po(io.BytesIO(catalog_text))
    # Its header holds a date: a fixed one, so that equal words give equal files.
    catalog.creation_date = catalog.revision_date = datetime(2024, 10, 10, tzinfo=UTC)
    write_mo(buffer, catalog)
    return buffer.getvalue()


def entries(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the translations of each word, by its context, itself and its plural.

    Not the header, in which each version of Babel writes other lines.
    """
    return {
        (message.context or "", *_forms(message.id)): _forms(message.string)
        for message in catalog
        if message.id
    }


def _forms(words: str | Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def main() -> None:
    for language in LANGUAGES:
        text = po_text(new_catalog(language))
        (LOCALES / f"{language}.po").write_bytes(text)
        (LOCALES / f"{language}.mo").write_bytes(mo_bytes(text))
        empty = [m.id for m in read_po(io.BytesIO(text)) if m.id and not m.string]
        print(f"{language}: {len(empty)} words without a translation")  # noqa: T201


if __name__ == "__main__":
    main()
