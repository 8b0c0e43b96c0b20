"""Bundles: the files of one part as they are published, the same whenever they are made.

Pagefind writes some of its files in an order of chance: filters, what it knows of the index,
and its entry. These are read and written again in one order, plain, so that no compression
of this machine's shows in them. Pages are named after their part, their hour and their number,
so that a browser can sort what it found before it has loaded any of it. All that belongs to
a part lies in one folder that is named after their bytes: it may be kept for ever, and a
reader never meets half of two indexes.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sitegen.core.digests import Values, digest_bytes
from sitegen.core.record import Record
from sitegen.model.article import Body
from sitegen.search import cbor
from sitegen.search.chunks import divided
from sitegen.search.entries import Entry
from sitegen.search.parts import Part
from sitegen.search.program import Page, go_on, index_files
from sitegen.search.text import body_text, words_beside

FOLDER = "static/search"  # of output/, served for a year
ENGINE = "engine"
_SIGNATURE = b"pagefind_dcd"
_META = "pagefind.part.pf_meta"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ENGINE_FILES = ("pagefind.js", "pagefind-worker.js")
# Loaded with the engine and never found: its one word is nobody's.
_NOBODY = Page("", "zzqxvw", "en", {}, {})


class Bundle(Record):
    """The files of one part, or of the engine."""

    folder: str  # below output/: "static/search/2026-11.0123456789ab"
    files: Mapping[str, bytes]  # by name in output/


def part_bundle(
    program: Path, language: str, part: Part, values: Values, halt: Callable[[], bool] = go_on
) -> Bundle:
    """Return the files by which a browser searches one part.

    Args:
        language: the site's; see `forced_language`.
        values: where the texts of entries are found.
        halt: asked again and again whether to break off.

    Raises:
        HaltedError: `halt` said so.
        OSError, ValueError: as `index_files`; also when the program wrote what we cannot read.
        LostNodeError: the store has lost a text.
    """
    pages = (_page(entry, values) for entry in part.entries)
    made = index_files(program, language, pages, halt)
    names = [
        f"{part.name}_{_base36(entry.minutes)}_{_base36(number)}"
        for number, entry in enumerate(part.entries)
    ]
    return _bundle(part.name, dict(_part_files(made, names)))


def engine_bundle(program: Path, language: str) -> Bundle:
    """Return Pagefind's own script and program for browsers. Raises as `part_bundle`."""
    made = index_files(program, language, [_NOBODY])
    files = dict(_part_files(made, [ENGINE]))
    wasm = _wasm_name(json.loads(made["pagefind-entry.json"]))
    for name in (*_ENGINE_FILES, f"wasm.{wasm}.pagefind"):
        files[name] = made[name]
    return _bundle(ENGINE, files)


def forced_language(language: str) -> str:
    """Return the language whose stems every word is taken to have: the site's own.

    Pagefind searches the language of a page alone, and we search all from everywhere.
    """
    return language.replace("_", "-").split("-")[0].lower()


def _bundle(name: str, files: Mapping[str, bytes]) -> Bundle:
    stamp = digest_bytes(
        b"".join(f"{file} {digest_bytes(data)}\n".encode() for file, data in sorted(files.items()))
    )
    folder = f"{FOLDER}/{name}.{stamp[:12]}"
    return Bundle(folder, {f"{folder}/{file}": data for file, data in sorted(files.items())})


def _page(entry: Entry, values: Values) -> Page:
    """Return an entry as Pagefind takes it.

    The headline stands in the text too: words of both together find it. What a result shows
    is handed on in the place of its address, for Pagefind would search it anywhere else.
    """
    text = body_text(values.node(Body, entry.body).html) if entry.body else ""
    pieces = [entry.title, entry.dek, text, *entry.captions, entry.byline, *entry.authors]
    content = "\n".join(piece for piece in [*pieces, *entry.tags] if piece)
    shown = {
        "u": entry.url, "l": entry.label, "d": entry.dek, "b": entry.byline, "t": entry.date,
        "p": entry.picture, "g": entry.lang,
    }  # fmt: skip
    meta = {"title": entry.title, "also": words_beside(f"{entry.title} {content}")}
    filters = {
        "section": (entry.section,), "author": entry.authors, "year": (entry.year,),
        "kind": (entry.kind,), "language": (entry.language,),
    }  # fmt: skip
    return Page(
        json.dumps({key: value for key, value in shown.items() if value}, ensure_ascii=False),
        content,
        entry.lang,
        {key: value for key, value in meta.items() if value},
        {key: named for key, all_ in filters.items() if (named := tuple(v for v in all_ if v))},
    )


def _part_files(made: Mapping[str, bytes], names: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a part, of which page number n is to be called names[n]."""
    entry = json.loads(made["pagefind-entry.json"])
    ((language, facts),) = entry["languages"].items()
    version, pages, chunks, filters, sorts, fields = cbor.decode(
        _plain(made[f"pagefind.{facts['hash']}.pf_meta"])
    )
    for (old, _count), new in zip(pages, names, strict=True):
        yield f"fragment/{new}.pf_fragment", made[f"fragment/{old}.pf_fragment"]
    own_chunks = list(divided(_plain(made[f"index/{name}.pf_index"]) for *_, name in chunks))
    for number, chunk in enumerate(own_chunks):
        yield f"index/{_base36(number)}.pf_index", _SIGNATURE + chunk.data
    for filter_name, old in filters:
        filter_, choices = cbor.decode(_plain(made[f"filter/{old}.pf_filter"]))
        data = cbor.encode([filter_, sorted(choices)])
        yield f"filter/{filter_name}.pf_filter", _SIGNATURE + data
    known = [
        version,
        [[new, count] for (_, count), new in zip(pages, names, strict=True)],
        [[chunk.first, chunk.last, _base36(n)] for n, chunk in enumerate(own_chunks)],
        [[filter_name, filter_name] for filter_name, _ in sorted(filters)],
        sorted(sorts),
        fields,
    ]
    yield _META, _SIGNATURE + cbor.encode(known)
    index = {"hash": "part", "wasm": facts["wasm"], "page_count": len(names)}
    text = {
        "version": entry["version"],
        "languages": {language: index},
        "include_characters": sorted(entry["include_characters"]),
    }
    yield "pagefind-entry.json", json.dumps(text, sort_keys=True).encode()


def _plain(data: bytes) -> bytes:
    """Return what one of Pagefind's files holds."""
    try:
        text = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"a file that is not whole: {error}") from error
    if not text.startswith(_SIGNATURE):
        raise ValueError("a file without its signature")
    return text.removeprefix(_SIGNATURE)


def _wasm_name(entry: Mapping[str, Mapping[str, Mapping[str, str | None]]]) -> str:
    facts = next(iter(entry["languages"].values()))
    return facts["wasm"] or "unknown"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
