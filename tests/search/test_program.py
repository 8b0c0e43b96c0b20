"""What is said to Pagefind's program, and what comes of answers that are none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sitegen.search.program import HaltedError, Page, index_files

PAGES = [Page(url, "Words", "en", {"title": "T"}, {"kind": ("News",)}) for url in ("/a/", "/b/")]


def program(folder: Path, *answers: str) -> Path:
    """Return a program that gives these answers, one to each message, and notes the messages."""
    file = folder / "program"
    file.write_text(f"""#!{sys.executable} -IS
import sys
from base64 import b64decode, b64encode
noted = open({str(folder / "noted")!r}, "wb", buffering=0)
for answer in {answers!r}:
    message = b""
    while not message.endswith(b","):
        message += sys.stdin.buffer.read(1)
    noted.write(b64decode(message[:-1]) + b"\\n")
    sys.stdout.buffer.write((b64encode(answer.encode()) if answer else b"?") + b",")
    sys.stdout.buffer.flush()
""")
    file.chmod(0o755)
    return file


INDEX = '{"payload": {"index_id": 7}}'
FILES = '{"payload": {"files": [{"path": "a", "content": "Qg=="}]}}'


def test_pages_go_one_by_one_and_files_come_back(tmp_path: Path) -> None:
    """Pagefind numbers pages as they come: two at once would change places by chance."""
    asked: list[bool] = []
    made = index_files(
        program(tmp_path, INDEX, INDEX, INDEX, FILES), "en", PAGES, lambda: bool(asked.append(True))
    )
    assert made == {"a": b"B"}
    assert len(asked) == len(PAGES)
    added = (
        '"payload": {"type": "AddRecord", "index_id": 7, "url": "%s", "content": "Words", '
        '"language": "en", "meta": {"title": "T"}, "filters": {"kind": ["News"]}}}'
    )
    assert (tmp_path / "noted").read_text().splitlines() == [
        '{"message_id": 1, "payload": {"type": "NewIndex", "config": {"force_language": "en"}}}',
        '{"message_id": 2, ' + added % "/a/",
        '{"message_id": 3, ' + added % "/b/",
        '{"message_id": 4, "payload": {"type": "GetFiles", "index_id": 7}}',
    ]


def test_an_index_is_broken_off_before_its_next_page(tmp_path: Path) -> None:
    """What somebody has just saved comes before the index."""
    with pytest.raises(HaltedError):
        index_files(program(tmp_path, INDEX), "en", PAGES, lambda: True)
    assert len((tmp_path / "noted").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("answers", "error", "words"),
    [
        ((), OSError, "."),
        ((INDEX,), OSError, "."),
        (('{"payload": {"type": "Error", "message": "no room"}}',), ValueError, "says: no room"),
        (("",), ValueError, "."),
        (("[",), ValueError, "."),
        (("[]",), ValueError, "lacks"),
        (("{}",), ValueError, "lacks 'payload'"),
        ((FILES,), ValueError, "lacks 'index_id'"),
    ],
)
def test_what_is_no_answer_is_told(
    tmp_path: Path, answers: tuple[str, ...], error: type[Exception], words: str
) -> None:
    """Another version may speak otherwise: the paper goes out all the same, without an index."""
    with pytest.raises(error, match=words):
        index_files(program(tmp_path, *answers), "en", PAGES)
