"""Files of word processors and browsers among stories: each is told what it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from sitegen.core.problems import Problem
from sitegen.schema.other_files import OTHER_ENDINGS, other_format, passed_over
from tests.conftest import Site

MD = "stories are text files whose names end in .md"
COPY = "Copy its text into 'flood.md', below the front matter"
ROOT = "If it shall be published as it is: put it into static/root/."
DOWNLOAD = "In Google Docs choose File, Download, Markdown, and name the file 'flood.md'."
RENAME = "Give it its right name, and write the story as plain text."


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(
                name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else ""
            )
    return file.getvalue()


ENDINGS = {
    ".docx": ("Word document", f"{COPY}, and the pictures beside it."),
    ".doc": ("Word document", f"{COPY}, and the pictures beside it."),
    ".odt": ("document of LibreOffice", f"{COPY}, and the pictures beside it."),
    ".rtf": ("document of a word processor (RTF)", f"{COPY}, and the pictures beside it."),
    ".pages": ("document of Pages", f"{COPY}, and the pictures beside it."),
    ".gdoc": ("link to Google Docs without any text", DOWNLOAD),
    ".html": ("web page", f"{COPY}. {ROOT}"),
    ".htm": ("web page", f"{COPY}. {ROOT}"),
}


@pytest.mark.parametrize("ending", [*ENDINGS, ".DOCX", ".Html"])
def test_a_document_that_is_no_story_is_told(ending: str) -> None:
    """Its writer waits for it on the front, and nothing would say why it is not there."""
    path = f"content/news/flood{ending}"
    what, hint = ENDINGS[ending.lower()]

    assert passed_over(path) == Problem(
        path, 0, f"this file is not read: it is a {what}, and {MD}", hint, warning=True
    )


def test_each_ending_is_tried() -> None:
    assert tuple(ENDINGS) == OTHER_ENDINGS


@pytest.mark.parametrize("ending", [".MD", ".Md", ".markdown", ".md.txt", ".mdown", ".mkd", ".mdx"])
def test_a_story_with_nearly_the_right_ending_is_told(ending: str) -> None:
    """The name to give it is there."""
    path = f"content/news/flood{ending}"

    assert passed_over(path) == Problem(
        path, 0, "this file is not read: a story's name ends in .md", "Name it flood.md.",
        warning=True,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["flood.jpg", "flood.txt", "flood", "flood.pdf", "md", "docx"])
def test_other_files_are_passed_over_in_silence(name: str) -> None:
    assert passed_over(f"content/news/{name}") is None


def test_a_build_tells_of_documents_but_of_those_that_stories_lead_to(site: Site) -> None:
    """A report of the council in Word is no story that somebody forgot."""
    site.story(body="[The report](report.docx)")
    site.write_bytes("content/news/report.docx", packed("word/document.xml"))
    for path in ("content/news/flood.docx", "content/authors/jo.rtf", "content/pages/us.MD"):
        site.write_bytes(path, b"x")

    built = site.build()

    assert sorted(w.path for w in built.report.warnings if "not read" in w.message) == [
        "content/authors/jo.rtf", "content/news/flood.docx", "content/pages/us.MD",
    ]  # fmt: skip
    assert built.paths("*report*.docx")


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (packed("[Content_Types].xml", "word/document.xml"), *ENDINGS[".docx"]),
        (packed("mimetype"), *ENDINGS[".odt"]),
        (packed("Index/Document.iwa"), *ENDINGS[".pages"]),
        (packed("Metadata/buildVersionHistory.plist"), *ENDINGS[".pages"]),
        (packed("a.txt"), "packed archive (zip)", RENAME),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", *ENDINGS[".doc"]),
        (b"{\\rtf1\\ansi hello}", *ENDINGS[".rtf"]),
        (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', *ENDINGS[".gdoc"]),
        (b' { "doc_id" : "1"}', *ENDINGS[".gdoc"]),
        (b"<!DOCTYPE html>\n<html><body>", *ENDINGS[".html"]),
        (b"\xef\xbb\xbf<html>", *ENDINGS[".html"]),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html>", *ENDINGS[".html"]),
        (b"%PDF-1.7", "PDF", RENAME),
        (b"\xff\xd8\xff\xe0 JFIF", "picture (JPEG)", RENAME),
        (b"\x89PNG\r\n\x1a\n", "picture (PNG)", RENAME),
        (b"GIF89a", "picture (GIF)", RENAME),
    ],
)
def test_another_programs_file_under_a_storys_name_is_named(
    data: bytes, what: str, hint: str
) -> None:
    """Renaming a Word document makes no story of it."""
    path = "content/news/flood.md"

    assert other_format(path, data) == Problem(
        path, 0, f"this is a {what}, and {MD}", hint.replace("into '", "into a new '")
    )


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"The council met.", b"{title: Vote}", b"<p>Hello</p>", b"<htmlx>", b"(PK\x03\x04)"),
        b"PDF and GIF8",
    ],
)
def test_a_text_is_no_other_programs_file(data: bytes) -> None:
    assert other_format("content/news/flood.md", data) is None


def test_what_an_archive_holds_is_looked_for_at_its_beginning() -> None:
    """Where a program writes down its pieces; nobody reads a hundred megabytes for it."""
    problem = other_format("content/news/flood.md", b"PK\x03\x04".ljust(19_995) + b"word/")
    assert problem is not None
    assert "Word document" in problem.message
    problem = other_format("content/news/flood.md", b"PK\x03\x04".ljust(19_996) + b"word/")
    assert problem is not None
    assert "packed archive" in problem.message


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Mai writes.\n"])
def test_a_person_without_front_matter_is_told_what_a_person_needs(site: Site, data: bytes) -> None:
    """Nobody is asked for the headline of an author."""
    site.write_bytes("content/authors/mai-tran.md", data)

    (problem,) = site.problems()

    assert "'name: Mai Tran'" in problem.hint
    assert "title" not in problem.hint
