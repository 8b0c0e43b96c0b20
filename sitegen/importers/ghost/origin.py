"""Ghost as an origin: which posts come along, under which addresses, by whom."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sitegen.core.record import Record, replace
from sitegen.core.urls import is_web_address
from sitegen.importers import loose, model
from sitegen.importers.ghost.files import GhostFiles
from sitegen.importers.ghost.routes import Routes, path_of, permalink_of, routes_of
from sitegen.importers.ghost.rows import Row
from sitegen.importers.ghost.texts import at_home, full_size, text_of
from sitegen.importers.model import Author, Head, Menu, MenuLink, Paper, Piece, Term
from sitegen.importers.receipt import LEFT_OUT, Item, Receipt
from sitegen.settings.timezones import is_zone

LONGEST = 20_000_000  # letters: no longer text is read
_SETTINGS = frozenset(
    {"title", "description", "timezone", "active_timezone", "locale", "lang", "default_locale",
     "navigation", "secondary_navigation", "permalinks", "logo", "cover_image", "icon"}
)  # fmt: skip
_OLD_HOME = re.compile(r"(https?://[^/\s]+(?:/[^\s]*?)?)/content/(?:images|media|files)/")
_PROFILES = {
    "facebook": "https://www.facebook.com/", "twitter": "https://x.com/",
    "threads": "https://www.threads.net/@", "bluesky": "https://bsky.app/profile/",
    "mastodon": "https://", "tiktok": "https://www.tiktok.com/@",
    "youtube": "https://www.youtube.com/", "instagram": "https://www.instagram.com/",
    "linkedin": "https://www.linkedin.com/in/",
}  # fmt: skip
_MAIL = "for readers of the e-mail"
_MOST_SECTIONS = 12
_MOST_PINNED = 3


class _Relations:
    """Which things belong to a post, in their order."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[float, str]]] = defaultdict(list)

    def add(self, post: str, other: str, order: object) -> None:
        number = float(order) if isinstance(order, int | float) else 0.0
        self._rows[post].append((number, other))

    def of(self, post: str) -> list[str]:
        rows = sorted(self._rows.get(post, ()), key=lambda row: row[0])
        return list(dict.fromkeys(other for _order, other in rows))


class _Post(Record):
    """What is kept of a post while the archive is surveyed."""

    id: str
    title: str
    slug: str
    kind: str
    state: str
    published: datetime | None
    updated: datetime | None
    author: str  # of old exports, which know one
    is_featured: bool


