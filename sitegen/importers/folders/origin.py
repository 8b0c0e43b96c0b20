"""A folder of another generator as an origin: its texts with what stands above them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.core.urls import slugify
from sitegen.importers import loose, model
from sitegen.importers.folders.matter import Matter
from sitegen.importers.folders.program import FolderSettings, Page, Program, Source
from sitegen.importers.folders.texts import (
    FIRST_HEADING,
    HTML_ENDINGS,
    FolderTexts,
    FoundPiece,
    Text,
    at_home,
)
from sitegen.importers.folders.tree import Tree
from sitegen.importers.model import Author, Head, Menu, MenuLink, Paper, Piece, Term
from sitegen.importers.receipt import KEPT, LEFT_OUT, Item, Receipt
from sitegen.settings.timezones import is_zone

# Folders that hold all stories and file none.
_PLAIN = frozenset({"post", "posts", "blog", "article", "articles", "stories", "entries"})
_LOOPS = frozenset({"for", "if", "assign", "set", "macro", "extends", "block"})
_STAYS = "It stands in the text as it was: write it anew as a block, or take it out."


class Folder:
    """A folder with a paper.

    Args:
        root: the folder in which the generator ran.
    """

    def __init__(self, root: Path, program: Program) -> None:
        self.program = program.name
        self._program = program
        self._root = root
        self._settings = FolderSettings()
        self._zone: tzinfo = UTC
        self._tree = Tree(root)
        self._found: dict[str, FoundPiece] = {}  # by path
        self._texts = FolderTexts(self._tree, program, self._settings, self._found)
        self._terms: dict[str, Term] = {}
        self._authors: dict[str, Author] = {}

    # The survey

    def survey(self, receipt: Receipt) -> Paper:
        """Read all but the texts. What is left out for good is counted in the receipt.

        Raises:
            SitegenError: there is no such folder, or no text in it.
        """
        if not self._root.is_dir():
            hint = f"Name the folder in which {self.program} ran."
            raise SitegenError([Problem(str(self._root), 0, "there is no such folder", hint)])
        self._settings = self._program.settings(self._root)
        self._texts = FolderTexts(self._tree, self._program, self._settings, self._found)
        self._zone = _zone(self._settings.zone)
        for remark in self._settings.remarks:
            receipt.remark(remark)
        pages = [page for path in self._tree.paths for page in self._page(path, receipt)]
        if not pages:
            hint = f"Name the folder in which {self.program} ran: the one with its settings."
            what = f"there is no text of {self.program}'s in this folder"
            raise SitegenError([Problem(str(self._root), 0, what, hint)])
        titles = self._titles_of_folders()
        for page, fault in pages:
            self._note(page, fault, titles)
        self._note_tags(receipt)
        settings = self._settings
        menu = tuple(MenuLink(title, self._at_home(to)) for title, to in settings.menu)
        return Paper(
            title=settings.title,
            tagline=settings.tagline,
            address=settings.address if "://" in settings.address else "",
            zone=settings.zone if is_zone(settings.zone) else "",
            language=loose.language(settings.language),
            heads=tuple(found.head for found in self._found.values()),
            terms=tuple(self._terms.values()),
            authors=tuple(self._authors.values()),
            menus=(Menu("main", menu),) if menu else (),
            addresses=dict(settings.feeds),
        )

    def _page(self, path: str, receipt: Receipt) -> Iterator[tuple[Page, str]]:
        """Yield a file's page and what is wrong with its front matter, if it is one."""
        source = self._program.source(path, self._settings)
        if source is None:
            return
        reason = source.left_out
        matter = self._texts.matter(path) if not reason else None
        if not reason and matter is None:
            reason = "a text of more than 20 MB, or a link that leads out of the folder"
        if matter is not None and not reason:
            values = {**self._program.defaults(path, self._settings), **matter.values}
            matter = replace(matter, values=values)
            reason = self._why_left_out(source, values)
        if reason or matter is None:
            receipt.add(Item(source.kind, LEFT_OUT, reason=reason, key=path, to=""))
            return
        if not matter.is_fenced and self.program == "Jekyll" and source.kind == model.PAGE:
            return  # a file without front matter is none of Jekyll's pages
        yield self._page_of(source, matter), matter.fault

    def _why_left_out(self, source: Source, values: Mapping[str, Any]) -> str:
        status = loose.text(values.get("status")).casefold()
        build = values.get("_build") or values.get("build")
        if status == "skip":
            return "it says 'Status: skip'"
        if status == "private" or loose.flag(values.get("private")):
            return "private"
        if loose.text(values.get("password")):
            return "protected by a password"
        if loose.flag(values.get("permalink")) is False or loose.flag(values.get("headless")):
            return "it was no page of its own"
        if isinstance(build, Mapping) and loose.text(build.get("render")) in ("never", "false"):
            return "it was no page of its own"
        if source.kind == model.PAGE and loose.text(values.get("redirect_to")):
            return "a page that only led on"
        return ""

    def _page_of(self, source: Source, matter: Matter) -> Page:
        values, keys = matter.values, self._program.keys
        title = loose.text(loose.first(values, keys["title"]))
        if not title:
            heading = FIRST_HEADING.match(matter.text)
            title = re.sub(r"[*_`]", "", (heading[1] or heading[2]).strip()) if heading else ""
        published = loose.moment(loose.first(values, keys["date"]), self._zone)
        published = published or loose.moment(source.day, self._zone)
        authors = self._names(loose.first(values, keys["authors"]))
        return Page(
            source,
            values,
            title or _as_title(source.name),
            loose.text(loose.first(values, keys["slug"])),
            published,
            tuple(self._categories(source, values)),
            authors[0] if authors else "",
        )

    def _categories(self, source: Source, values: Mapping[str, Any]) -> list[str]:
        program = self._program
        named = loose.first(values, program.keys["categories"])
        names = loose.texts(named, by_spaces=program.by_spaces and "category" not in values,
                            by_commas=program.by_commas)  # fmt: skip
        folder = source.category
        if folder and folder not in _PLAIN and folder not in names:
            names = [*names, folder] if program.pairs and names else [folder, *names]
        return list(dict.fromkeys(names))

    def _names(self, value: Any) -> list[str]:
        people = self._settings.people
        names = []
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str) and each not in people:
                parts = re.split(r"\s*;\s*", each) if ";" in each else [each]
                if self._program.pairs and ";" not in each:
                    parts = [part.strip() for part in each.split(",")]
                names += [_without_mail(part) for part in parts if part.strip()]
            else:
                names += loose.texts(each)
        return [name for name in names if name]

    def _titles_of_folders(self) -> dict[str, tuple[str, str]]:
        """Return what lists say of themselves: folder → title, description (Hugo's _index.md)."""
        titles = {}
        for path in self._tree.paths:
            place = PurePosixPath(path)
            if place.stem == "_index" and place.suffix == ".md":
                matter = self._texts.matter(path)
                if matter is not None:
                    said = matter.values
                    description = loose.text(said.get("description"))
                    titles[place.parent.name] = (loose.text(said.get("title")), description)
        return titles

    # One piece

    def _note(self, page: Page, fault: str, titles: Mapping[str, tuple[str, str]]) -> None:
        source, values, keys = page.source, page.values, self._program.keys
        state, reason, remedy = self._state(page, fault)
        is_draft = state == model.DRAFT
        kind = source.kind
        if page.published is None and not is_draft and kind == model.POST:
            kind = model.PAGE
        tags = [
            tag for tag in loose.texts(loose.first(values, keys["tags"]),
                                       by_spaces=self._program.by_spaces,
                                       by_commas=self._program.by_commas)
            if tag.casefold() not in self._program.no_tags
        ]  # fmt: skip
        terms = [self._term(model.CATEGORY, name, titles) for name in page.categories]
        terms += [self._term(model.TAG, name, titles) for name in dict.fromkeys(tags)]
        authors = tuple(
            dict.fromkeys(map(self._author, self._names(loose.first(values, keys["authors"]))))
        )
        path = "" if is_draft else self._program.address(page, self._settings)
        head = Head(
            f"{self.program.lower()}:{source.path}",
            kind,
            page.title,
            page.slug or _name_of(path) or slugify(source.name) or slugify(page.title),
            state,
            None if is_draft else page.published,
            self._updated(page),
            self._at_home(path) if path else "",
            tuple(self._old_addresses(values, path)),
            type=source.type or source.kind,
            terms=tuple(dict.fromkeys(terms)),
            authors=authors,
            as_page=kind == model.TYPE and page.published is None,
            reason=reason,
            remedy=remedy,
        )
        self._found[source.path] = FoundPiece(page, head, fault)

    def _state(self, page: Page, fault: str) -> tuple[str, str, str]:
        """Return the state of a piece, and what is to be said of it and done."""
        values = page.values
        if fault:
            what = f"its front matter could not be read: {fault}"
            if values:
                what = f"{fault}, which stands in the draft as it was"
            remedy = "Mend the draft, and take its draft line out."
            return model.DRAFT, what, remedy
        written = loose.first(values, self._program.keys["date"])
        if written is not None and page.published is None:
            what = f"its date '{loose.text(written)}' cannot be read"
            return model.DRAFT, what, "Write 'published', and take the draft line out."
        status = loose.text(values.get("status")).casefold()
        is_draft = (
            page.source.is_draft
            or loose.flag(loose.first(values, self._program.keys["draft"]))
            or loose.flag(values.get("published")) is False
            or status in ("draft", "hidden", "pending")
        )
        if status == "hidden":
            return model.DRAFT, "it was in no list ('Status: hidden')", ""
        return (model.DRAFT if is_draft else model.PUBLISHED), "", ""

    def _updated(self, page: Page) -> datetime | None:
        value = loose.first(page.values, self._program.keys["updated"])
        return loose.moment(value, self._zone)

    def _old_addresses(self, values: Mapping[str, Any], path: str) -> Iterator[str]:
        for each in loose.texts(loose.first(values, self._program.keys["aliases"])):
            if "://" in each or each.startswith("/"):
                yield self._at_home(each)
            elif path:
                yield self._at_home(posixpath.join(posixpath.dirname(path.rstrip("/")), each))

    def _term(self, kind: str, name: str, titles: Mapping[str, tuple[str, str]]) -> str:
        slug = slugify(name) or name
        key = f"{kind}:{slug}"
        if key not in self._terms:
            title, description = titles.get(name, ("", "")) if kind == model.CATEGORY else ("", "")
            addresses = self._program.list_address(kind, name, self._settings)
            if (title or name in titles) and kind == model.CATEGORY:
                addresses = (f"/{name}/", f"/{name}/index.xml", *addresses)
            shown = title or (_as_title(name) if name == name.lower() and kind == model.CATEGORY
                              else name)  # fmt: skip
            at_home = tuple(dict.fromkeys(map(self._at_home, addresses)))
            self._terms[key] = Term(key, kind, slug, shown, "", description, at_home)
        return key

    def _author(self, name: str) -> str:
        said = self._settings.people.get(name, {})
        said = said if isinstance(said, Mapping) else {}
        key = slugify(name) or name
        if key not in self._authors:
            shown = loose.text(said.get("name") or said.get("display_name")) or name
            addresses = self._program.list_address("author", name, self._settings)
            self._authors[key] = Author(
                key,
                _without_mail(shown),
                bio=_escaped(loose.text(said.get("bio") or said.get("description"))),
                picture=self._at_home(loose.text(said.get("avatar") or said.get("picture"))),
                addresses=tuple(map(self._at_home, addresses)),
            )
        return key

    def _at_home(self, path: str) -> str:
        return at_home(path, self._settings)

    def _note_tags(self, receipt: Receipt) -> None:
        """Count the shortcodes that stay in texts; leave out pages that only make lists."""
        for path, found in list(self._found.items()):
            unknown = self._texts.text(found).unknown
            if found.head.kind == model.PAGE and _LOOPS & unknown.keys():
                del self._found[path]
                reason = "a template that makes a list, and no text"
                receipt.add(Item(found.head.kind, LEFT_OUT, reason=reason, key=path))
                continue
            for name, count in unknown.items():
                for _ in range(count):
                    where = f"in {found.head.title}"
                    receipt.add(Item("shortcode", KEPT, name, "", where, _STAYS, path, 1))

    # The texts

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the survey, in its order."""
        for path, found in self._found.items():
            yield self._piece(path, found, self._texts.text(found))

    def _piece(self, path: str, found: FoundPiece, text: Text) -> Piece:
        page, head, keys = found.page, found.head, self._program.keys
        values = page.values
        picture, alt, caption = self._picture(values, page)
        series = loose.texts(loose.first(values, keys["series"]))
        sound = loose.text(values.get("audio_url") or values.get("podcast_url"))
        return Piece(
            head,
            text.text,
            model.HTML if path.endswith(HTML_ENDINGS) else model.MARKDOWN,
            summary=loose.plain(loose.text(loose.first(values, keys["summary"]))),
            authors=found.head.authors,
            picture=picture,
            picture_alt=alt or None,
            picture_caption=caption,
            pinned=bool(loose.flag(loose.first(values, keys["pinned"]))),
            guid=self._guid(page, head),
            canonical=self._at_home(loose.text(loose.first(values, keys["canonical"]))),
            description=loose.plain(loose.text(loose.first(values, keys["description"]))),
            subtitle=loose.plain(loose.text(loose.first(values, keys["subtitle"]))),
            sound=model.Sound(self._at_home(sound)) if sound else None,
            lang=self._lang(page),
            expires=loose.moment(loose.first(values, keys["expires"]), self._zone),
            notes=(
                *(f"the shortcode '{name}' stays as it stood" for name in text.unknown),
                *(f"without {remark}" for remark in text.remarks),
            ),
            extra={"series": series[0]} if series and head.kind != model.PAGE else {},
        )

    def _guid(self, page: Page, head: Head) -> str:
        written = loose.text(loose.first(page.values, self._program.keys["guid"]))
        return written or (self._program.guid(head.address, page) if "://" in head.address else "")

    def _lang(self, page: Page) -> str:
        lang = loose.text(loose.first(page.values, self._program.keys["lang"])) or page.source.lang
        lang = loose.language(lang)
        return "" if lang == loose.language(self._settings.language) else lang

    def _picture(self, values: Mapping[str, Any], page: Page) -> tuple[str, str, str]:
        """Return the lead picture's address, its alt text and its caption as HTML."""
        keys = self._program.keys
        value = loose.first(values, keys["image"])
        alt = loose.text(loose.first(values, keys["alt"]))
        caption = loose.text(loose.first(values, keys["caption"]))
        credit = loose.text(loose.first(values, keys["credit"]))
        if isinstance(value, list):
            value = value[0]
        if isinstance(value, Mapping):
            table = value
            alt = loose.text(loose.first(table, ("alt", "image_description", "title"))) or alt
            caption = loose.text(loose.first(table, ("caption",))) or caption
            credit = loose.text(loose.first(table, ("credit", "attribution"))) or credit
            value = loose.first(
                table, ("image", "src", "url", "file", "path", "feature", "teaser", "overlay_image")
            )
        address = loose.text(value)
        if not address or address.startswith("#"):
            return "", "", ""
        if "://" not in address and not address.startswith("/"):
            in_folder = posixpath.join(str(PurePosixPath(page.source.path).parent), address)
            if posixpath.normpath(in_folder) not in self._tree:
                address = f"/{address}" if self._tree_has(address) else address
        words = ". ".join(filter(None, (caption, credit)))
        return self._texts.target(address, page), alt, _escaped(words)

    def _tree_has(self, path: str) -> bool:
        return any(
            posixpath.normpath(posixpath.join(folder, path)) in self._tree
            for folder in self._settings.statics
        )

    def data(self, address: str) -> bytes | None:
        """Return a picture or file of the folder; None for any other."""
        settings = self._settings
        base = urlsplit(settings.address).path if "://" in settings.address else ""
        folders = tuple(dict.fromkeys((*settings.statics, settings.content)))
        return self._tree.data(address, folders, base)


def _zone(name: str) -> tzinfo:
    return ZoneInfo(name) if is_zone(name) else UTC


def _name_of(path: str) -> str:
    """Return the last part of an old address, without its ending."""
    return re.sub(r"\.html?$", "", path.rstrip("/").rpartition("/")[2])


def _as_title(name: str) -> str:
    words = " ".join(re.split(r"[-_\s]+", name)).strip()
    return words[:1].upper() + words[1:]


def _without_mail(name: str) -> str:
    """Return a name without an e-mail address: "Ana Ruiz <ana@…>", "ana@… (Ana Ruiz)"."""
    inner = re.search(r"\(([^)]+)\)", name) if "@" in name else None
    plain = inner[1] if inner else re.sub(r"\s*<?\S+@\S+\.\w+>?", "", name).strip()
    return " ".join(plain.split()) or name.partition("@")[0].strip("< ")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
