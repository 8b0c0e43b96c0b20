"""The program: Pagefind makes the files of one part of the index.

We speak to its service, one part for each process of it: the memory that a part took is free
again before the next begins. Messages go one by one, so that pages are numbered in our order.
Source: the service of Pagefind 1.5, whose messages are base64 of JSON with a comma after each.
"""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from sitegen.core.record import Record


class Page(Record):
    """One page as Pagefind takes it."""

    url: str  # anything: it is handed to the browser as it is
    content: str
    language: str
    meta: Mapping[str, str]
    filters: Mapping[str, tuple[str, ...]]


class HaltedError(Exception):
    """The index was broken off, for something else comes first."""


def go_on() -> bool:
    """Halt for nothing."""
    return False


def index_files(
    program: Path, language: str, pages: Iterable[Page], halt: Callable[[], bool] = go_on
) -> dict[str, bytes]:
    """Return the files of an index of `pages`, which are numbered in their order.

    Args:
        program: Pagefind's own file.
        language: whose stems all words are taken to have: "en".
        halt: asked before each page whether to break off.

    Raises:
        HaltedError: `halt` said so.
        OSError: the program cannot be started, or ended too early.
        ValueError: it answered with an error, or with what is no answer.
    """
    with subprocess.Popen(  # noqa: S603 - the program of the package that we looked up
        [str(program), "--service"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            talk = _Talk(process.stdin, process.stdout)
            config = {"force_language": language}
            index = talk.ask({"type": "NewIndex", "config": config})["index_id"]
            for page in pages:
                if halt():
                    raise HaltedError
                talk.ask(
                    {
                        "type": "AddRecord",
                        "index_id": index,
                        "url": page.url,
                        "content": page.content,
                        "language": page.language,
                        "meta": dict(page.meta),
                        "filters": {name: list(values) for name, values in page.filters.items()},
                    }
                )
            answer = talk.ask({"type": "GetFiles", "index_id": index})
            return {file["path"]: b64decode(file["content"]) for file in answer["files"]}
        except (KeyError, TypeError) as error:
            raise ValueError(f"Pagefind's answer lacks {error}") from error
        finally:
            process.kill()


class _Talk:
    """Messages to the program, and its answers."""

    def __init__(self, ear: IO[bytes], mouth: IO[bytes]) -> None:
        self._ear, self._mouth = ear, mouth
        self._number = 0
        self._rest = b""

    def ask(self, payload: Mapping[str, object]) -> dict[str, Any]:
        self._number += 1
        message = json.dumps({"message_id": self._number, "payload": payload})
        self._ear.write(b64encode(message.encode("utf-8", "replace")) + b",")
        self._ear.flush()
        answer: dict[str, Any] = json.loads(b64decode(self._read()))["payload"]
        if answer.get("type") == "Error":
            raise ValueError(f"Pagefind says: {answer.get('message', '')}")
        return answer

    def _read(self) -> bytes:
        pieces = [self._rest]
        while b"," not in pieces[-1]:
            piece = self._mouth.read1()  # type: ignore[attr-defined]
            if not piece:
                raise OSError("Pagefind ended before its answer")
            pieces.append(piece)
        answer, _, self._rest = b"".join(pieces).partition(b",")
        return answer
