"""Files of word processors and browsers among stories: each is told what it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.conftest import Site


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(
                name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else ""
            )
    return file.getvalue()


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (".docx", "Word document"),
        (".doc", "Word document"),
        (".DOCX", "Word document"),
        (".rtf", "word processor"),
        (".odt", "LibreOffice"),
        (".pages", "Pages"),
        (".html", "web page"),
        (".gdoc", "Google Docs"),
    ],
)
@pytest.mark.parametrize("folder", ["content/news", "content/authors", "content/pages"])
def test_a_document_that_is_no_story_is_told(
    site: Site, ending: str, words: str, folder: str
) -> None:
    """Its writer waits for it on the front, and nothing would say why it is not there."""
    site.story()
    site.write_bytes(f"{folder}/flood{ending}", b"x")

    (warning,) = (w for w in site.build().report.warnings if "flood" in w.path)

    assert words in warning.message
    assert "names end in .md" in warning.message
    assert "'flood.md'" in warning.hint


@pytest.mark.parametrize("ending", [".MD", ".Md", ".markdown", ".md.txt"])
def test_a_story_with_nearly_the_right_ending_is_told(site: Site, ending: str) -> None:
    """The name to give it is there."""
    site.story()
    site.write("content/news/flood" + ending, "---\ntitle: Flood\n---\n")

    (warning,) = (w for w in site.build().report.warnings if "flood" in w.path)

    assert warning.hint == "Name it flood.md."


def test_a_document_that_a_story_leads_to_is_published_with_it(site: Site) -> None:
    """A report of the council in Word is no story that somebody forgot."""
    site.story(body="[The report](report.docx)")
    site.write_bytes("content/news/report.docx", packed("word/document.xml"))

    built = site.build()

    assert [w for w in built.report.warnings if "not read" in w.message] == []
    assert built.paths("*report*.docx")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (packed("[Content_Types].xml", "word/document.xml"), "Word document"),
        (packed("mimetype"), "LibreOffice"),
        (packed("Index/Document.iwa"), "Pages"),
        (packed("a.txt"), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "Word document"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "Google Docs"),
        (b"<!DOCTYPE html>\n<html><body>", "web page"),
        (b"\xef\xbb\xbf<html>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"\xff\xd8\xff\xe0 JFIF", "JPEG"),
    ],
)
def test_another_programs_file_under_a_storys_name_is_named(
    site: Site, data: bytes, words: str
) -> None:
    """Renaming a Word document makes no story of it."""
    site.write_bytes("content/news/flood.md", data)

    (problem,) = site.problems()

    assert words in problem.message
    assert "names end in .md" in problem.message
    assert problem.hint


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Mai writes.\n"])
def test_a_person_without_front_matter_is_told_what_a_person_needs(site: Site, data: bytes) -> None:
    """Nobody is asked for the headline of an author."""
    site.write_bytes("content/authors/mai-tran.md", data)

    (problem,) = site.problems()

    assert "'name: Mai Tran'" in problem.hint
    assert "title" not in problem.hint
