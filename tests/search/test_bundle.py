"""The files of the index: what is found, in one order, and nothing that nobody asks for."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from sitegen.core.digests import Values
from sitegen.model.article import Body
from sitegen.search import bundle, cbor
from sitegen.search.bundle import forced_language
from sitegen.search.entries import Entry
from sitegen.search.listing import PublishedPart, listing
from sitegen.search.parts import Part
from sitegen.search.program import HaltedError, Page
from tests.conftest import Built, Site
from tests.pictures.photo_files import noisy, saved
from tests.search.reading import pages, parts

SUMMARY = "A sample summary of fifty to one hundred and sixty characters, for tests."


@pytest.fixture
def paper(site: Site) -> Site:
    site.setting("search = true")
    site.write("content/authors/ana.md", "---\nname: Ana Sample\n---\nShe writes samples.\n")
    site.write(
        "content/pages/about.md", "---\ntitle: About us\nslug: about\n---\nWe are samples.\n"
    )
    site.story(
        "content/news/vote.md",
        title="Sample vote",
        authors="[ana]",
        tags="[Sample tag]",
        kind="opinion",
        body='The council met.\n\n::: fact "A sample box"\nOf the box.\n:::\n\n'
        '[A link](https://elsewhere.example/)\n\n::: pull "Someone"\nA quote.\n:::\n',
    )
    site.story("content/news/bridge.md", title="Sample bridge", body="Another text.")
    return site


def test_a_story_is_found_by_all_that_it_says_and_nothing_around_it(paper: Site) -> None:
    """Readers look for words of boxes, bylines and tags; menus and related stories are noise."""
    built = paper.build()

    found = pages(built)
    assert set(found) == {
        "Sample vote", "Sample bridge", "About us", "Ana Sample", "News", "Sample tag",
    }  # fmt: skip
    vote = found["Sample vote"]
    for words in (
        *("Sample vote", "A sample summary", "The council met.", "A sample box", "Of the box."),
        *("A link", "A quote.", "Someone", "Ana Sample", "Sample tag"),
    ):
        assert words in vote["content"], words
    for word in ("Sample bridge", "elsewhere.example", "Archive", "\x1a", "<"):
        assert word not in vote["content"], word
    assert vote["shown"] == {
        "u": "/news/vote/", "l": "Opinion", "d": SUMMARY, "b": "Ana Sample", "t": "March 1, 2026",
        "g": "en",
    }  # fmt: skip
    assert found["Sample tag"]["shown"] == {"u": "/tags/sample-tag/", "l": "Topic", "g": "en"}
    assert found["About us"]["content"] == "About us We are samples."
    assert found["Sample bridge"]["meta"] == {"title": "Sample bridge"}
    assert vote["filters"] == {
        "section": ["News"], "author": ["Ana Sample"], "year": ["2026"], "kind": ["Opinion"],
        "language": ["English"],
    }  # fmt: skip


def test_what_pagefind_is_told_of_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters as readers read them, which are fewer bytes than their numbers; and no blanks."""
    values = Values()
    body = values.digest(Body('<p>Of <a href="\x1aL0\x1a">Łódź</a>.</p>'))
    full = Entry(
        "/news/vote/", "Đường", "vi", 37, "2026-11", "Ý kiến", "A dek", "Ana, Bo",
        "Nov. 20, 2026", "/media/a.webp", "News", ("Ana", "Bo", ""), "Opinion", "Tiếng Việt",
        ("Rain", "Parks"), ("One", "Two"), body,
    )  # fmt: skip
    told: list[Page] = []

    def noted(_program: Path, _language: str, pages: Iterable[Page], _halt: object) -> None:
        told.extend(pages)
        raise HaltedError

    monkeypatch.setattr(bundle, "index_files", noted)
    with pytest.raises(HaltedError):
        bundle.part_bundle(Path(), "vi", Part("x", (full, Entry("/a/", "A", "en"))), values)

    assert told == [
        Page(
            '{"u": "/news/vote/", "l": "Ý kiến", "d": "A dek", "b": "Ana, Bo", '
            '"t": "Nov. 20, 2026", "p": "/media/a.webp", "g": "vi"}',
            "Đường\nA dek\nOf Łódź.\nOne\nTwo\nAna, Bo\nAna\nBo\nRain\nParks",
            "vi",
            {"title": "Đường", "also": "dường lódź"},
            {
                "section": ("News",), "author": ("Ana", "Bo"), "year": ("2026",),
                "kind": ("Opinion",), "language": ("Tiếng Việt",),
            },
        ),
        Page('{"u": "/a/", "g": "en"}', "A", "en", {"title": "A"}, {}),
    ]  # fmt: skip


