"""A piece of an archive → the file of a story or page; an author → the file of a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from zoneinfo import ZoneInfo

from sitegen.core.record import Record
from sitegen.core.urls import is_web_address
from sitegen.importers import model
from sitegen.importers.matter import (
    Matter,
    later,
    moment_text,
    prose_line,
    sound_person,
    sound_story,
)
from sitegen.importers.model import Author, Piece
from sitegen.importers.people import People
from sitegen.importers.places import Place
from sitegen.importers.prose.canon import full_size
from sitegen.importers.prose.phrases import caption_of, headline
from sitegen.importers.prose.prose import Prose, ProseWriter
from sitegen.importers.prose.uses import FoundPicture
from sitegen.importers.uses import TextUses
from sitegen.markdown.browser_tree import parse
from sitegen.markdown.limits import LONGEST
from sitegen.model.kinds import CORRECTION_TYPES, KINDS
from sitegen.schema.reader import Rules
from sitegen.sources.media_keys import usual_type

UsesOf = Callable[..., TextUses]


class Manuscript(Record):
    """A piece as it is written, and what the receipt says of it."""

    title: str
    data: bytes = b""
    draft: bool = False  # it became one: something is missing without which none comes out
    is_broken: bool = False  # nothing can be written
    unchecked: bool = False  # it says not of all pictures what they show, as a new story must
    reason: str = ""
    remedy: str = ""


class StoryWriter:
    """Writes pieces and people.

    Args:
        uses: makes what answers a text's links and pictures.
        aliases: piece → old paths that lead to it.
        rules: by which the site's front matter is read.
        zone: the newsroom's.
    """

    def __init__(
        self,
        prose: ProseWriter,
        people: People,
        uses: UsesOf,
        aliases: Mapping[str, tuple[str, ...]],
        rules: Rules,
        zone: ZoneInfo,
        is_own: Callable[[str], bool],
    ) -> None:
        self._prose = prose
        self._people = people
        self._uses = uses
        self._aliases = aliases
        self._rules = rules
        self._zone = zone
        self._is_own = is_own

    def story(self, piece: Piece, place: Place) -> Manuscript:
        """Return the file of a piece."""
        head = piece.head
        notes = _Notes(head.reason, head.remedy)
        title = head.title
        uses = self._uses(title=title or head.key, file=place.file, page=head.address)
        lead = self._lead_picture(piece, uses)
        text, prose = self._text(piece, uses, lead, notes)
        if len(text) > LONGEST:
            notes.add(f"its text has {len(text):,} letters; {LONGEST:,} is the most",
                      "Split it into several stories by hand.")  # fmt: skip
            return Manuscript(title, is_broken=True, reason=notes.reason, remedy=notes.remedy)
        title = title or _title_of(text, head.key, notes)
        draft = head.state == model.DRAFT
        is_page = head.kind == model.PAGE or head.as_page
        if not draft and not is_page and head.published is None:
            draft = True
            notes.add("it has no date", "Write 'published', and take the draft line out.")
        matter = self._matter(piece, place, title, uses, lead, notes, draft=draft)
        _note_prose(prose, notes)
        if uses.lost:
            notes.say(f"{len(uses.lost)} of its pictures did not come along")
        if not text.strip() and "image" not in matter:
            notes.say("it has no text")
        data, faults = sound_story(place.file, matter, text, self._rules)
        for fault in faults:
            notes.add(f"left out, because {fault}", "Look at its front matter.")
        unchecked = _lacks_alt(matter, text)
        return Manuscript(
            title, data, draft, unchecked=unchecked, reason=notes.reason, remedy=notes.remedy
        )

    def _text(
        self, piece: Piece, uses: TextUses, lead: FoundPicture | None, notes: _Notes
    ) -> tuple[str, Prose | None]:
        if piece.form == model.MARKDOWN:
            text, prose = self._prose.from_markdown(piece.text, uses, piece.lang)
            if not prose.problems:
                return text, prose
            # Its words, as paragraphs of plain text, are better than a site that does not build.
            first = prose.problems[0]
            plain = self._prose.from_html(_as_paragraphs(piece.text), uses, piece.lang)
            notes.add(
                f"its Markdown cannot be read here, so that its signs are shown: {first.message}",
                first.hint or "Write the passage anew.",
            )
            return plain.markdown, plain
        text = _without_lead(piece.text, lead, piece) if lead is not None else piece.text
        prose = self._prose.from_html(text, uses, piece.lang)
        return prose.markdown, prose

    def _matter(
        self,
        piece: Piece,
        place: Place,
        title: str,
        uses: TextUses,
        lead: FoundPicture | None,
        notes: _Notes,
        *,
        draft: bool,
    ) -> Matter:
        """Return the front matter of a piece, in the order in which people read it."""
        head = piece.head
        emphasised = headline(head.emphasis) if head.emphasis else ""
        matter: Matter = {"title": emphasised or prose_line(title), "id": head.key}
        stem = place.file.rpartition("/")[2].removesuffix(".md")
        if place.slug != stem or re.match(r"\d{4}-\d{2}-\d{2}", stem):
            matter["slug"] = place.slug
        self._add_kind(matter, piece, notes)
        if draft:
            matter["draft"] = True
        elif head.published is not None:
            matter["published"] = moment_text(head.published, self._zone)
            if later(head.updated, head.published) and head.updated is not None:
                matter["updated"] = moment_text(head.updated, self._zone)
        if piece.expires is not None:
            matter["expires"] = moment_text(piece.expires, self._zone)
        authors = self._people.bylines(piece)
        if authors:
            matter["authors"] = authors
        elif head.kind == model.POST:
            notes.say("nobody is named as its writer")
        if place.tags:
            matter["tags"] = list(place.tags)
        summary = piece.subtitle or _words(piece.summary) or piece.description
        if summary:
            matter["summary"] = prose_line(summary)
        if piece.lang:
            matter["lang"] = piece.lang
        self._add_lead(matter, piece, lead)
        if piece.pinned and matter.get("kind") != "sponsored":
            matter["pinned"] = True
        self._add_sound(matter, piece, uses, notes)
        self._add_corrections(matter, piece)
        if piece.canonical and not self._is_own(piece.canonical):
            matter["canonical"] = piece.canonical
        if piece.guid:
            matter["guid"] = " ".join(piece.guid.split())
        aliases = self._aliases.get(head.key, ())
        if aliases:
            matter["aliases"] = list(aliases)
        _add_extra(matter, piece)
        return matter

    def _add_kind(self, matter: Matter, piece: Piece, notes: _Notes) -> None:
        head = piece.head
        is_page = head.kind == model.PAGE or head.as_page
        if piece.sponsor and not is_page:
            if is_web_address(piece.sponsor_address):
                matter["kind"] = "sponsored"
                matter["sponsor"] = {"name": piece.sponsor, "url": piece.sponsor_address}
            else:
                notes.add(
                    f"{piece.sponsor} paid for it, and nobody knows their address",
                    "If it was paid for, write 'kind: sponsored', and sponsor with name and url.",
                )
        elif head.type in KINDS and head.kind == model.TYPE and not is_page:
            kind = KINDS[head.type]
            if kind.name not in ("page", "live") and not kind.needs:
                matter["kind"] = kind.name

    def _lead_picture(self, piece: Piece, uses: TextUses) -> FoundPicture | None:
        if not piece.picture:
            return None
        if is_web_address(piece.picture) or piece.picture.startswith("/"):
            return uses.picture((piece.picture,), "")
        number = piece.picture.rpartition("-")[2]
        return uses.picture((f"attachment:{number}",), piece.picture)

    def _add_lead(self, matter: Matter, piece: Piece, lead: FoundPicture | None) -> None:
        if lead is None:
            return
        alt = piece.picture_alt if piece.picture_alt is not None else lead.alt
        image: dict[str, object] = {"file": lead.target}
        if alt is not None and alt.strip():
            image["alt"] = prose_line(alt)
        caption = caption_of(piece.picture_caption or lead.caption)
        if caption:
            image["caption"] = caption
        if lead.credit.strip():
            image["credit"] = prose_line(lead.credit)
        matter["image"] = image

    def _add_sound(self, matter: Matter, piece: Piece, uses: TextUses, notes: _Notes) -> None:
        sound = piece.sound
        if sound is None:
            return
        file = uses.media(sound.address)
        type_ = sound.type or usual_type(sound.address)
        enclosure: dict[str, object] = {"file": file} if file else {"url": sound.address}
        if not type_.startswith(("audio/", "video/")) or not (file or sound.length):
            notes.add(
                f"the recording {sound.address} has no type or size in the export",
                "Write 'enclosure' with its url, type and length in bytes.",
            )
            return
        enclosure["type"] = type_
        if not file:
            enclosure["length"] = sound.length
        if sound.duration:
            enclosure["duration"] = sound.duration
        matter["enclosure"] = enclosure

    def _add_corrections(self, matter: Matter, piece: Piece) -> None:
        rows = []
        for at, words, kind in piece.corrections:
            published = piece.head.published
            row: dict[str, object] = {
                "date": moment_text(max(at, published) if published else at, self._zone),
                "text": prose_line(words),
            }
            if kind in CORRECTION_TYPES and kind != "correction":
                row["type"] = kind
            rows.append(row)
        if rows:
            matter["corrections"] = rows

    def person(self, author: Author, file: str) -> bytes:
        """Return the file of a person."""
        uses = self._uses(title=author.name, file=file, page="", publishes=False)
        matter: Matter = {"name": prose_line(self._people.name(author))}
        if author.profiles:
            matter["profiles"] = list(author.profiles)
        if author.picture:
            key = author.picture
            addresses = (key,) if "/" in key else (f"attachment:{key.rpartition('-')[2]}",)
            found = uses.picture(addresses, "" if "/" in key else key)
            if found is not None:
                alt = found.alt or self._people.name(author)
                matter["image"] = {"file": found.target, "alt": prose_line(alt)}
        text = self._prose.from_html(author.bio, uses).markdown
        return sound_person(file, matter, text, self._rules)


class _Notes:
    """What the receipt says of a piece: all that happened, and the first thing to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        self._reasons = [reason] if reason else []
        self.remedy = remedy

    def say(self, reason: str) -> None:
        self._reasons.append(reason)

    def add(self, reason: str, remedy: str) -> None:
        self._reasons.append(reason)
        self.remedy = self.remedy or remedy

    @property
    def reason(self) -> str:
        return "; ".join(dict.fromkeys(self._reasons))


