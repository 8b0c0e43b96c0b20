"""Exports as they come: cut, glued, in two encodings, with bombs. Each fault is told."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sitegen.cli.main import main
from sitegen.importers.choices import Choices
from sitegen.importers.receipt import Receipt
from sitegen.importers.wordpress.export import WordPress
from tests.importers.wxr import HEAD, Moved, author, build, export, item, move

TWO = (author("mtran", "Mai Trần"), item(1, "One"), item(2, "Two"))


def survey(tmp_path: Path, data: bytes, largest: int = 20_000_000) -> tuple[list[str], Receipt]:
    """Return the keys of the pieces of an export, and its receipt."""
    file = tmp_path / "export.xml"
    file.write_bytes(data)
    origin = WordPress((file,), Choices(), largest=largest)
    receipt = Receipt()
    paper = origin.survey(receipt)
    keys = [piece.head.key for piece in origin.pieces()]
    assert keys == [head.key for head in paper.heads]
    return keys, receipt


def test_a_cut_export_gives_all_before_the_cut(tmp_path: Path, capsys: Any) -> None:
    text = export(*TWO, item(3, "Three", "<p>Words that\nend here"))
    cut = text[: text.index("end here")]
    moved = move(tmp_path, raw=cut.encode())
    said = capsys.readouterr().out
    assert moved.status == 1
    assert moved.sums["post"] == {"problem": 1, "story": 2}
    assert f"cut in line {cut.count(chr(10)) + 1 - 1}" in said or "is cut in line" in said
    build(moved, capsys)


def test_a_cut_between_entries_is_told(tmp_path: Path) -> None:
    keys, receipt = survey(tmp_path, (HEAD + "".join(TWO)).encode())
    assert keys == ["wp-1", "wp-2"]
    assert any("cut behind its last entry" in remark for remark in receipt.remarks)
    receipt.close()


FAULTS = {
    "a control character": (b"Words.", b"Wo\x00\x0brds.", "2 control characters"),
    "a control character by number": (
        b"mtran]]></dc", b"mtran]]>&#11;</dc", "1 control characters",
    ),
    "latin-1 that says it is UTF-8": (b"Words.", b"caf\xe9 \x93quoted\x94", "3 letters were not"),
    "a name that XML does not know": (
        b"<description></description>", b"<description>a&nbsp;b & c &bogus;</description>",
        "3 signs & and names",
    ),
    "a stray end in a text": (b"Words.", b"if (a[b[1]]>2) words", "1 texts with loose markup"),
    "a stray end between fields": (b"<description></description>", b"]]><description/>",
                                   "1 ends of a passage (]]>) without a beginning"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_mended_and_told(tmp_path: Path, name: str) -> None:
    """lxml's own way of going on would drop text in silence."""
    sound, broken, said = FAULTS[name]
    data = export(*TWO).encode()
    place = data.index(b"<item>")
    data = data[:place] + data[place:].replace(sound, broken, 1)
    keys, receipt = survey(tmp_path, data)
    assert keys == ["wp-1", "wp-2"]
    assert any(said in remark for remark in receipt.remarks), receipt.remarks
    receipt.close()


def test_words_of_a_mended_text_are_all_there(tmp_path: Path, capsys: Any) -> None:
    data = export(*TWO).encode()
    data = data.replace(b"Words.", b"caf\xe9, if (a[b[1]]>2) &amp; <b>more</b>", 1)
    moved = move(tmp_path, raw=data)
    assert moved.body("wp-1") == "café, if (a[b[1]]>2) & **more**"
    build(moved, capsys)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.9"])
def test_any_version_of_the_format_is_read(tmp_path: Path, version: str) -> None:
    data = export(*TWO).replace("/export/1.2/", f"/export/{version}/")
    keys, receipt = survey(tmp_path, data.encode())
    assert keys == ["wp-1", "wp-2"]
    receipt.close()


def test_other_prefixes_of_the_namespaces(tmp_path: Path) -> None:
    data = export(*TWO).replace("wp:", "press:").replace("xmlns:wp=", "xmlns:press=")
    keys, receipt = survey(tmp_path, data.encode())
    assert keys == ["wp-1", "wp-2"]
    receipt.close()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_other_encodings(tmp_path: Path, encoding: str, capsys: Any) -> None:
    text = export(author("mtran", "Mai"), item(1, "Café")).replace("UTF-8", encoding[:10])
    moved = move(tmp_path, raw=text.encode(encoding))
    assert "title: Café" in moved.text("wp-1")


def test_entity_bombs_are_words(tmp_path: Path) -> None:
    """No entity of a file is ever filled in, and no file is read that one names."""
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]>\n<rss'
    )
    data = export(*TWO).replace("<rss", bomb, 1)
    data = data.replace("<description></description>", "<description>&b;&c;</description>")
    keys, receipt = survey(tmp_path, data.encode())
    assert keys == ["wp-1", "wp-2"]
    assert any("DOCTYPE" in remark for remark in receipt.remarks)
    receipt.close()


def test_an_entry_that_is_too_large_is_named_and_the_rest_moved(tmp_path: Path) -> None:
    parts = (item(1), item(2, text="<p>" + "words " * 3_000_000 + "</p>"), item(3))
    keys, receipt = survey(tmp_path, export(*parts).encode(), largest=2_000_000)
    assert keys == ["wp-1", "wp-3"]
    (problem,) = [each for each in receipt.items() if each.outcome == "problem"]
    assert (problem.key, problem.title) == ("wp-2", "A story")
    assert "18," in problem.reason
    receipt.close()