SIGNATURE = b"pagefind_dcd"


def packed(value: object, signature: bytes = SIGNATURE) -> bytes:
    return gzip.compress(signature + cbor.encode(value), mtime=0)


def answered() -> dict[str, bytes]:
    """Return the files of two pages as Pagefind writes them, in an order of chance."""
    entry = {
        "version": "1.5", "include_characters": ["_", "-"],
        "languages": {"en": {"hash": "en_1", "wasm": "en", "page_count": 2}},
    }  # fmt: skip
    meta = ["1.5", [["p8", 3], ["p9", 4]], [["ant", "bee", "c1"], ["cat", "dog", "c2"]],
            [["kind", "k9"], ["author", "a1"]], ["z", "a"], ["title"]]  # fmt: skip
    return {
        "pagefind-entry.json": json.dumps(entry).encode(),
        "pagefind.en_1.pf_meta": packed(meta),
        "fragment/p8.pf_fragment": b"eight", "fragment/p9.pf_fragment": b"nine",
        "index/c1.pf_index": packed([[["ant", [1]], ["bee", []]]]),
        "index/c2.pf_index": packed([[["cat", []], ["dog", [2]]]]),
        "filter/k9.pf_filter": packed(["kind", [["News", [1]], ["Ad", [0]]]]),
        "filter/a1.pf_filter": packed(["author", [["Ana", [0, 1]]]]),
    }  # fmt: skip


