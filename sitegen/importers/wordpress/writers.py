"""Who wrote: the users of an export, and the guests of Co-Authors Plus."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.urls import is_web_address, slugify
from sitegen.importers.model import Author
from sitegen.importers.wordpress.entries import Entry
from sitegen.importers.wordpress.words import is_mail, list_addresses, plain_words, without_mail

CO_AUTHOR = "author"  # each byline is a term of this taxonomy


class Writers:
    """Notes writers.

    Attributes:
        authors: key → writer.
        logins: slug of a writer → key.
    """

    def __init__(self) -> None:
        self.authors: dict[str, Author] = {}
        self.logins: dict[str, str] = {}

    def note(self, fields: Mapping[str, str]) -> None:
        """Note one of the users that the export names at its head."""
        login = fields.get("wp:author_login", "")
        first, last = fields.get("wp:author_first_name", ""), fields.get("wp:author_last_name", "")
        shown = plain_words(fields.get("wp:author_display_name", ""))
        whole = plain_words(f"{first} {last}")
        name = shown if shown and not is_mail(shown) else whole or without_mail(login)
        if not login or login in self.authors:
            return
        slug = slugify(without_mail(login)) or slugify(name)
        bio = fields.get("wp:author_description", "")
        addresses = list_addresses("author", slug)
        if fields.get("wp:author_id", "").isdigit():
            addresses += (f"/?author={fields['wp:author_id']}",)
        self.authors[login] = Author(login, name, bio=bio, addresses=addresses)
        self.logins.setdefault(slug, login)
        self.logins.setdefault(slugify(name), login)

    def bylines(self, entry: Entry) -> tuple[str, ...]:
        """Return the keys of those who wrote an entry; an unknown name is its own key."""
        together: list[str] = []
        for term in entry.categories:
            if term.domain != CO_AUTHOR:
                continue
            slug = term.slug.removeprefix("cap-")
            key = self.logins.get(slug) or self.logins.get(slugify(term.name))
            if key is None:
                name = plain_words(term.name)
                key = slug or name
                if key not in self.authors and not is_mail(name):
                    self.authors[key] = Author(key, name or slug)
                    self.logins[slug] = key
            together.append(key)
        if together:
            return tuple(dict.fromkeys(together))
        login = entry.value("dc:creator")
        if login and login not in self.authors:
            name = without_mail(plain_words(login))
            addresses = list_addresses("author", slugify(name))
            self.authors[login] = Author(login, name, addresses=addresses)
            self.logins.setdefault(slugify(name), login)
        return (login,) if login else ()

    def note_guest(self, entry: Entry) -> str:
        """Note a guest, who is a writer without a login; return the name."""
        meta = entry.meta
        name = plain_words(meta.get("cap-display_name", "") or entry.value("title"))
        slug = entry.value("wp:post_name").removeprefix("cap-") or slugify(name)
        login = meta.get("cap-linked_account", "").strip()
        bio = meta.get("cap-description", "") or entry.values.get("content:encoded", "")
        profiles = tuple(a for a in (meta.get("cap-website", "").strip(),) if is_web_address(a))
        known = self.logins.get(slug) or (login if login in self.authors else "") or slug
        before = self.authors.get(known)
        picture = meta.get("_thumbnail_id", "").strip()
        self.authors[known] = Author(
            known,
            name or (before.name if before else slug),
            slug,
            bio or (before.bio if before else ""),
            profiles,
            f"wp-{picture}" if picture else "",
            list_addresses("author", slug),
        )
        self.logins[slug] = known
        return name
