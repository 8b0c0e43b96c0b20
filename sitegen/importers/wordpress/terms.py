"""Categories, tags and terms of taxonomies of the site's own, by their slugs."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from sitegen.core.record import replace
from sitegen.core.urls import slugify
from sitegen.importers import model
from sitegen.importers.model import Term
from sitegen.importers.wordpress import meta as plugins
from sitegen.importers.wordpress.entries import Category, Entry
from sitegen.importers.wordpress.words import list_addresses, plain_words
from sitegen.importers.wordpress.writers import CO_AUTHOR

SPONSOR_TERMS = ("newspack_spnsrs_tax", "sponsor", "sponsors")
NO_TERMS = frozenset(
    {"nav_menu", "link_category", "post_format", "wp_theme", CO_AUTHOR, "wp_template_part_area"}
    | {"product_type", "product_visibility", "wp_pattern_category", *SPONSOR_TERMS}
)


def term_key(domain: str, slug: str, name: str) -> str:
    kind = model.TAG if domain in ("post_tag", "tag") else domain
    plain = unquote(slug).strip().casefold().replace(" ", "-")
    return f"{kind}:{plain or slugify(name) or name}"


class Terms:
    """Notes terms, each once.

    Attributes:
        terms: key → term.
        numbers: number in the old program → key.
    """

    def __init__(self) -> None:
        self.terms: dict[str, Term] = {}
        self.numbers: dict[str, str] = {}
        self._parents: dict[str, str] = {}  # term → key of the one above

    def note(self, name: str, fields: Mapping[str, str]) -> None:
        """Note a term that the export names at its head, by the name of its element."""
        domain, slug, parent, words = "", "", "", ""
        if name == "wp:category":
            domain, slug = "category", fields.get("wp:category_nicename", "")
            parent, words = fields.get("wp:category_parent", ""), fields.get("wp:cat_name", "")
        elif name == "wp:tag":
            domain, slug = "post_tag", fields.get("wp:tag_slug", "")
            words = fields.get("wp:tag_name", "")
        else:
            domain = fields.get("wp:term_taxonomy", "")
            slug, parent = fields.get("wp:term_slug", ""), fields.get("wp:term_parent", "")
            words = fields.get("wp:term_name", "")
        if domain in NO_TERMS or not (slug or words):
            return
        key = self._term(Category(domain, slug, words))
        description = plain_words(fields.get(f"{name}_description", "")
                                  or fields.get("wp:term_description", ""))  # fmt: skip
        if description:
            self.terms[key] = replace(self.terms[key], description=description)
        if fields.get("wp:term_id"):
            self.numbers[fields["wp:term_id"]] = key
        if parent:
            self._parents[key] = term_key(domain, parent, parent)

    def _term(self, category: Category) -> str:
        key = term_key(category.domain, category.slug, category.name)
        name = plain_words(category.name)
        known = self.terms.get(key)
        if known is None:
            kind, _, slug = key.partition(":")
            self.terms[key] = Term(key, kind, slug, name or slug)
        elif known.name == known.slug and name:
            self.terms[key] = replace(known, name=name)
        return self.terms[key].key  # one text for all posts that have it

    def of(self, entry: Entry) -> tuple[str, ...]:
        """Return the keys of an entry's terms, that of its primary category first."""
        keys = [self._term(c) for c in entry.categories if c.domain not in NO_TERMS]
        first = plugins.first(entry.meta, plugins.PRIMARY_CATEGORIES)
        primary = self.numbers.get(first, "")
        if primary in keys:
            keys.insert(0, primary)
        return tuple(dict.fromkeys(keys))

    def all(self) -> tuple[Term, ...]:
        """Return all terms, with those above them and their old addresses."""
        terms: list[Term] = []
        numbers = {key: number for number, key in self.numbers.items()}
        for key, term in self.terms.items():
            path, above, seen = [term.slug], self._parents.get(key, ""), {key}
            while above in self.terms and above not in seen:
                seen.add(above)
                path.insert(0, self.terms[above].slug)
                above = self._parents.get(above, "")
            parent = self._parents.get(key, "")
            base = {"category": "category", "tag": "tag"}.get(term.kind, term.kind)
            addresses = list_addresses(base, *path)
            if len(path) > 1:
                addresses += list_addresses(base, term.slug)
            if term.kind == model.CATEGORY and key in numbers:
                addresses += (f"/?cat={numbers[key]}",)
            elif term.kind == model.TAG:
                addresses += (f"/?tag={term.slug}",)
            terms.append(
                replace(term, parent=parent if parent in self.terms else "", addresses=addresses)
            )
        return tuple(terms)