def bundle_of(made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> bundle.Bundle:
    monkeypatch.setattr(bundle, "index_files", lambda *_: made)
    pages = (Entry("/a/", "A", "en", 36 * 36), Entry("/b/", "B", "en", 35))
    return bundle.part_bundle(Path(), "en", Part("2026", pages), Values())


def test_what_pagefind_answers_is_written_in_one_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages bear their part, hour and number, chunks their number, filters their names."""
    made = bundle_of(answered(), monkeypatch)

    assert re.fullmatch(r"static/search/2026\.[0-9a-f]{12}", made.folder)
    files = {name.removeprefix(f"{made.folder}/"): data for name, data in made.files.items()}
    assert json.loads(files.pop("pagefind-entry.json")) == {
        "version": "1.5", "include_characters": ["-", "_"],
        "languages": {"en": {"hash": "part", "wasm": "en", "page_count": 2}},
    }  # fmt: skip
    known = ["1.5", [["2026_100_0", 3], ["2026_z_1", 4]], [["ant", "dog", "0"]],
             [["author", "author"], ["kind", "kind"]], ["a", "z"], ["title"]]  # fmt: skip
    words = [[["ant", [1]], ["bee", []], ["cat", []], ["dog", [2]]]]
    assert list(files.items()) == [
        ("filter/author.pf_filter", SIGNATURE + cbor.encode(["author", [["Ana", [0, 1]]]])),
        ("filter/kind.pf_filter", SIGNATURE + cbor.encode(["kind", [["Ad", [0]], ["News", [1]]]])),
        ("fragment/2026_100_0.pf_fragment", b"eight"),
        ("fragment/2026_z_1.pf_fragment", b"nine"),
        ("index/0.pf_index", SIGNATURE + cbor.encode(words)),
        ("pagefind.part.pf_meta", SIGNATURE + cbor.encode(known)),
    ]


@pytest.mark.parametrize("wasm", ["en", None])
def test_the_engine_is_what_pagefind_has_for_browsers(
    wasm: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its script, its worker and the stems of one language, or of none; and a page of nobody's."""
    entry = {
        "version": "1.5", "include_characters": [],
        "languages": {"en": {"hash": "en_1", "wasm": wasm, "page_count": 1}},
    }  # fmt: skip
    name = f"wasm.{wasm or 'unknown'}.pagefind"
    made = answered() | {
        "pagefind-entry.json": json.dumps(entry).encode(), name: b"stems",
        "pagefind.en_1.pf_meta": packed(["1.5", [["p8", 1]], [], [], [], ["title"]]),
        "pagefind.js": b"script", "pagefind-worker.js": b"worker", "pagefind-ui.js": b"no",
    }  # fmt: skip
    told: list[list[Page]] = []

    def index_files(_program: Path, _language: str, pages: list[Page]) -> dict[str, bytes]:
        told.append(pages)
        return made

    monkeypatch.setattr(bundle, "index_files", index_files)
    engine = bundle.engine_bundle(Path(), "en")

    assert told == [[Page("", "zzqxvw", "en", {}, {})]]
    assert re.fullmatch(r"static/search/engine\.[0-9a-f]{12}", engine.folder)
    files = {name.removeprefix(f"{engine.folder}/"): data for name, data in engine.files.items()}
    assert sorted(files) == [
        "fragment/engine.pf_fragment", "pagefind-entry.json", "pagefind-worker.js", "pagefind.js",
        "pagefind.part.pf_meta", name,
    ]  # fmt: skip
    assert (files["pagefind.js"], files[name]) == (b"script", b"stems")


def test_the_listing_says_where_the_parts_are_and_whether_more_will_come() -> None:
    """Small, on one line, with the site's path before each address."""
    parts = [PublishedPart("names", "a/names.1", 4, ()), PublishedPart("x", "a/x.2", 2, ("2026",))]
    assert listing("a/engine.3", parts, "/paper", whole=True) == (
        b'{"engine":"/paper/a/engine.3/","parts":[{"count":4,"url":"/paper/a/names.1/","years":[]},'
        b'{"count":2,"url":"/paper/a/x.2/","years":["2026"]}],"whole":true}\n'
    )
    assert listing("", [], "", whole=False) == b'{"engine":"","parts":[],"whole":false}\n'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("pagefind.en_1.pf_meta", packed([], b"pagefind_abc"), "signature"),
        ("pagefind.en_1.pf_meta", packed([1, 2]), "unpack"),
        ("index/c2.pf_index", b"no archive", "a file that is not whole: "),
        ("index/c2.pf_index", packed([[["cat", []]]])[:-9], "a file that is not whole: "),
        ("filter/k9.pf_filter", packed([])[:10] + b"\xff" * 20, "a file that is not whole: "),
        ("index/c2.pf_index", packed([[["bat", []]]]), "order"),
        ("pagefind-entry.json", b"{", "."),
    ],
    ids=["signature", "facts", "no archive", "cut short", "damaged", "order", "entry"],
)
def test_files_that_we_cannot_read_are_refused(
    name: str, data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version of Pagefind may write otherwise: no half of an index is published."""
    with pytest.raises(ValueError, match=words):
        bundle_of(answered() | {name: data}, monkeypatch)


@pytest.mark.parametrize(
    ("language", "forced"), [("en", "en"), ("es-MX", "es"), ("pt_BR", "pt"), ("EN", "en")]
)
def test_all_words_have_the_stems_of_the_sites_language(language: str, forced: str) -> None:
    """Whatever its country: Pagefind knows languages by two letters."""
    assert forced_language(language) == forced


def test_the_same_site_has_the_same_index(paper: Site) -> None:
    """Pagefind writes filters and what it knows of the index in an order of chance."""
    trees = [paper.copy().build().tree for _ in range(3)]
    assert trees[0] == trees[1] == trees[2]


def test_all_but_the_listing_bears_a_fingerprint_in_its_address(paper: Site) -> None:
    """Hosts keep static/ for a year: what changes there must change its name."""
    built = paper.build()
    files = [file for file in built.tree if "search" in file]
    plain = [file for file in files if not re.search(r"[./][\w-]+\.[0-9a-f]{8,}[./]", file)]
    assert sorted(plain) == ["search/index.html", "search/index.json"]
    sent = {file.rpartition("/")[2] for file in files if file.endswith((".js", ".css"))}
    assert {"pagefind.js", "pagefind-worker.js"} <= sent
    assert not any("ui" in name or "highlight" in name for name in sent)
    folder = parts(built)["2026-03"]
    assert [file.removeprefix(f"{folder}/") for file in built.paths(f"{folder}/*")] == [
        *(f"filter/{name}.pf_filter" for name in ("author", "kind", "language", "section", "year")),
        "fragment/2026-03_hl4x0_0.pf_fragment",  # its minutes since 1970, to the base of 36
        "fragment/2026-03_hl4x0_1.pf_fragment",
        "index/0.pf_index",
        "pagefind-entry.json",
        "pagefind.part.pf_meta",
    ]
    listed = json.loads(built["search/index.json"])["parts"]
    assert [(part["count"], part["years"]) for part in listed] == [(4, []), (2, ["2026"])]
    facts = json.loads(built[f"{folder}/pagefind-entry.json"])["languages"]
    assert facts == {"en": {"hash": "part", "page_count": 2, "wasm": "en"}}


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("yo", "Ìròyìn àpẹẹrẹ ni èyí."),
        ("ar", "هذه قصة نموذجية."),
        ("zh-Hant", "這是一篇範例報導。"),
        ("en", "Sample."),
        ("en", "sample " * 200_000),
    ],
    ids=["no stemmer", "right to left", "without spaces", "one word", "200,000 words"],
)
def test_every_language_and_length_has_an_index(site: Site, language: str, body: str) -> None:
    """A language that no stemmer knows, or a text of any length, must not stop the index."""
    site.setting("search = true")
    site.write("sitegen.toml", re.sub(r"(?m)^language.*\n", "", site.read("sitegen.toml")))
    site.setting(f'language = "{language}"')
    site.story(body=body, title="Sample vote")
    built = site.build()
    assert body.split()[0] in pages(built)["Sample vote"]["content"]
    assert set(parts(built)) == {"names", "2026-03"}
    assert built.report.warnings == () or "search" not in str(built.report.warnings)


def test_pages_below_a_path_are_asked_for_there(paper: Site) -> None:
    """A site at example.org/paper has its index there, too."""
    text = paper.read("sitegen.toml")
    paper.write("sitegen.toml", re.sub(r'(?m)^base_url = "(.*)"', r'base_url = "\1/paper"', text))
    built: Built = paper.build()
    assert pages(built)["Sample vote"]["shown"]["u"] == "/paper/news/vote/"
    assert '"engine":"/paper/static/search/engine.' in built["search/index.json"]


def test_a_result_shows_what_must_stand_by_a_headline(site: Site) -> None:
    """Who paid, in which language, and a small picture; words under pictures are found."""
    site.setting("search = true")
    site.write_bytes("content/news/hall.png", saved(noisy(640, 480), "PNG"))
    site.write("content/authors/bo.md", "---\nname: Bo Sample\nrole: Reporter\n---\n")
    site.story(
        "content/news/ad.md",
        'Text.\n\n![A wall](hall.png "*The* wall")\n',
        title="Anuncio",
        lang="es",
        kind="sponsored",
        sponsor="{name: Bayou Bank, url: 'https://bank.example/'}",
        image="{file: hall.png, alt: A hall, caption: 'The <b>hall</b>', credit: Jo & Bo}",
        contributors="[bo]",
        published="2026-03-01 09:30",
    )
    found = pages(site.build())
    story = found["Anuncio"]
    assert story["shown"].pop("p").startswith("/media/hall.")
    assert story["shown"] == {
        "u": "/news/ad/", "l": "Patrocinado: Bayou Bank", "d": SUMMARY, "t": "March 1, 2026",
        "g": "es",
    }  # fmt: skip
    assert story["content"].endswith("Text. The hall Jo & Bo The wall Bo Sample")
    assert story["filters"] == {
        "section": ["News"], "author": ["Bo Sample"], "year": ["2026"], "kind": ["Sponsored"],
        "language": ["Español"],
    }  # fmt: skip
