"""Files of an import: the ledger, media, choices, the report, packed exports; value by value."""

from __future__ import annotations

import gzip
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from sitegen.core.http import Answer, HttpError
from sitegen.core.problems import SitegenError
from sitegen.importers.addresses import AddressBook, OldSite
from sitegen.importers.choices import CategoryChoice, Choices, read_choices, written_choices
from sitegen.importers.fetching import Fetcher
from sitegen.importers.ledger import EDITED, FOREIGN, GONE, UNCHANGED, WRITTEN, Ledger
from sitegen.importers.media import Media, Taken
from sitegen.importers.model import Paper, Picture, Piece
from sitegen.importers.opened import MOST_BYTES, Texts, refusal
from sitegen.importers.receipt import Comment, Item, Receipt
from sitegen.importers.report import (
    lines_of_hands,
    name_of,
    sentences,
    write_comments,
    write_report,
)
from sitegen.importers.uses import PictureItems, TextUses, kind_of
from tests.importers.tables import FOLDER
from tests.importers.wxr import photo

# The ledger


def test_a_file_is_an_imports_until_somebody_changes_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.write("content/a.md", b"a", "wp-1") == WRITTEN
    assert ledger.state("content/a.md") == FOREIGN  # of this run's the next one knows
    with Receipt() as receipt:
        write_report(tmp_path, receipt, ledger, "x", whole=True)
    ledger = Ledger(tmp_path)
    assert ledger.files_by_key() == {"wp-1": "content/a.md"}
    assert (ledger.state("content/a.md"), ledger.state("b")) == (UNCHANGED, "")
    assert ledger.write("content/a.md", b"a", "wp-1") == UNCHANGED
    assert ledger.written == 0
    for number, text in enumerate((b"b", b"c", b"d", b"e", b"f"), 1):
        assert ledger.write("content/a.md", text, "wp-1") == WRITTEN
        assert ledger.written == number
        (tmp_path / "content/a.md").write_bytes(b"a")
    for text in (b"c", b"d", b"e", b"f", b"ours"):
        (tmp_path / "content/a.md").write_bytes(text)
        assert ledger.state("content/a.md") == EDITED
    assert ledger.write("content/a.md", b"c") == ledger.state("content/a.md") == EDITED
    assert not ledger.move_away("content/a.md")
    (tmp_path / "content/a.md").unlink()
    assert ledger.write("content/a.md", b"c") == GONE
    (tmp_path / "new.md").write_text("x")
    assert ledger.write("new.md", b"c") == FOREIGN
    assert [*tmp_path.rglob("*~")] == []


def test_a_file_that_comes_to_stand_elsewhere_goes(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "site")
    ledger.write("a.md", b"a", "k")
    with Receipt() as receipt:
        write_report(tmp_path / "site", receipt, ledger, "x", whole=True)
    dry = Ledger(tmp_path / "site", dry=True)
    assert dry.move_away("a.md")
    assert dry.write("b.md", b"b") == WRITTEN
    assert (tmp_path / "site/a.md").exists()
    assert not (tmp_path / "site/b.md").exists()
    ledger = Ledger(tmp_path / "site")
    assert ledger.move_away("a.md")
    assert not (tmp_path / "site/a.md").exists()
    assert "a.md" not in ledger.rows


def test_what_others_wrote_has_its_addresses(tmp_path: Path) -> None:
    texts = {
        "news/2019/a.md": "x", "news/2019/2019-05-04-b/index.md": "x", "pages/c.md": "x",
        "news/d.md": "---\nslug: 'other'\n---\n", "authors/e.md": "x", "f.md": "x",
        "news/g.jpg": "x", "news/Big Name.md": "x", "news/i.md": " " * 4000 + "\nslug: far\n",
        "arts/zoo.md": "x", "sports/z.md": "x",
    }  # fmt: skip
    for name, text in texts.items():
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    ledger = Ledger(tmp_path)
    assert ledger.others() == sorted(f"content/{name}" for name in texts)
    assert sorted(ledger.paths_of_others()) == [
        "/arts/zoo/", "/c/", "/news/a/", "/news/b/", "/news/big-name/", "/news/i/", "/news/other/",
        "/sports/z/",
    ]  # fmt: skip
    assert Ledger(tmp_path / "none").others() == []