def test_several_files_are_one_export(tmp_path: Path) -> None:
    """Packed or not; an entry that two of them hold counts once."""
    one, two, three = tmp_path / "1.xml", tmp_path / "2.xml.gz", tmp_path / "3.zip"
    one.write_text(export(item(1), item(2)))
    two.write_bytes(gzip.compress(export(item(2), item(3)).encode()))
    with zipfile.ZipFile(three, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("paper/4.xml", export(item(4)))
        packed.writestr("__MACOSX/4.xml", "nothing")
        packed.writestr("../../escape.xml", export(item(5)))
        packed.writestr("bomb.xml", b"\0" * 60_000_000)
    origin = WordPress((one, two, three), Choices())
    with Receipt() as receipt:
        paper = origin.survey(receipt)
        assert [head.key for head in paper.heads] == ["wp-1", "wp-2", "wp-3", "wp-4"]
        assert any("escape.xml' has a name that leads out" in r for r in receipt.remarks)
        assert any("bomb.xml' would unpack to 60,000,000" in r for r in receipt.remarks)
    assert not (tmp_path.parent / "escape.xml").exists()


@pytest.mark.parametrize("data", [b"", b"<html>", b"PK\x03\x04broken", b"\x1f\x8bbroken", b"\xff"])
def test_what_is_no_export_is_told(tmp_path: Path, data: bytes, capsys: Any) -> None:
    moved = move(tmp_path, raw=data or b" ")
    assert moved.status == 1
    said = capsys.readouterr()
    assert "export" in (said.out + said.err).lower()
    assert not (moved.folder / "sitegen.toml").exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: Any) -> None:
    status = main(["import", "wordpress", str(tmp_path / "no.xml"), "--into", str(tmp_path / "s")])
    assert status == 1
    assert "is not there" in capsys.readouterr().err


def test_a_post_without_title_date_or_author_is_told(tmp_path: Path, capsys: Any) -> None:
    entry = item(
        1, "", "<p>The first words of it stand in.</p>", creator="", date="0000-00-00 00:00:00",
        date_gmt="0000-00-00 00:00:00", modified="", modified_gmt="", name="",
    )  # fmt: skip
    entry = entry.replace("Sat, 04 May 2019 14:30:00 +0000", "")
    moved: Moved = move(tmp_path, entry, item(2, "", ""))
    found = moved.item("wp-1")
    assert found["outcome"] == "draft"
    assert "it has no headline" in found["reason"]
    assert "it has no date" in found["reason"]
    assert "nobody is named" in found["reason"]
    assert "title: The first words of it stand in." in moved.text("wp-1")
    assert moved.item("wp-2")["outcome"] == "story"
    build(moved, capsys)


def test_texts_that_would_stop_a_build_do_not(tmp_path: Path, capsys: Any) -> None:
    """Whatever somebody once typed, the site builds at once."""
    texts = [
        "<p>The <b>council voted.", "</article></div>", "<table>words<tr><td>a</table>",
        '<a href="http://[bad">x</a> <a href="https//slip">y</a> <a href="nas.local">z</a>',
        "<textarea>swallowed", "<script>var a = 1", "<!-- never closed", "{{ x }} {% y %} [[z]]",
        "&#0;&#x1a;\u001a &#26;", "<p>:::</p><p>::: pull</p><p>::: nothing</p>",
        '<img src="">', '<img src="https://old.example.net/x y(1).jpg" alt="[a](b)">',
        "<h2></h2><h6>deep</h6>", "<title>t</title><base href='x'><meta charset=x>",
        "---\ntitle: x\n---", "[^1] [^2]: x", "<svg><path/></svg>", "<iframe></iframe>",
        "<p>" + "*" * 3000 + "</p>", "<b>" * 600 + "x", "| a | b |\n|---|\n| c |",
        '<a href="#nowhere">here</a><h2 id="x y">h</h2>', "<p>http://localhost/x</p>",
        '<p style="x" onclick="y">z</p><font color=red>f</font><center>c</center>',
        "<ul><li></ul><ol></ol><dl><dd>d</dl>", "<sub>a<p>b</sub>c", "\u202eright\u202c to",
        "<p>" + "long" * 30_000 + "</p>", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<pre>```\n````\n</pre>", "<code>`a``b`</code>", "<math><mi>x</mi></math>",
        '<a href="javascript:alert(1)">j</a>', '<a href="mailto:a@b.example">m</a>',
    ]  # fmt: skip
    titles = ["a: b", "'q' \"r\"", "- x", "# y", "{z}", "[w]", "@m", "%", "&amp;lt;", "*s*", "> t",
              "true", "2019-01-01", "\\", "`c`", "x" * 400, "📰", "| a |", "!x", "?"]  # fmt: skip
    entries = [
        item(
            number,
            titles[number % len(titles)],
            text,
            name=f"n-{number}",
            terms={"post_tag:c": "C", "post_tag:cpp": "C++", "post_tag:x": "a, b: 'c'"},
            excerpt=text[:200],
        )
        for number, text in enumerate(texts, 1)
    ]
    moved = move(tmp_path, author("mtran", 'Mai "M" Trần: x'), *entries)
    assert moved.sums["post"] == {"story": len(texts)}
    build(moved, capsys)