def _lacks_alt(matter: Matter, text: str) -> bool:
    image = matter.get("image")
    if isinstance(image, dict) and "alt" not in image:
        return True
    return re.search(r"!\[\s*\]\(|<img\b(?![^>]*\balt=)", text) is not None


def _words(html: str) -> str:
    """Return the words of a summary that may be HTML."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    return " ".join(parse(re.sub(r"</(?:p|div|li|h\d)>|<br\s*/?>", " ", html)).text().split())


def _as_paragraphs(text: str) -> str:
    """Return plain text as HTML, its lines as they are."""
    return "".join(
        f"<p>{escape(part.strip(), quote=False)}</p>".replace("\n", "<br>")
        for part in re.split(r"\n\s*\n", text)
        if part.strip()
    )


def _title_of(text: str, key: str, notes: _Notes) -> str:
    """Return a headline for a piece without one: its first words."""
    plain = re.sub(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[#>*_`\[\]\\]|:::.*", " ", text)
    words = plain.split()[:9]
    notes.add("it has no headline; its first words stand in for one", "Write its headline.")
    return " ".join(words)[:90] or f"Without a title ({key})"


def _note_prose(prose: Prose | None, notes: _Notes) -> None:
    if prose is None:
        return
    if prose.remarks:
        notes.say("without " + ", ".join(prose.remarks))
    if prose.kept_as_html:
        count = prose.kept_as_html
        notes.say(f"{count} {'passage' if count == 1 else 'passages'} kept as HTML")
    if prose.lost:
        notes.add(
            f"{prose.lost} letters of its text are missing here",
            "Compare it with the old page.",
        )
    for problem in prose.problems:
        notes.add(f"a build would stop at its text: {problem.message}", f"{problem.hint}".strip())


def _without_lead(text: str, lead: FoundPicture, piece: Piece) -> str:
    """Take the lead picture out of where the text begins: it would stand there twice."""
    match = re.match(
        r"\s*(?:<p[^>]*>\s*)?(?:<(?:figure|div)\b[^>]*>\s*)*(?:<a\b[^>]*>\s*)?"
        r"(<img\b[^>]*>)(?:\s*</a>)?(?:\s*</(?:figure|div)>)*(?:\s*</p>)?",
        text,
    )
    if match is None:
        return text
    source = re.search(r'\bsrc="([^"]+)"', match[1])
    name = lead.target.rpartition("/")[2].rpartition(".")[0]
    number = piece.picture.rpartition("-")[2]
    is_same = re.search(rf"\bwp-image-{re.escape(number)}\b", match[1]) or (
        source is not None and full_size(source[1]) == name
    )
    return text[match.end() :] if is_same else text


def _add_extra(matter: Matter, piece: Piece) -> None:
    extra: dict[str, object] = {}
    for key, value in piece.extra.items():
        if key.startswith("extra."):
            extra[key.removeprefix("extra.")] = value
        elif key not in matter:
            matter[key] = value
    if extra:
        matter["extra"] = extra