class Ghost:
    """An export of Ghost.

    Args:
        file: .json, or .zip with the pictures.
    """

    program = "Ghost"

    def __init__(self, file: Path) -> None:
        self._files = GhostFiles(file)
        self._posts: dict[str, _Post] = {}
        self._heads: dict[str, Head] = {}
        self._users: dict[str, Row] = {}
        self._tags: dict[str, Row] = {}
        self._meta: dict[str, Row] = {}
        self._settings: dict[str, str] = {}
        self._authors_of, self._tags_of = _Relations(), _Relations()
        self._routes = Routes()
        self._zone = ZoneInfo("UTC")
        self._address = ""
        self._pinned: set[str] = set()

    # The survey

    def survey(self, receipt: Receipt) -> Paper:
        """Read all but the texts. What is left out for good is counted in the receipt."""
        hosts: Counter[str] = Counter()
        suspects: list[tuple[_Post, str]] = []
        for table, row in self._files.rows(receipt.remark):
            if table == "posts":
                self._note_post(row, hosts, suspects)
            else:
                self._note_row(table, row, hosts)
        hidden = 0
        for post, why in suspects:
            reason = why or (_MAIL if self._is_mail(post.id) else "")
            if reason:
                receipt.add(Item(post.kind, LEFT_OUT, reason=reason, key=_key(post.id)))
                hidden += reason.startswith("for ")
            else:
                self._posts[post.id] = post
        self._address = max(hosts, key=hosts.__getitem__, default="")
        self._note_pinned()
        if hidden:
            receipt.remark(
                f"For members, paying readers or readers of e-mails: {hidden:,}. Nothing of these "
                "posts is written here. To bring one along, set its access to Public in Ghost "
                "and export again."
            )
        return self._paper(receipt)

    def _note_post(self, row: Row, hosts: Counter[str], suspects: list[tuple[_Post, str]]) -> None:
        id_ = str(row.get("id", ""))
        status = str(row.get("status", "draft"))
        is_page = row.get("type") == "page" or row.get("page") == 1
        dates = [moment(row.get(name)) for name in ("published_at", "created_at", "updated_at")]
        published, created, updated = dates
        state = {"published": model.PUBLISHED, "scheduled": model.HELD}.get(status, model.DRAFT)
        if state != model.DRAFT:
            published = published or created
        post = _Post(
            id_,
            _plain(row.get("title")),
            _plain(row.get("slug")),
            model.PAGE if is_page else model.POST,
            state,
            published if state != model.DRAFT else None,
            updated if updated and published and updated > published else None,
            str(row.get("author_id") or row.get("author") or ""),
            bool(row.get("featured")),
        )
        suspects.append((post, _why_left_out(row, status)))
        picture = row.get("feature_image") or row.get("image")
        if isinstance(picture, str):
            home = _OLD_HOME.match(picture)
            hosts.update([home[1]] if home else [])

    def _note_row(self, table: str, row: Row, hosts: Counter[str]) -> None:
        match table:
            case "users":
                # Passwords, e-mail addresses and keys go no further than this.
                names = ("name", "slug", "bio", "website", "profile_image", "image", *_PROFILES)
                self._users[str(row.get("id"))] = {name: row.get(name) for name in names}
            case "tags":
                self._tags[str(row.get("id"))] = row
            case "posts_authors":
                self._authors_of.add(
                    str(row.get("post_id")), str(row.get("author_id")), row.get("sort_order")
                )
            case "posts_tags":
                self._tags_of.add(
                    str(row.get("post_id")), str(row.get("tag_id")), row.get("sort_order")
                )
            case "posts_meta":
                self._meta[str(row.get("post_id"))] = row
            case "settings":
                key, value = row.get("key"), row.get("value")
                if isinstance(key, str) and key in _SETTINGS and isinstance(value, str):
                    self._settings[key] = value
                    home = _OLD_HOME.match(value)
                    hosts.update([home[1]] if home else [])

    def _is_mail(self, post: str) -> bool:
        return self._meta.get(post, {}).get("email_only") == 1

    def _note_pinned(self) -> None:
        """Keep the newest of the featured posts: some sites feature hundreds."""
        featured = [p for p in self._posts.values() if p.is_featured and p.published is not None]
        featured.sort(key=lambda post: (post.published, post.id), reverse=True)
        self._pinned = {post.id for post in featured[:_MOST_PINNED]}

    def _paper(self, receipt: Receipt) -> Paper:
        self._note_routes(receipt)
        terms = self._terms(receipt)
        self._heads = {post.id: self._head(post, terms) for post in self._posts.values()}
        locale = next(
            filter(None, (self._settings.get(n, "") for n in ("locale", "lang", "default_locale"))),
            "",
        )
        authors = tuple(self._author(id_) for id_ in self._users)
        paper = Paper(
            title=_plain(self._settings.get("title")),
            tagline=_plain(self._settings.get("description")),
            address=self._address,
            zone=self._zone_name(),
            language=loose.language(locale),
            heads=tuple(self._heads.values()),
            terms=tuple(terms.values()),
            authors=authors,
            menus=tuple(self._menus()),
        )
        return replace(paper, addresses=self._old_addresses(paper, receipt))

    def _note_routes(self, receipt: Receipt) -> None:
        """Learn at which addresses posts stood, and by whose clock."""
        self._routes = routes_of(self._files.routes(receipt.remark))
        for text in self._routes.strange:
            receipt.remark(
                f"routes.yaml has a collection by a filter that is not understood ({text}): the "
                "old addresses of its posts are taken for those of the next that fits. Try them "
                "with 'sitegen import --check' and the old sitemap."
            )
        self._zone = ZoneInfo(self._zone_name() or "UTC")

    def _zone_name(self) -> str:
        """Return the newsroom's time zone; "" where the export names none that there is."""
        names = [self._settings.get(key, "") for key in ("timezone", "active_timezone")]
        zone = next(filter(is_zone, names), "")
        return "UTC" if zone == "Etc/UTC" else zone

    def _terms(self, receipt: Receipt) -> dict[str, Term]:
        """Return the public tags, by the id of their row."""
        firsts: Counter[str] = Counter()
        for post in self._posts:
            firsts.update(self._public_tags(post)[:1])
        in_menu = {link.address.rstrip("/") for menu in self._menus() for link in menu.links}
        posts = len(self._posts)
        sections = {
            id_
            for id_, count in firsts.most_common(_MOST_SECTIONS)
            if count * 20 >= posts or self._list_address("tag", id_).rstrip("/") in in_menu
        }
        terms = {}
        for id_, row in self._tags.items():
            if not self._is_public(id_):
                receipt.add(Item("term", LEFT_OUT, reason="an internal tag", key=f"tag-{id_}"))
                continue
            address = self._list_address("tag", id_)
            terms[id_] = Term(
                f"tag:{row.get('slug') or id_}",
                model.CATEGORY if id_ in sections else model.TAG,
                _plain(row.get("slug")),
                _plain(row.get("name")),
                description=_plain(row.get("description")),
                addresses=(address, f"{address}rss/"),
            )
        return terms

    def _is_public(self, tag: str) -> bool:
        row = self._tags.get(tag)
        if row is None:
            return False
        return row.get("visibility") != "internal" and not str(row.get("name", "")).startswith("#")

    def _list_address(self, kind: str, id_: str) -> str:
        row = self._tags.get(id_, {}) if kind == "tag" else self._users.get(id_, {})
        pattern = self._routes.tag if kind == "tag" else self._routes.author
        return self._address + path_of(pattern, {"slug": str(row.get("slug") or id_)})

    def _head(self, post: _Post, terms: Mapping[str, Term]) -> Head:
        address = "" if post.state == model.DRAFT else self._permalink(post)
        tags = [terms[tag].key for tag in self._tags_of.of(post.id) if tag in terms]
        more = (f"{address}amp/",) if address and post.kind == model.POST else ()
        return Head(
            _key(post.id),
            post.kind,
            post.title,
            post.slug,
            post.state,
            post.published,
            post.updated,
            address,
            more,
            type=post.kind,
            terms=tuple(tags),
            authors=tuple(f"user-{user}" for user in self._authors(post)),
        )

    def _permalink(self, post: _Post) -> str:
        if post.kind == model.PAGE or post.published is None:
            return f"{self._address}/{post.slug}/"
        tags = [str(self._tags[tag].get("slug", "")) for tag in self._public_tags(post.id)]
        authors = [str(self._users[user].get("slug", "")) for user in self._authors(post)]
        # Collections are often made by internal tags, which are written nowhere.
        every = [str(self._tags.get(tag, {}).get("slug", "")) for tag in self._tags_of.of(post.id)]
        facts = {
            "tag": every, "primary_tag": tags[:1], "author": authors, "primary_author": authors[:1],
            "featured": [str(post.is_featured).lower()], "visibility": ["public"],
            "slug": [post.slug], "id": [post.id],
        }  # fmt: skip
        pattern = permalink_of(self._routes, facts) or self._settings.get("permalinks", "")
        if not re.search(r"[:{](?:slug|id)\b", pattern):
            pattern = "/:slug/"
        at = post.published.astimezone(self._zone)
        author = authors[0] if authors else ""
        values = {
            "slug": post.slug, "id": post.id, "year": f"{at:%Y}", "month": f"{at:%m}",
            "day": f"{at:%d}", "author": author, "primary_author": author,
            "primary_tag": tags[0] if tags else "all",
        }  # fmt: skip
        return self._address + path_of(pattern, values)

    def _public_tags(self, post: str) -> list[str]:
        return [tag for tag in self._tags_of.of(post) if self._is_public(tag)]

    def _authors(self, post: _Post) -> list[str]:
        found = self._authors_of.of(post.id) or [post.author]
        return [user for user in found if user in self._users]

    def _author(self, id_: str) -> Author:
        row = self._users[id_]
        name = _without_mail(_plain(row.get("name")))
        profiles = [_profile(key, row.get(key)) for key in ("website", *_PROFILES)]
        address = self._list_address("author", id_)
        picture = row.get("profile_image") or row.get("image")
        return Author(
            f"user-{id_}",
            name or "Author",
            _without_mail(_plain(row.get("slug"))),
            bio=_escaped(_plain(row.get("bio"))),
            profiles=tuple(profile for profile in profiles if profile),
            picture=self._at_home(picture),
            addresses=(address, f"{address}rss/"),
        )

    def _at_home(self, address: object) -> str:
        return full_size(at_home(address, self._address)) if isinstance(address, str) else ""

    def _menus(self) -> Iterator[Menu]:
        for key, name in (("navigation", "main"), ("secondary_navigation", "more")):
            try:
                entries = json.loads(self._settings.get(key) or "[]")
            except (ValueError, RecursionError):
                continue
            links = [
                MenuLink(_plain(entry.get("label")), self._menu_address(str(entry.get("url", ""))))
                for entry in entries if isinstance(entry, dict)
            ]  # fmt: skip
            if links:
                yield Menu(name, tuple(links))

    def _menu_address(self, url: str) -> str:
        url = at_home(url, self._address)
        return f"{self._address}{url}" if url.startswith("/") else url

    def _old_addresses(self, paper: Paper, receipt: Receipt) -> dict[str, str]:
        """Return what else answered on the old site: its feed, and redirects of its own."""
        keys = {_path(head.address): head.key for head in paper.heads if head.address}
        keys |= {_path(term.addresses[0]): term.key for term in paper.terms}
        keys |= {_path(author.addresses[0]): author.key for author in paper.authors}
        known = {"/": "/", "/rss/": "/feed.xml", **keys}
        addresses = {"/rss/": "/feed.xml", "/feed/": "/feed.xml"}
        slugs = {head.slug: head.key for head in paper.heads}
        for address, slug in self._routes.pages.items():
            if slug in slugs:
                addresses[address] = slugs[slug]
        strange = 0
        for old, new in self._files.redirects(receipt.remark):
            path, target = _literal(old), known.get(_path(new))
            if path and target:
                addresses.setdefault(path, target)
            else:
                strange += 1
        if strange:
            receipt.remark(
                "Redirects of the old site that are patterns, or lead to what did not come along: "
                f"{strange:,}. Write those that you want under [redirects] of sitegen.toml."
            )
        return addresses

    # The texts

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the survey, in its order."""
        for table, row in self._files.rows(lambda _sentence: None):
            id_ = str(row.get("id", ""))
            if table == "posts" and id_ in self._heads:
                yield self._piece(id_, row)

    def _piece(self, id_: str, row: Row) -> Piece:
        meta = {**row, **self._meta.get(id_, {})}
        text, form, remarks = text_of(row, self._address)
        if row.get("codeinjection_head") or row.get("codeinjection_foot"):
            remarks += ("code that was put into its head or foot",)
        canonical = self._at_home(row.get("canonical_url"))
        is_elsewhere = is_web_address(canonical) and (
            not self._address or not canonical.startswith(f"{self._address}/")
        )
        alt = meta.get("feature_image_alt")
        return Piece(
            self._heads[id_],
            text,
            form,
            summary=_plain(row.get("custom_excerpt")),
            authors=self._heads[id_].authors,
            picture=self._at_home(row.get("feature_image") or row.get("image")),
            picture_alt=alt if isinstance(alt, str) and alt.strip() else None,
            picture_caption=at_home(str(meta.get("feature_image_caption") or ""), self._address),
            pinned=id_ in self._pinned,
            guid=id_,
            canonical=canonical if is_elsewhere else "",
            description=_plain(meta.get("meta_description")),
            lang=loose.language(str(row.get("locale") or "")),
            notes=remarks,
        )

    def data(self, address: str) -> bytes | None:
        """Return a picture or file of the zip; None for any other."""
        return self._files.data(address)


def _why_left_out(row: Row, status: str) -> str:
    """Say why a post must not come along; "" where it may."""
    visibility = str(row.get("visibility") or "public")
    if visibility != "public":
        return "for members" if visibility == "members" else "for paying readers"
    if status == "sent" or row.get("email_only") == 1:
        return _MAIL
    if status not in ("published", "draft", "scheduled"):
        return f"of the status '{status}'"
    letters = sum(len(value) for value in row.values() if isinstance(value, str))
    return f"a text of {letters:,} letters, more than is read" if letters > LONGEST else ""


def moment(value: object) -> datetime | None:
    """Return a date of an export: "2025-01-01T00:00:00.000Z", "2025-01-01 00:00:00" or in ms."""
    try:
        if isinstance(value, int | float):
            return loose.moment(datetime.fromtimestamp(value // 1000, UTC), UTC)
        if isinstance(value, str):
            return loose.moment(datetime.fromisoformat(value.strip()).replace(microsecond=0), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _key(post: str) -> str:
    return f"ghost-{post}"


def _plain(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _without_mail(text: str) -> str:
    """Return a name without what looks like an e-mail address."""
    return re.sub(r"(\S+)@\S+\.\w+", r"\1", text)


def _profile(key: str, value: object) -> str:
    """Return a whole address of somebody elsewhere; "" for none."""
    name = value.strip() if isinstance(value, str) else ""
    if not name or is_web_address(name):
        return name
    if key == "mastodon" and name.count("@") == 2:  # "@ana@paper.example"
        user, _, host = name.lstrip("@").partition("@")
        name = f"{host}/@{user}"
    whole = f"{_PROFILES.get(key, 'https://')}{name.lstrip('@/')}"
    return whole if key != "website" and is_web_address(whole) else ""


def _path(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return f"{path.rstrip('/')}/"


def _literal(pattern: str) -> str:
    """Return the one path that a pattern of a redirect means; "" for one that means several."""
    path = pattern.removeprefix("^").removesuffix("$").replace("\\/", "/").replace("\\.", ".")
    path = re.sub(r"/\?$|\(/\)\?$|\[/\]\?$", "/", path)
    path = path if path.startswith("/") else f"/{path}"
    return path if re.fullmatch(r"(?:/[\w.~%-]+)+/?", path) else ""