# Media


class Origin:
    """An archive that came with some files."""

    program = "x"

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def survey(self, receipt: Receipt) -> Paper:
        raise NotImplementedError

    def pieces(self) -> list[Piece]:  # type: ignore[override]
        raise NotImplementedError

    def data(self, address: str) -> bytes | None:
        return self.files.get(address)


RED, BLUE = photo("red", 40, 30), photo("blue", 40, 30)
HOME = "https://old.example/wp-content/uploads"


def media(
    tmp_path: Path, files: dict[str, bytes], known: tuple[Picture, ...] = (), folder: str = ""
) -> Media:
    ledger = Ledger(tmp_path / "site")
    at = tmp_path / folder if folder else None
    return Media(Origin(files), ledger, OldSite("https://old.example"), known, at)  # type: ignore[arg-type]


def test_a_picture_is_found_by_its_number_or_any_of_its_sizes(tmp_path: Path) -> None:
    hall = Picture(f"{HOME}/hall-scaled.jpg", "wp-7", sizes=("/s/small.jpg",))
    odd = Picture("https://else.example/x.jpg?y=1")
    found = media(tmp_path, {}, (hall, odd))
    for address in ("/wp-content/uploads/hall-300x200.jpg", f"{HOME}/HALL.jpg",
     "/s/small-10x10.jpg",
                    "http://www.old.example/wp-content/uploads/hall-scaled.jpg"):  # fmt: skip
        assert found.find([address]) == hall, address
    assert found.find(["/x"], "7") == found.find([], "wp-7") == hall
    assert found.find(["/none.jpg"], "8") is None
    assert found.find(["/none.jpg", "/wp-content/uploads/hall-1x1.jpg"]) is None
    assert found.find(["https://else.example/x.jpg?y=1"]) == odd


def test_pictures_whose_hashes_are_alike_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.importers.media.hash", lambda _name: 1, raising=False)
    hall = Picture("/hall.jpg", "wp-7")
    found = media(tmp_path, {}, (hall,))
    assert found.find(["/hall-30x20.jpg"], "8") == found.find([], "7") == hall
    assert found.find(["/none.jpg"], "8") is None


def test_a_file_that_a_query_names_is_taken(tmp_path: Path) -> None:
    """Only where there is none by the path alone."""
    taking = media(tmp_path, {"/a.txt?id=1": b"a", "/b.txt?id=1": b"b", "/b.txt": b"c"})
    for name, data in {"a": b"a", "b": b"c"}.items():
        taken = taking.take([f"/{name}.txt?id=1"], None, shown=False)
        assert (tmp_path / "site" / taken.file).read_bytes() == data


def test_a_file_is_taken_once_at_its_full_size(tmp_path: Path) -> None:
    files = {f"{HOME}/2019/05/hall.jpg": RED, f"{HOME}/2019/05/hall-30x20.jpg": BLUE,
             f"{HOME}/same.jpg": RED, f"{HOME}/2019/13/b.jpg": BLUE,
              f"{HOME}/x/B.JPG": photo("green", 9, 9),
             "/content/images/a_o.jpg": photo("white", 9, 9),
              "/content/images/size/w6/c.jpg": b"small",
             "/content/images/c.jpg": photo("black", 9, 9)}  # fmt: skip
    taking = media(tmp_path, files)
    for address, file in {
        f"{HOME}/2019/05/hall-30x20.jpg": "2019/05/hall.jpg",
         f"{HOME}/same.jpg": "2019/05/hall.jpg",
        f"{HOME}/2019/13/b.jpg": "b.jpg", f"{HOME}/x/B.JPG": "b-2.jpg",
        "/content/images/a.jpg": "a.jpg", "/content/images/size/w6/c.jpg": "c.jpg",
    }.items():  # fmt: skip
        assert taking.take([address], None, shown=True) == Taken(f"content/uploads/{file}"), address
    assert (tmp_path / "site/content/uploads/2019/05/hall.jpg").read_bytes() == RED


