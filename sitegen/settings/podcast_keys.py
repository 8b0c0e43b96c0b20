"""The keys of [[podcasts]]: which recordings are one, and what directories ask to be told of it.

Sources: Apple, "A Podcaster's Guide to RSS" and "Apple Podcasts categories"; Spotify, "Podcast
Delivery Specification".
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.schema.reader import Fields, Reader
from sitegen.schema.tables import Key, ListOf, Table
from sitegen.schema.values import (
    EMAIL,
    FLAG,
    LANGUAGE,
    PARAGRAPHS,
    SLUG,
    WEB_ADDRESS,
    Choice,
    Number,
)
from sitegen.settings.checks import in_static, sections_of
from sitegen.settings.types import LinkSettings, PodcastOwner, PodcastSettings, SectionSettings

# Apple's categories → those within them. Spotify and others take the same.
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing",
                 "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition",
                         "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": ("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies",
                "Home & Garden", "Video Games"),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": ("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics",
             "Sports News", "Tech News"),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism",
                                "Religion", "Spirituality"),
    "Science": ("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics",
                "Natural Sciences", "Nature", "Physics", "Social Sciences"),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel",
                          "Relationships"),
    "Sports": ("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey",
               "Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness",
               "Wrestling"),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip
_NAMES = tuple(
    dict.fromkeys([*CATEGORIES, *(name for within in CATEGORIES.values() for name in within)])
)


def category_above(name: str) -> str:
    """Return the category in which another stands; "" for one that stands in none."""
    if name in CATEGORIES:
        return ""
    return next(above for above, within in CATEGORIES.items() if name in within)


def _settle_podcast(
    reader: Reader, key: str, _value: object, fields: Fields
) -> PodcastSettings | None:
    """Fill in what the section and the newsroom say already, and find what nobody says."""
    sections: tuple[SectionSettings, ...] = reader.fields.get("sections", ())
    section = next((each for each in sections if each.slug == fields.get("section")), None)
    if section is None:
        return None  # which is told already
    fields["slug"] = fields.get("slug") or section.slug
    fields["title"] = fields.get("title") or section.title
    fields["description"] = fields.get("description") or section.description
    fields["language"] = fields.get("language") or section.lang or reader.fields.get("language", "")
    number = int(key.rpartition(".")[2])
    if any(fields["slug"] == _slug_of(table) for table in reader.values["podcasts"][:number]):
        reader.problem(key, f"two podcasts have the slug '{fields['slug']}'",
                       "Give one of them another: 'slug = \"the-sample-hour\"'.")  # fmt: skip
    if not fields["description"]:
        reader.problem(key, "directories take no podcast without a description",
                       "Say what it is about: 'description = \"…\"'.")  # fmt: skip
    newsroom = reader.fields.get("organisation")
    owner: PodcastOwner = fields.get("owner") or PodcastOwner()
    name = owner.name or (newsroom.name if newsroom else "") or reader.fields.get("title", "")
    email = owner.email or (newsroom.email if newsroom else "")
    if not email and not reader.has_failed(f"{key}.owner"):
        reader.problem(
            key, "directories take no podcast whose owner has no e-mail address",
            "They write a code to it: 'owner = { email = \"desk@example.org\" }'.",
        )  # fmt: skip
    fields["owner"] = PodcastOwner(name, email)
    fields["author"] = fields.get("author") or name
    return PodcastSettings(**fields) if fields.get("cover") else None


def _slug_of(table: object) -> object:
    return (table.get("slug") or table.get("section")) if isinstance(table, dict) else None


_OWNER = Table(
    (
        Key("name", PARAGRAPHS, "who owns it"),
        Key("email", EMAIL, "where directories write to", example="desk@example.org"),
    ),
    makes=PodcastOwner,
)
_LINK = Table(
    (
        Key("title", PARAGRAPHS, "the directory's name", needed="the directory's name"),
        Key("url", WEB_ADDRESS, "its page of the podcast", needed="where it leads"),
    ),
    makes=LinkSettings,
)
PODCAST = (
    Key("section", Choice(sections_of, "Sections"), "which section's recordings are its episodes, "
        "by slug", needed="the section whose recordings are its episodes", example="news"),
    Key("tag", PARAGRAPHS, "only stories with this tag", example="Politics"),
    Key("slug", SLUG, "last part of its address, `/podcasts/SLUG/`", default="the section's",
        example="the-sample-hour"),
    Key("title", PARAGRAPHS, "its name", default="the section's", example="The Sample Hour"),
    Key("description", PARAGRAPHS, "what it is about", default="the section's",
        example="What happened, in ten minutes."),
    Key("cover", PARAGRAPHS, "its picture: a JPEG or PNG in `static/`, square, of 1,400 to 3,000 "
        "pixels", needed="its picture, a square one of 1,400 to 3,000 pixels", check=in_static,
        example="cover.png"),
    Key("category", Choice(_NAMES, "Categories"), "one of Apple's categories, or of those within "
        "them: `News`, `Daily News`, `Politics`, `Sports News` …", example="Daily News"),
    Key("owner", _OWNER, 'who owns it, `{ name = "…", email = "…" }`: directories write to that '
        "address to see that it is yours", default="the newsroom's name and `email`"),
    Key("author", PARAGRAPHS, "who makes it, as directories show it", default="the owner's name",
        example="The Sample"),
    Key("language", LANGUAGE, "the language spoken in it", default="the section's", example="en"),
    Key("explicit", FLAG, "`true` where it is not for children's ears"),
    Key("limit", Number(1, 1000), "how many episodes"),
    Key("links", ListOf(_LINK), "its pages in directories, "
        '`[{ title = "Apple Podcasts", url = "https://…" }]`',
        example='[{"title": "Apple Podcasts", "url": "https://podcasts.example/hour"}]'),
)  # fmt: skip
PODCASTS = ListOf(Table(PODCAST, makes=PodcastSettings, settle=_settle_podcast))
