"""An archive becomes a site: all stages in a row, the same for every origin."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record, replace
from sitegen.importers import model
from sitegen.importers.addresses import AddressBook, OldSite
from sitegen.importers.choices import FILE as CHOICES_FILE
from sitegen.importers.choices import Choices, Fate, Show, Standing, written_choices
from sitegen.importers.fetching import Fetcher
from sitegen.importers.ledger import EDITED, FOREIGN, GONE, Ledger
from sitegen.importers.media import Media
from sitegen.importers.model import Head, Origin, Paper, Piece
from sitegen.importers.old_addresses import Leading, Leads, menu_path
from sitegen.importers.people import People
from sitegen.importers.places import Before, Place, places_of
from sitegen.importers.prose.prose import ProseWriter
from sitegen.importers.receipt import (
    DRAFT,
    HELD,
    KEPT,
    LEFT_OUT,
    MOVED,
    PAGE,
    PERSON,
    PROBLEM,
    SECTION,
    STORY,
    TAG,
    Item,
    Receipt,
)
from sitegen.importers.report import write_comments, write_report
from sitegen.importers.settings_text import (
    Additions,
    MenuColumn,
    added_settings,
    archive_line,
    menu_name,
    new_settings,
    without_redirects,
)
from sitegen.importers.stories import StoryWriter
from sitegen.importers.uses import PictureItems, TextUses, kind_of
from sitegen.newsite.first_files import shell
from sitegen.settings.load import load, parse
from sitegen.settings.search_program import search_program
from sitegen.settings.types import FILE, Settings
from sitegen.sources.header import rules_of
from sitegen.sources.parsing_rules import parsing_rules


class Request(Record):
    """What somebody asks for."""

    into: Path  # the site's folder, which may not be there yet
    now: datetime  # aware
    choices: Choices = Choices()
    media: Path | None = None  # the folder of the old uploads
    since: datetime | None = None  # aware; pieces from before it stay where they are
    limit: int = 0  # pieces at most; 0 for all
    dry: bool = False
    host: str = ""  # one of HOSTS, for a new site


Progress = Callable[[str, int, int], None]  # what, how many, of how many


def move(
    origin: Origin,
    request: Request,
    receipt: Receipt,
    progress: Progress = lambda _what, _done, _of: None,
    fetcher: Fetcher | None = None,
) -> None:
    """Move an archive into a site; the receipt says what became of each piece.

    It may be stopped at any time: what was written stays, is noted, and the next run goes on.

    Raises:
        SitegenError: the site's settings, or import.toml, have mistakes.
    """
    paper = origin.survey(receipt)
    if not paper.heads and not len(paper.pictures):
        return
    moving = _Moving(origin, request, receipt, paper, fetcher)
    is_whole = False
    try:
        moving.all(progress)
        is_whole = True
    finally:
        if moving.has_site:
            write_report(request.into, receipt, moving.ledger, origin.program, whole=is_whole)


class _Moving:
    """One run: the stages in their order."""

    def __init__(
        self,
        origin: Origin,
        request: Request,
        receipt: Receipt,
        paper: Paper,
        fetcher: Fetcher | None,
    ) -> None:
        self._origin = origin
        self._request = request
        self._receipt = receipt
        self.ledger = Ledger(request.into, dry=request.dry)
        self.has_site = False
        self._settings_text, had = _settings_of(request.into)
        self._had = had
        zone = had.timezone if had is not None else paper.zone or "UTC"
        self._paper = replace(paper, zone=zone)
        self._zone = ZoneInfo(zone)
        if had is None and not paper.zone:
            receipt.remark(
                "The export does not say in which time zone the newsroom works: its times are "
                "taken for UTC. Write 'timezone' in sitegen.toml, and look at a few stories."
            )
        before = Before(
            {s.slug: s.title for s in had.sections} if had is not None else {},
            self.ledger.files_by_key(),
            self.ledger.others(),
            self.ledger.paths_of_others(),
            had.tag_slugs if had is not None else {},
        )
        self._places = places_of(self._paper, request.choices, before, self._zone)
        self._chosen = set(self._choose())
        old = OldSite(paper.address or (had.base_url if had is not None else ""))
        self._book = AddressBook(old)
        self._media = Media(origin, self.ledger, old, paper.pictures, request.media, fetcher)
        self._items = PictureItems(receipt)
        self._unchecked: list[datetime] = []  # hours of stories to come that lack an alt text

    def _choose(self) -> Iterator[str]:
        """Yield the keys of the pieces that this run is for."""
        since, limit = self._request.since, self._request.limit
        heads = (
            head
            for head in self._paper.heads
            if since is None or head.published is None or head.published >= since
        )
        yield from (head.key for head in (islice(heads, limit) if limit else heads))

    def all(self, progress: Progress) -> None:
        """Go through all stages."""
        paper, places = self._paper, self._places
        self._begin_site()
        writers = {a for h in paper.heads if h.key in self._chosen for a in h.authors}
        people = People(paper.authors, places.people, self._request.choices.users, writers)
        here = self.ledger.files_by_key()
        gone = {key for key, file in here.items() if self.ledger.state(file) == GONE}
        leads = Leading(
            paper, places, self._book, self._receipt, chosen=self._chosen - gone,
            here=here.keys() - gone, people=people.files, now=self._request.now,
        ).leads()  # fmt: skip
        settings = self._settings()
        writer = StoryWriter(
            ProseWriter(self._zone, settings.base_url, settings.language),
            people,
            partial(TextUses, self._book, self._media, self._receipt, self._items),
            leads.aliases,
            rules_of(parsing_rules(settings)),
            self._zone,
            self._book.old.is_own,
        )
        self._write_pieces(writer, progress)
        self._write_people(writer, people)
        self._note_terms(leads)
        self._note_unused()
        self._put_settings(self._composed(leads.redirects, self._menus(leads)))
        self.ledger.redirects = leads.redirects
        self._note_archive()
        self._write_choices()
        if not self._request.dry:
            write_comments(self._request.into, self._receipt, self.ledger)

    # Stages

    def _begin_site(self) -> None:
        root = self._request.into
        if self._request.dry:
            return
        root.mkdir(parents=True, exist_ok=True)
        self.has_site = True
        if self._had is None:
            for path, data in shell(self._request.host, root.name).items():
                file = root / path
                if not file.exists():
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(data)
            self._put_settings(self._composed({}, ()))

    def _write_pieces(self, writer: StoryWriter, progress: Progress) -> None:
        total, done = len(self._chosen), 0
        moved_from = self.ledger.files_by_key()
        for piece in self._origin.pieces():
            head = piece.head
            if head.key not in self._chosen:
                reason = "not asked for this time"
                self._receipt.add(
                    Item(head.kind, LEFT_OUT, head.title, reason=reason, key=head.key)
                )
                continue
            done += 1
            progress("stories", done, total)
            place = self._places.by_key[head.key]
            earlier = moved_from.get(head.key, "")
            if earlier in ("", place.file) or self._gives_way(earlier, piece):
                self._write_piece(writer, piece, place)

    def _gives_way(self, earlier: str, piece: Piece) -> bool:
        """Delete a piece that comes to stand elsewhere now, unless it was edited."""
        if self.ledger.move_away(earlier):
            return True
        self._receipt.add(
            Item(
                piece.head.kind,
                _outcome(piece.head, self._request.now),
                piece.head.title,
                earlier,
                "it was edited or moved here since, and stays as it is",
                key=piece.head.key,
            )
        )
        return False

    def _write_piece(self, writer: StoryWriter, piece: Piece, place: Place) -> None:
        head = piece.head
        made = writer.story(piece, place)
        outcome = _outcome(head, self._request.now) if not made.draft else DRAFT
        reason, remedy = made.reason, made.remedy
        if made.is_broken:
            outcome = PROBLEM
        else:
            done = self.ledger.write(place.file, made.data, head.key)
            if done in (EDITED, GONE):
                reason = (
                    "it was edited here since the last run, and stays as it is"
                    if done == EDITED
                    else "it was deleted here since the last run, and is not written again"
                )
                remedy = ""
            elif done == FOREIGN:
                outcome, reason = PROBLEM, "there is another file of that name"
                remedy = "Rename one of the two, and run the same command again."
        if outcome == HELD and made.unchecked and head.published is not None:
            self._unchecked.append(head.published)
            remedy = remedy or (
                "Write what its pictures show, and set 'before' under [archive] of sitegen.toml to "
                "the day on which you moved: until its day nothing else is checked either."
            )
        weight = 2 if outcome in (STORY, PAGE) else 0
        self._receipt.add(
            Item(
                head.kind,
                outcome,
                made.title,
                "" if made.is_broken else place.file,
                reason,
                remedy,
                head.key,
                weight,
            )
        )

    def _write_people(self, writer: StoryWriter, people: People) -> None:
        for author in people.all():
            id_ = people.files.get(author.key)
            if id_ is None:
                reason = "wrote nothing of what was moved"
                self._receipt.add(Item("user", LEFT_OUT, author.name, reason=reason))
                continue
            file = f"content/authors/{id_}.md"
            done = self.ledger.write(file, writer.person(author, file), f"user:{id_}")
            reason = {
                EDITED: "edited here since, and stays as it is",
                GONE: "deleted here since: write the file again, or name somebody else",
                FOREIGN: "the site had this person already",
            }.get(done, "")
            remedy = "Their stories name them." if done == GONE else ""
            self._receipt.add(Item("user", PERSON, people.name(author), file, reason, remedy, id_))

    def _note_terms(self, leads: Leads) -> None:
        for term in self._paper.terms:
            fate, path = self._places.terms[term.key], leads.term_paths.get(term.key, "")
            outcome = SECTION if fate.section else TAG if fate.tag else LEFT_OUT
            reason = ""
            if outcome == LEFT_OUT:
                reason = "it says nothing of a story"
            elif not path:
                reason = "no story that readers can see has it"
            elif term.kind not in (model.CATEGORY, model.TAG):
                reason = f"of the site's own taxonomy '{term.kind}'"
            self._receipt.add(Item("term", outcome, term.name, path, reason, key=term.key))

    def _note_unused(self) -> None:
        """Note pictures and files that no text shows: they stay where they are."""
        for picture in self._paper.pictures:
            if not self._items.seen(picture.key):
                reason = "nothing that was moved shows it"
                kind = kind_of(picture.address)
                name = "" if picture.is_hidden else picture.address
                self._receipt.add(Item(kind, LEFT_OUT, name, reason=reason, key=picture.key))

    def _menus(self, leads: Leads) -> tuple[MenuColumn, ...]:
        columns: list[MenuColumn] = []
        titles = {head.key: head.title for head in self._paper.heads}
        titles |= {term.key: term.name for term in self._paper.terms}
        for menu in self._paper.menus:
            links: list[tuple[str, str]] = []
            for link in menu.links:
                to = menu_path(link, leads, self._places, self._book)
                title = link.title or titles.get(link.key, "")
                if to and title:
                    links.append((title, to))
                    reason = f"in the menu '{menu.name}'"
                    self._receipt.add(Item("link", MOVED, title, to, reason))
                    continue
                leads_to = link.address if link.address not in ("", "#") else "nowhere"
                reason = f"in the menu '{menu.name}': it leads to {leads_to}"
                remedy = "Add it under [menus] of sitegen.toml, if readers need it."
                self._receipt.add(Item("link", LEFT_OUT, title, "", reason, remedy))
            if links:
                name = menu_name(menu.name, [column.name for column in columns])
                columns.append(MenuColumn(name, menu.name or "Menu", tuple(links)))
        return tuple(columns)

    def _write_choices(self) -> None:
        """Write import.toml at the first run; an edited one is never touched."""
        file = self._request.into / CHOICES_FILE
        if self._request.dry or file.exists():
            return
        categories = {
            term.slug: self._places.terms[term.key]
            for term in self._paper.terms
            if term.kind == model.CATEGORY
        }
        users = {
            self._places.people[author.key] if "@" in author.key else author.key: author.name
            for author in self._paper.authors
        }
        unknown: dict[str, Show] = {
            item.title: "keep"
            for item in self._receipt.items()
            if item.kind == "shortcode" and item.outcome == KEPT
        }
        statuses: dict[str, Standing] = dict.fromkeys(self._paper.statuses, "draft")
        types: dict[str, Fate] = {
            head.type: "page" if head.as_page else "story"
            for head in self._paper.heads
            if head.kind == model.TYPE
        }
        chosen = self._request.choices
        text = written_choices(
            replace(
                chosen,
                categories={**categories, **chosen.categories},
                users={**users, **chosen.users},
                types={**types, **chosen.types},
                shortcodes={**unknown, **chosen.shortcodes},
                statuses={**statuses, **chosen.statuses},
                fields={**dict.fromkeys(self._paper.fields, ""), **chosen.fields},
            ),
            self._origin.program,
        )
        file.write_text(text, "utf-8")

    # Settings

    def _composed(self, redirects: Mapping[str, str], menus: tuple[MenuColumn, ...]) -> str:
        additions = Additions(
            self._places.sections, self._places.tag_slugs, redirects, menus, self._archive_end(),
            self.ledger.archive,
        )  # fmt: skip
        if self._had is not None:
            stale = {
                old: target
                for old, target in self.ledger.redirects.items()
                if redirects and redirects.get(old) != target
            }
            return added_settings(without_redirects(self._settings_text, stale), additions)
        return new_settings(
            self._paper,
            additions,
            host=self._request.host,
            year=self._request.now.year,
            search=bool(search_program().version),
        )

    def _archive_end(self) -> date:
        """Return the day behind the latest story that came out.

        What came before it was never checked here. A scheduled story counts only if it would stop
        the build: one that is planned for years ahead must not take the checks from all that is
        written until then.
        """
        now = self._request.now
        out = [h.published for h in self._paper.heads if h.published is not None]
        latest = max([at for at in out if at <= now] or [now])
        latest = max([latest, *self._unchecked])
        return latest.astimezone(self._zone).date() + timedelta(days=1)

    def _note_archive(self) -> None:
        """Note the day that this run wrote, so that the next may move it; never somebody's own."""
        day = self._archive_end().isoformat()
        has_archive = "archive" in tomllib.loads(self._settings_text)
        if not has_archive or archive_line(self.ledger.archive).search(self._settings_text):
            self.ledger.archive = max(day, self.ledger.archive)

    def _settings(self) -> Settings:
        """Return the settings that the site will have, but for redirects and menus."""
        text = self._composed({}, ())
        return parse(self._request.into, FILE, tomllib.loads(text), text)

    def _put_settings(self, text: str) -> None:
        file = self._request.into / FILE
        if self._request.dry or (file.is_file() and file.read_text("utf-8-sig") == text):
            return
        parse(self._request.into, FILE, tomllib.loads(text), text)  # what is wrong is not written
        file.write_text(text, "utf-8")


def _outcome(head: Head, now: datetime) -> str:
    if head.state == model.DRAFT:
        return DRAFT
    if head.state == model.HELD or (head.published is not None and head.published > now):
        return HELD
    return PAGE if head.kind == model.PAGE or head.as_page else STORY


def _settings_of(root: Path) -> tuple[str, Settings | None]:
    """Return the text of a site's settings and what they say; "" and None for a new site.

    Raises:
        SitegenError: they have mistakes, or stand in pyproject.toml.
    """
    file = root / FILE
    if not file.is_file():
        if root.is_dir() and any(p.name not in (".git", CHOICES_FILE) for p in root.iterdir()):
            hint = f"Name a new or empty folder, or one with a {FILE}."
            raise SitegenError([Problem(str(root), 0, "this folder is no sitegen site", hint)])
        return "", None
    return file.read_text("utf-8-sig"), load(root)