def test_a_file_that_was_deleted_here_is_taken_under_another_name(tmp_path: Path) -> None:
    files = {"/a.txt": b"a", "/b.txt": b"b"}
    taking = media(tmp_path, files)
    assert taking.take(["/a.txt"], None, shown=False).file == "content/uploads/a.txt"
    with Receipt() as receipt:
        write_report(tmp_path / "site", receipt, taking._ledger, "x", whole=True)
    (tmp_path / "site/content/uploads/a.txt").unlink()
    (tmp_path / "site/content/uploads/b.txt").write_text("ours")
    taking = media(tmp_path, files)
    taken = [taking.take([address], None, shown=False).file for address in files]
    assert taken == ["content/uploads/a-2.txt", "content/uploads/b-2.txt"]


@pytest.mark.parametrize(
    ("name", "data", "shown", "said"),
    [
        ("a.jpg", b" <!DOCTYPE html>", True, "there is a web page under its name"),
        ("a.html", b"<html>", False, "web hosts take a file of this name for their own"),
        ("a.pdf", b"%PDF", True, "it is no picture"), ("a.pdf", b"%PDF", False, ""),
        ("a.jpg", RED, False, ""), ("a.png", RED, True, ""), ("a.txt", RED, True, ""),
        (".htaccess", b"x", False, ""),
    ],
)  # fmt: skip
def test_what_no_site_could_have_stays_away(
    tmp_path: Path, name: str, data: bytes, shown: bool, said: str
) -> None:
    taken = media(tmp_path, {f"/{name}": data}).take([f"/{name}"], None, shown=shown)
    assert (taken.reason, bool(taken.file)) == (said, not said)


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (b"RIFF0000WEBP", "webp"), (b"RIFF0000WAVE", "dat"), (b"0000ftypavif", "avif"),
        (b"0000ftypavis", "avif"), (b"0000ftypheic", "heic"), (b"0000ftypheix", "heic"),
        (b"0000ftypmif1", "heic"), (b"0000ftypmp42", "dat"), (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF89a", "gif"), (b"BM", "bmp"), (b"II*\0", "tif"), (b"MM\0*", "tif"),
        (b"%PDF", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"x", "dat"),
    ],
)  # fmt: skip
def test_a_file_ends_as_its_first_bytes_ask(tmp_path: Path, data: bytes, ending: str) -> None:
    taken = media(tmp_path, {"/f.dat": data}).take(["/f.dat"], None, shown=False)
    assert taken.file == f"content/uploads/f.{ending}"


def test_files_are_looked_for_in_the_old_uploads(tmp_path: Path) -> None:
    """By their whole path or a part of it; a name alone may be another year's picture."""
    for name in ("2019/05/a.jpg", "b.jpg", "wp-content/uploads/c.jpg"):
        (tmp_path / "old" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "old" / name).write_bytes(name.encode())
    taking = media(tmp_path, {}, folder="old")
    lost = "it is not in the folder of the old uploads"
    for address, said in {
        f"{HOME}/2019/05/a.jpg": "", f"{HOME}/2019/05/b.jpg": lost, "/b.jpg": "", "/x/b.jpg": "",
        f"{HOME}/c.jpg": "", "/%2e%2e/b.jpg": "", f"{HOME}/2018/05/a.jpg": lost,
        "/uploads/b.jpg?1": "", "/uploads/2019/b.jpg": lost, "/x/y/b.jpg": "",
    }.items():  # fmt: skip
        assert taking.take([address], None, shown=False).reason == said, address
    assert (
        media(tmp_path, {}).take(["/a.jpg"], None, shown=True).reason
        == "its file did not come along"
    )
    assert media(tmp_path, {}).take(["attachment:3"], None, shown=True).file == ""


# What texts ask for


def text_uses(tmp_path: Path, receipt: Receipt, **said: bool) -> TextUses:
    old = OldSite("https://old.example")
    book = AddressBook(old)
    book.add("/vote/", "content/news/vote.md")
    book.add("/list/", "/news/")
    taking = media(tmp_path, {f"{HOME}/plan.pdf": b"%PDF"})
    return TextUses(book, taking, receipt, PictureItems(receipt), title="T", file="content/a.md",
                    page="https://old.example/2019/a/", **said)  # fmt: skip


