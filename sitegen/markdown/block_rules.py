"""Rules of the blocks that sitegen brings, beyond what their templates declare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from sitegen.core.urls import is_web_address
from sitegen.markdown.block_filling import medium_of
from sitegen.markdown.directives import Block, read_time, written_time, written_title
from sitegen.markdown.element_writer import ElementWriter


def _pull(writer: ElementWriter, block: Block, inner: str) -> None:
    if not inner:
        writer.problem(block, "a pull quote without words", "Put the quoted words inside.")


def _lang(writer: ElementWriter, block: Block, _inner: str) -> None:
    if block.kind.argument("language") is not None and not block.values.get("language"):
        writer.problem(
            block,
            "a language block without a language",
            "Write ::: lang es for Spanish, ::: lang vi for Vietnamese.",
        )


def _update(writer: ElementWriter, block: Block, _inner: str) -> None:
    words = written_time(block)
    if read_time(words, writer.zone) is None:
        writer.problem(
            block,
            f"'{words}' is no date and time" if words else "an update without its time",
            'Write ::: update 2026-03-01 19:30 "What happened"',
        )
    elif not written_title(block):
        writer.problem(
            block,
            "an update without a title",
            f'Write ::: update {words} "What happened": readers find it by these words.',
        )


def _embed(writer: ElementWriter, block: Block, _inner: str) -> None:
    if block.kind.argument("url") is None:  # a site's own, which takes something else
        return
    address = block.values.get("url", "")
    medium = medium_of(address)
    if not address:
        writer.problem(block, "an embed without an address", "Write ::: embed https://…")
    elif medium:
        if not block.values.get("transcript") and not block.values.get("captions"):
            option = "captions=file.vtt" if medium == "video" else "transcript=file.txt"
            writer.problem(
                block,
                f"{medium} '{address}' has neither captions nor a transcript",
                f"Add {option}: some readers cannot hear it.",
                warning=True,
            )
    elif not is_web_address(address):
        writer.problem(
            block,
            f"embed of '{address}', which is neither a web address nor a sound or film",
            "Write the whole address, with https://, or the name of a .mp4 or .mp3 file.",
        )
    elif not block.values.get("title"):
        host = urlsplit(address).netloc.removeprefix("www.")
        writer.problem(
            block,
            f"the embed of {host} has no title",
            f'Write ::: embed {address} "What it is": the link is named by it.',
            warning=True,
        )


RULES: Mapping[str, Callable[[ElementWriter, Block, str], None]] = {
    "pull": _pull,
    "lang": _lang,
    "update": _update,
    "embed": _embed,
}
