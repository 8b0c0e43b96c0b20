"""WordPress as an origin: its export files become the values of `model`.

Source: WordPress, `wp-admin/includes/export.php` (what WXR 1.2 holds).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.core.urls import is_web_address
from sitegen.importers import model
from sitegen.importers.choices import Choices
from sitegen.importers.model import Head, Paper, Piece, Sound
from sitegen.importers.opened import Texts, whole
from sitegen.importers.receipt import KEPT, PROBLEM, Item, Receipt
from sitegen.importers.wordpress import meta as plugins
from sitegen.importers.wordpress.cutting import LARGEST, Part, parts
from sitegen.importers.wordpress.dates import moment_of
from sitegen.importers.wordpress.entries import BrokenEntryError, Entry, Mending, read_entry
from sitegen.importers.wordpress.survey import Survey, key_of
from sitegen.importers.wordpress.terms import SPONSOR_TERMS
from sitegen.importers.wordpress.texts import TextReader, is_markdown
from sitegen.importers.wordpress.words import plain_words


class WordPress:
    """An export of WordPress, of one file or several.

    Args:
        files: .xml, .xml.gz or .zip, together one export.
        choices: what import.toml decides.
        largest: characters of one entry, beyond which it is named and skipped.
    """

    program = "WordPress"

    def __init__(
        self, files: tuple[Path, ...], choices: Choices, *, largest: int = LARGEST
    ) -> None:
        self._files = files
        self._choices = choices
        self._largest = largest
        self._survey: Survey | None = None
        self._heads: dict[str, Head] = {}
        self._receipt: Receipt | None = None
        self._zone = ZoneInfo("UTC")

    def survey(self, receipt: Receipt) -> Paper:
        """Read all but the texts."""
        survey, mending = Survey(self._choices, receipt), Mending()
        for part in self._parts(receipt.remark, mending, survey.head):
            if isinstance(part, Entry):
                survey.note(part)
            else:
                self._note_unread(part, receipt)
        for what, count in mending.counts.items():
            receipt.remark(f"{count:,} {what}.")
        paper = survey.paper()
        self._survey, self._receipt = survey, receipt
        self._heads = {head.key: head for head in paper.heads}
        self._zone = ZoneInfo(paper.zone or "UTC")
        return paper

    def _note_unread(self, part: Part, receipt: Receipt) -> None:
        if part.too_large:
            number = re.search(r"<wp:post_id>(?:<!\[CDATA\[)?(\d+)", part.text)
            is_public = re.search(r"<wp:status>(?:<!\[CDATA\[)?publish", part.text)
            has_password = re.search(r"<wp:post_password>(?:<!\[CDATA\[)?[^\]<\s]", part.text)
            title = re.search(r"<title>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</title>", part.text)
            receipt.add(
                Item(
                    "post",
                    PROBLEM,
                    plain_words(title[1]) if title and is_public and not has_password else "",
                    key=f"wp-{number[1]}" if number else "",
                    reason=f"the entry in line {part.line} has {part.too_large:,} letters; "
                    f"{self._largest:,} is the most",
                    remedy="Take the pictures that stand in its text as letters (data:) out of "
                    "it in the old program, and export again.",
                )
            )
            return
        last = part.line + part.text.rstrip().count("\n")
        if not part.is_whole:
            receipt.remark(
                f"The export is cut in line {last}, in the entry that begins in line {part.line}: "
                "all before it was read. Export again; WordPress ends early where a host allows "
                "it too little time."
            )
        receipt.add(
            Item(
                "post",
                PROBLEM,
                reason=f"the entry in line {part.line} "
                + ("cannot be read" if part.is_whole else f"is cut off in line {last}"),
                remedy="Export this story again, alone if need be, and import that file.",
            )
        )

    def _parts(
        self, remark: Callable[[str], None], mending: Mending, head: Callable[[Part, Mending], None]
    ) -> Iterator[Entry | Part]:
        """Yield entries, and those parts that could not be read as entries."""
        for label, stream in Texts(self._files, (".xml",), remark).opened():
            count, is_ended = 0, True
            with whole(stream, label, remark) as text:
                for part in parts(text, self._largest):
                    count += part.is_entry
                    if not part.is_entry:
                        mending.note_namespaces(part.text[:5000])
                        head(part, mending)
                    # A cut entry is told as such.
                    is_ended = not part.is_whole if part.is_entry else "</channel>" in part.text
                    if part.is_entry:
                        yield self._entry(part, mending)
            if not count:
                remark(
                    f"{label} holds no entry of a WordPress export: in WordPress choose Tools, "
                    "Export, All content."
                )
            elif not is_ended:
                remark(f"{label} is cut behind its last entry: what stands before was read.")

    def _entry(self, part: Part, mending: Mending) -> Entry | Part:
        if part.too_large or not part.is_whole:
            return part
        try:
            return read_entry(part.text, part.line, mending)
        except BrokenEntryError:
            return part

    def pieces(self) -> Iterator[Piece]:
        """Yield the posts and pages of the survey."""
        assert self._survey is not None  # survey() comes first
        left = dict(self._heads)
        reader = TextReader(self._choices.shortcodes, self._survey.attached, self._survey.reusable)
        for entry in self._parts(_say_nothing, Mending(), _pass_over):
            if not isinstance(entry, Entry):
                continue
            head = left.get(key_of(entry))
            if head is None or head.type != (entry.value("wp:post_type") or "post"):
                continue
            del left[head.key]
            yield self._piece(entry, head, reader, self._survey)

    def _piece(self, entry: Entry, head: Head, reader: TextReader, survey: Survey) -> Piece:
        text, form = entry.values.get("content:encoded", ""), model.MARKDOWN
        if not is_markdown(text):
            text, form = reader.read(entry, head.key), model.HTML
            self._note_codes(reader, head)
        meta = entry.meta
        canonical = plugins.first(meta, plugins.CANONICALS)
        sponsor, address = self._sponsor(entry, survey)
        return Piece(
            head,
            text,
            form,
            summary=entry.values.get("excerpt:encoded", ""),
            authors=survey.writers.bylines(entry),
            picture=_picture(meta),
            pinned=entry.value("wp:is_sticky") == "1",
            guid=entry.value("guid"),
            canonical=canonical if is_web_address(canonical) else "",
            description=plain_words(plugins.first(meta, plugins.DESCRIPTIONS)),
            subtitle=plain_words(plugins.first(meta, plugins.SUBTITLES)),
            sponsor=sponsor,
            sponsor_address=address,
            corrections=self._corrections(head.key, survey),
            sound=_sound(meta),
            extra=self._fields(meta),
        )

    def _note_codes(self, reader: TextReader, head: Head) -> None:
        assert self._receipt is not None
        for (name, outcome), count in reader.codes.items():
            reason = remedy = ""
            if outcome == KEPT:
                reason = "sitegen knows no such shortcode: readers see it as it stands"
                remedy = (
                    f'Write {name} = "drop" under [shortcodes] of import.toml, or put what it '
                    "showed into the text."
                )
            elif outcome == PROBLEM:
                reason = "a block that a plugin filled: only its words came along"
                remedy = "Look at the story, and put in what the block showed."
            for _ in range(count):
                where = f"in “{head.title or head.key}”"
                said = f"{where}: {reason}" if reason else where
                self._receipt.add(Item("shortcode", outcome, name, "", said, remedy, head.key))

    def _sponsor(self, entry: Entry, survey: Survey) -> tuple[str, str]:
        for term in entry.categories:
            if term.domain in SPONSOR_TERMS:
                return survey.sponsors.get(term.slug, (plain_words(term.name), ""))
        return "", ""

    def _corrections(self, key: str, survey: Survey) -> tuple[tuple[datetime, str, str], ...]:
        dated = [
            (at, words, kind)
            for dates, words, kind in survey.corrections.get(key, ())
            if (at := moment_of(dates, self._zone)) is not None
        ]
        return tuple(sorted(dated))

    def _fields(self, meta: Mapping[str, str]) -> Mapping[str, object]:
        """Return the front matter that fields of the site's own become by import.toml."""
        return {
            key: plain_words(meta[name])
            for name, key in self._choices.fields.items()
            if key and meta.get(name, "").strip()
        }

    def data(self, _address: str) -> bytes | None:
        """Return nothing: pictures are in the folder of the old uploads, or on the old site."""
        return None


def _picture(meta: Mapping[str, str]) -> str:
    number = meta.get("_thumbnail_id", "").strip()
    return f"wp-{number}" if number not in ("", "0", "-1") else ""


def _sound(meta: Mapping[str, str]) -> Sound | None:
    address, length, type_, duration = plugins.enclosure(meta)
    return Sound(address, length, type_, duration) if is_web_address(address) else None


def _say_nothing(_sentence: str) -> None:
    """The first reading said it all."""


def _pass_over(_part: Part, _mending: Mending) -> None:
    """The first reading has all that stands between entries."""