LINKS = {
    "#": "", "": "", " #x ": "#x", "JavaScript:x": "", "data:x": "", "about:blank": "",
    "http://[bad": "", "mailto:a@b.example": "mailto:a@b.example", "tel:1": "tel:1",
    "www.else.example/x": "https://www.else.example/x", "127.0.0.1/x": "",
    "ftp://else.example/x": "ftp://else.example/x",
    "//else.example/x": "https://else.example/x",
     "https://else.example/a b": "https://else.example/a%20b",
    "http://localhost/x": "", "/vote/": "/news/vote.md", "/vote/#a b": "/news/vote.md#a%20b",
    "../../list/": "/news/", "/gone/": "https://old.example/gone/",
     "b": "https://old.example/2019/a/b",
    "/wp-content/uploads/plan.pdf": "uploads/plan.pdf", "/no.pdf": "https://old.example/no.pdf",
    "https://else.example/x\ny": "https://else.example/xy",
     "https://else.example/&amp;": "https://else.example/&",
}  # fmt: skip


@pytest.mark.parametrize("address", LINKS)
def test_a_link_leads_where_it_led(tmp_path: Path, address: str) -> None:
    with Receipt() as receipt:
        assert text_uses(tmp_path, receipt).link(address) == LINKS[address]


def test_links_are_noted_with_what_became_of_them(tmp_path: Path) -> None:
    with Receipt() as receipt:
        uses = text_uses(tmp_path, receipt)
        for address in ("/vote/", "/gone/", "127.0.0.1/x", "/wp-content/uploads/plan.pdf", "#x",
                        "https://else.example/"):  # fmt: skip
            uses.link(address)
        assert uses.media("/none.mp3") == uses.media("https://else.example/a.mp3") == ""
        assert uses.picture(("/none.jpg", "/b.jpg"), "") is None
        assert uses.lost == ["https://old.example/none.jpg"]
        rows = [(i.kind, i.outcome, i.title, i.to, i.readers) for i in receipt.items()]
        assert rows == [
            ("link", "moved", "https://old.example/vote/", "/news/vote.md", 1),
            ("link", "problem", "https://old.example/gone/", "", 1),
            ("link", "problem", "127.0.0.1/x", "", 1),
            ("file", "moved", f"{HOME}/plan.pdf", "content/uploads/plan.pdf", 1),
            ("file", "problem", "https://old.example/none.mp3", "", 1),
            ("picture", "problem", "https://old.example/none.jpg", "", 1),
        ]
        shy = text_uses(tmp_path, receipt, publishes=False)
        assert shy.link("/wp-content/uploads/plan.pdf") == shy.media("/x.mp3") == ""


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/a.pdf", "file"), ("/a.JPG", "picture"), ("/a.jpeg?x.pdf", "picture"), ("/a", "picture"),
     ("/a.heic", "picture"), ("/a.heix", "file"), ("/a.x", "picture"), ("http://[a.pdf", "file"),
     ("/a.tiff", "picture"), ("/a.b-c", "picture"), ("/a.abcdef", "picture")],
)  # fmt: skip
def test_what_no_ending_says_is_a_picture(address: str, kind: str) -> None:
    assert kind_of(address) == kind


# Choices

WRITTEN_CHOICES = """[categories]
sports = {section = "sports"}
flood = {tag = "Floods"}
idle = false
[users]
mtran = {name = "Mai  Trần"}
ana = "Ana"
bo = false
[types]
event = "story"
form = "page"
x = false
[shortcodes]
a = "keep"
b = "drop"
[statuses]
pitch = "draft"
ready = "published"
old = false
[fields]
deck = "kicker"
y = false
"""


def test_choices_are_read_and_written(tmp_path: Path) -> None:
    assert read_choices(tmp_path) == Choices()
    (tmp_path / "import.toml").write_text(WRITTEN_CHOICES)
    choices = read_choices(tmp_path)
    assert choices == Choices(
        {"sports": CategoryChoice("sports"), "flood": CategoryChoice(tag="Floods"),
         "idle": CategoryChoice()},
        {"mtran": "Mai Trần", "ana": "Ana", "bo": ""}, {"event": "story", "form": "page", "x": ""},
        {"a": "keep", "b": "drop"}, {"pitch": "draft", "ready": "published", "old": ""},
        {"deck": "kicker", "y": ""},
    )  # fmt: skip
    (tmp_path / "import.toml").write_text(written_choices(choices, "X"))
    assert read_choices(tmp_path) == choices
    odd = Choices({"a b": CategoryChoice("x")}, {"é": "É", "a-b_c": "D"})
    lines = written_choices(odd, "X").splitlines()
    assert lines[0].endswith("that came from X. Change it, and run the same")
    assert '"a b" = {section = "x"}' in lines
    assert '"é" = {name = "É"}' in lines
    assert 'a-b_c = {name = "D"}' in lines


WRONG = {
    '[categories]\na = "x"': "import.toml:2: error: it is not clear what becomes of 'a'",
    '[categories]\na = {section = "x", tag = "y"}': "import.toml:2: error: it is not clear",
    '[categories]\na = {section = "tags"}': "import.toml:2: error: it is not clear",
    '[categories]\na = {tag = " "}': "import.toml:2: error: it is not clear",
    "[users]\na = true": "import.toml:2: error: 'a' has no name",
    '[users]\na = {name = " "}': "import.toml:2: error: 'a' has no name",
    '[types]\na = "keep"': "import.toml:2: error: 'keep' is nothing that can become of 'a'\n  "
                           'Write "story" or "page" or false.',
    "[shortcodes]\na = false": "import.toml:2: error: 'False' is nothing that can become of 'a'\n  "
                               'Write "keep" or "drop".',
    '[statuses]\na = "x"': "import.toml:2: error: 'x' is no status here",
    '[statuses]\na = "a"': "import.toml:2: error: 'a' is no status here",
    '[statuses]\na = "e"': "import.toml:2: error: 'e' is no status here",
    '[statuses]\ntrash = "draft"': "import.toml:2: error: what is 'trash' is never written",
    "categories = {a = 5}": "import.toml:1: error: it is not clear",
    "[categorys.x]": "import.toml:1: error: there is no table 'categorys'",
    "[categorys]": "import.toml:1: error: there is no table 'categorys'\n"
                   "  Did you mean 'categories'?",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_wrong_choices_are_told_with_their_lines(tmp_path: Path, text: str) -> None:
    (tmp_path / "import.toml").write_text(text + "\n")
    with pytest.raises(SitegenError) as error:
        read_choices(tmp_path)
    assert WRONG[text] in str(error.value)


# The report


def reported(tmp_path: Path, receipt: Receipt, *, whole: bool = True) -> tuple[str, str]:
    write_report(tmp_path, receipt, Ledger(tmp_path), "A & B", whole=whole)
    page = (tmp_path / "import-report.html").read_text("utf-8")
    return page[page.index("<h1>") :], (tmp_path / "import-report.csv").read_text("utf-8")


def test_a_report_says_what_needs_a_hand_first_what_most_readers_miss(tmp_path: Path) -> None:
    with Receipt() as receipt:
        receipt.add(Item("post", "story", "A", "content/a.md", key="wp-1", readers=2))
        receipt.add(Item("link", "problem", "<x>", "", "why & how", "Look.", readers=1))
        receipt.add(Item("user", "problem", "", "", "", "Name them.", "bo"))
        receipt.add(Item("post", "problem", "=B", "content/b.md", "", "Read it.", "wp-2", 3))
        receipt.add(Item("link", "problem", "y", "/y", "", "Look.", readers=1))
        receipt.add(Item("picture", "problem", "", remedy="See."))
        receipt.remark("A <remark>.")
        page, table = reported(tmp_path, receipt, whole=False)
        assert page == (FOLDER / "report.html").read_text("utf-8")
        assert table.splitlines()[:2] == [
            "kind,outcome,title,to,reason,remedy,key",
            "post,story,A,content/a.md,,,wp-1",
        ]
        assert "post,problem,'=B,content/b.md,,Read it.,wp-2" in table
        assert [*lines_of_hands(receipt, 3)] == [
            "<x>: why & how\n  Look.", "bo\n  Name them.", "content/b.md\n  Read it.",
        ]  # fmt: skip
        assert [*lines_of_hands(receipt, 0)] == []
        report = json.loads((tmp_path / "import-report.json").read_text("utf-8"))
        assert report["items"][:2] == [
            {"kind": "post", "title": "A", "outcome": "story", "to": "content/a.md", "reason": "",
             "key": "wp-1"},
            {"kind": "link", "title": "<x>", "outcome": "problem", "to": "", "reason": "why & how",
             "remedy": "Look."},
        ]  # fmt: skip
        assert (report["need_a_hand"], report["complete"], report["remarks"]) == (
            5,
            False,
            ["A <remark>."],
        )


def test_a_report_of_nothing_says_so(tmp_path: Path) -> None:
    with Receipt() as receipt:
        page, _table = reported(tmp_path, receipt)
        assert page == (
            "<h1>What came from A &amp; B</h1>\n<ul>\n</ul>\n<h2>What needs a hand</h2>\n"
            "<p>Nothing.</p>\n</main>\n</body>\n</html>\n"
        )


def test_a_page_names_so_many_and_counts_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.importers.report.MOST_NAMED", 2)
    with Receipt() as receipt:
        for number in range(3):
            receipt.add(Item("link", "problem", str(number), remedy="Look."))
        page, _table = reported(tmp_path, receipt)
        assert "<li>0</li>\n<li>1</li>\n<li>… and 1 more, in import-report.csv</li>\n" in page


def test_sums_are_said_in_the_order_of_their_worth() -> None:
    with Receipt() as receipt:
        for outcome, count in {
            "left out": 1,
            "story": 1200,
            "odd": 2,
            "draft": 1,
            "held": 2,
        }.items():
            receipt.sums["post", outcome] = count
        receipt.sums["type", "left out"] = 1
        receipt.sums["other", "x"] = 1
        assert sentences(receipt) == [
            "1,206 posts: 1,200 stories, 1 draft, 2 held until their hour, 1 left out, 2 odd",
            "1 post of another type: 1 left out",
        ]
        assert receipt.count("post") == 1206
        assert (name_of("post", 1), name_of("post", 2), name_of("x", 2)) == ("post", "posts", "x")


def test_comments_are_written_where_there_are_some(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.write("content/a.md", b"a", "wp-1")
    with Receipt() as receipt:
        assert write_comments(tmp_path, receipt, ledger) == 0
        assert not (tmp_path / "import-comments.json").exists()
        receipt.add_comment(Comment("wp-1", "Bo", "2019", "é", "4", "3"))
        receipt.add_comment(Comment("wp-2", "", "", "b"))
        assert write_comments(tmp_path, receipt, ledger) == 2
        receipt.add_comment(Comment("wp-3", "", "", "c"))
        assert len([*receipt.comments()]) == 3
    first = {
        "story": "content/a.md",
        "name": "Bo",
        "at": "2019",
        "text": "é",
        "number": "4",
        "answers": "3",
    }
    second = {"story": "", "name": "", "at": "", "text": "b", "number": "", "answers": ""}
    assert json.loads((tmp_path / "import-comments.json").read_text("utf-8")) == [first, second]


# Packed exports


def member(name: str, size: int = 10, packed: int = 10, flags: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.file_size, info.compress_size, info.flag_bits = size, packed, flags
    return info


@pytest.mark.parametrize(
    ("info", "why"),
    [
        (member("a/b.xml"), ""), (member("../a.xml"), "name that leads out"),
        (member("/a.xml"), "name that leads out"), (member("C:\\a.xml"), "name that leads out"),
        (member("a\\..\\b.xml"), "name that leads out"), (member("a/b:c.xml"), ""),
        (member(""), "name that leads out"), (member("__MACOSX/a.xml"),
         "the computer that packed it"),
        (member("a/__MACOSX/a.xml"), ""), (member("a/._b.xml"), "the computer that packed it"),
        (member("a.xml", 50_000_000, 1), ""), (member("a.xml", 50_000_001, 50_000),
         "would unpack to"),
        (member("a.xml", 50_001_000, 50_001), ""), (member("a.xml", MOST_BYTES, MOST_BYTES), ""),
        (member("a.xml", MOST_BYTES + 1, MOST_BYTES), "would unpack to 8,000,000,001 bytes"),
        (member("a.xml", 0, 0), ""), (member("a.xml", flags=1), "needs a password"),
        (member("a.xml", flags=2), ""),
    ],
)  # fmt: skip
def test_what_a_zip_may_not_hold_is_refused(info: zipfile.ZipInfo, why: str) -> None:
    said = refusal(info)
    assert why in said
    assert bool(why) == bool(said)


def test_texts_are_read_as_they_are_or_packed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"a")
    (tmp_path / "b.xml").write_bytes(gzip.compress(b"b"))
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in ("z.xml", "d/", "c.XML", "e.txt", "../f.xml"):
            file.writestr(name, name)
    (tmp_path / "c.zip").write_bytes(packed.getvalue())
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as file:
        file.writestr("a.txt", "")
    (tmp_path / "e.zip").write_bytes(b"PK\x03\x04")
    said: list[str] = []
    files = tuple(tmp_path / name for name in ("a.xml", "b.xml", "c.zip", "d.zip", "e.zip"))
    texts = Texts(files, (".xml", ".json"), said.append)
    assert [(name, stream.read()) for name, stream in texts.opened()] == [
        ("a.xml", b"a"), ("b.xml", b"b"), ("c.zip/c.XML", b"c.XML"), ("c.zip/z.xml", b"z.xml"),
    ]  # fmt: skip
    assert said == [
        "c.zip: '../f.xml' has a name that leads out of its folder, and is not read: pack it anew.",
        "d.zip holds no file that ends in .xml or .json.",
        "e.zip is damaged, and cannot be unpacked: export it again.",
    ]
    for name, what in {"none": "is not there", "": "is a folder"}.items():
        with pytest.raises(SitegenError, match=f"{(tmp_path / name).name}: error: {what}"):
            next(Texts((tmp_path / name,), (), said.append).opened())


# The old site


class Client:
    """Answers with what it is given, one after the other; a text is a failure."""

    def __init__(self, answers: list[Answer | str]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, **_limits: float) -> Client:
        return self

    def __enter__(self) -> Client:
        return self

    def get(self, address: str, *, follow: bool) -> Answer:
        assert follow
        self.asked.append(address)
        answer = self.answers.pop(0)
        if isinstance(answer, str):
            raise HttpError(answer)
        return answer

    def __exit__(self, *_: object) -> None:
        self.asked.append("closed")


def answer(status: int, body: bytes = b"x", **headers: str) -> Answer:
    return Answer(
        "", status, {name.replace("_", "-"): value for name, value in headers.items()}, body
    )


@pytest.mark.parametrize(
    ("answers", "got", "waits"),
    [
        ([answer(200)], b"x", [0.1]), ([answer(299)], b"x", [0.1]),
        ([answer(404)], "the old site answered 404", [0.1]), (["no"], "no", [0.1]),
        ([answer(429), answer(503), answer(200)], b"x", [0.1, 5.0, 0.1, 10.0, 0.1]),
        ([answer(429, retry_after="7"), answer(429, retry_after="121"), answer(429)],
         "the old site asked to be left alone", [0.1, 7.0, 0.1, 120.0, 0.1]),
    ],
)  # fmt: skip
def test_the_old_site_is_asked_politely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: list[Answer | str],
    got: bytes | str, waits: list[float],
) -> None:  # fmt: skip
    client, paused = Client([*answers]), list[float]()
    monkeypatch.setattr("sitegen.core.http.Client", client)
    fetcher = Fetcher(tmp_path / "cache", paused.append)
    address = "https://old.example/a.jpg"
    assert fetcher.get(address) == got
    assert paused == waits
    if isinstance(got, bytes):
        assert fetcher.get(address) == got
        assert [file.read_bytes() for file in (tmp_path / "cache").iterdir()] == [got]
    fetcher.close()
    fetcher.close()
    assert client.asked == [address] * len(answers) + ["closed"]


def test_a_host_that_does_not_answer_is_asked_three_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(["no", "no", answer(404), "no", "no", "no"])
    monkeypatch.setattr("sitegen.core.http.Client", client)
    fetcher = Fetcher(tmp_path, lambda _seconds: None)
    said = [fetcher.get(f"https://old.example/{number}") for number in range(7)]
    assert said == [
        "no",
        "no",
        "the old site answered 404",
        "no",
        "no",
        "no",
        "old.example did not answer",
    ]
    assert fetcher.get("ftp://old.example/") == "its address is not one of the web"
    assert fetcher.get("http://127.0.0.1/x") == "its address cannot be reached from outside"
