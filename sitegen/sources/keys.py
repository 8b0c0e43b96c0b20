"""The keys of front matter: all that a reporter may write, and what the manual says of it.

Defaults stand in `model.article`. What a value of several parts may hold, and rules beyond a
value's type, stand in the module that bears the subject: `date_keys`, `topic_keys`,
`people_keys`, `evidence_keys`, `media_keys`, `address_keys`. What follows from several keys, or
from none, is for `header`; whether a named file exists, for `named_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.model.article import Article, Person
from sitegen.model.kinds import KINDS
from sitegen.schema import other_words as words
from sitegen.schema.reader import Reader
from sitegen.schema.tables import Key, ListOf, Table, fold
from sitegen.schema.values import (
    EMAIL,
    END,
    FLAG,
    INSTANT,
    LANGUAGE,
    LINE,
    PARAGRAPHS,
    SLUG,
    WEB_ADDRESS,
    WHEN,
    Choice,
    Form,
    Text,
)
from sitegen.sources.address_keys import GUID, ID, TEMPLATE, Alias
from sitegen.sources.date_keys import ALERT, LIVE, SHOWN_FIRST, UPDATED, PublicationDate
from sitegen.sources.evidence_keys import CORRECTIONS, SOURCES, SPONSOR
from sitegen.sources.media_keys import ENCLOSURE, IMAGE
from sitegen.sources.people_keys import CREDITS
from sitegen.sources.topic_keys import PART, SERIES, TAGS, Own, once_each


def _sections(reader: Reader) -> tuple[str, ...]:
    return reader.rules.sections


def _picture(value: object) -> object:
    names = {word: key.name for key in IMAGE.keys for word in (key.name, *key.former)}
    return words.as_picture(value, names)


_WRITERS = ("author", "by", "byline", "writer", "writers", "reporter", "reporters", "creator")
_CATEGORIES = ("category", "categories", "section_name", "channel", "desk")

WHAT = (
    Key("title", LINE, "the headline", "**Needed.** As long as it has to be", prose=True,
        example="Council votes on the budget", former=("headline", "heading"),
        translate=words.as_text),
    Key("card_title", LINE, "a shorter headline for cards and lists", prose=True,
        former=("linktitle", "link_title", "short_title", "shorttitle", "short_headline"),
        translate=words.as_text, example="Flood budget passes"),
    Key("summary", LINE, "one or two sentences below the headline, in lists, feeds and search "
        "results", prose=True,
        former=("teaser", "dek", "deck", "description", "excerpt", "standfirst", "subtitle",
                "intro", "sub_title", "subhead", "subheadline", "lede", "abstract", "blurb",
                "meta_description", "seo_description"),
        translate=words.as_text, example="What the plan costs, and who pays for it."),
    Key("kicker", LINE, "a word above the headline on cards, a neighborhood for one",
        default="the section's title; among stories of its own section the first tag", prose=True,
        example="Flooding"),
    Key("figure", Text(form=Form(r"(?=.*\d).*", "is no figure", "Write a number and a word or two, "
                                 "as in {}, and the rest in the summary.", "17 of 41", most=14)),
        "a number that tells the story, as in `\"17 of 41\"` or `38%`: it stands large on the "
        "front where the story has no picture",
        "At most 14 characters", prose=True, example="17 of 41"),
    Key("kind", Choice(KINDS, "Kinds", "there is no kind '{}'"), "one of the kinds below",
        default="`news`", former=("type", "post_type", "story_type", "genre"),
        translate=words.as_kind),
    Key("sponsor", SPONSOR, "who paid for a story of the kind `sponsored`, and where they are "
        "found: `sponsor: {name: Gulf Coast Credit Union, url: https://…}`",
        "**Needed** there, and allowed nowhere else",
        needed_with=tuple(f"kind: {kind.name}" for kind in KINDS.values()
                          if kind.needs == "sponsor"),
        example="{name: Gulf Coast Credit Union, url: https://credit.example}"),
    Key("section", Choice(_sections, "Sections", "there is no section '{}'"),
        "slug of the section", default="the folder below `content/` that the file is in",
        on_pages=False, former=_CATEGORIES, translate=words.as_slug, example="news"),
    Key("slug", SLUG, "last part of the address: `a` to `z`, digits and hyphens, at most 200 of "
        "them",
        "When you change it, put the old address under `aliases`",
        default="the name of the file or, where the story is a folder, of the folder; a longer "
        "name is cut, and you are told",
        former=("permalink", "url", "path", "link"), translate=words.as_last_part,
        example="flood-budget"),
    Key("tags", TAGS, "what the story is about",
        "Names that mean the same are joined by the settings (`HISD` and `Houston ISD`), and so "
        "are those parted that would get one address (`C` and `C++`): see "
        "[Tags](settings.md#tags-tagsaliases-and-tagsslugs). Capitals make no difference",
        check=once_each, translate=words.as_names,
        former=(*_CATEGORIES, "keywords", "tag", "topic", "topics", "label", "labels",
                "subjects"), example="[Flooding, City council]"),
    Key("series", SERIES, "title of the series it belongs to; `part` says its place, from 1",
        "Or both: `series: {title: High water, part: 2}`", example="{title: High water, part: 2}"),
    Key("part", PART, "its place in the `series`"),
    Key("lang", LANGUAGE, "code of its language, if it is not the site's: `es`, `vi`, `zh-Hant`",
        former=("language", "locale", "lng"), translate=words.as_language, example="es"),
    Key("dateline", LINE, "where it was reported: `Houston`",
        "The text begins with it: HOUSTON –", former=("location",), translate=words.as_text,
        example="Houston"),
    Key("template", TEMPLATE, "a template of your own for this story: `map.html`",
        former=("layout",), translate=words.as_template, example="map.html"),
    Key("extra", Own(), "keys of your own, for your templates, indented below it", prose=True,
        example="{map: houston.json}"),
)  # fmt: skip
WHEN_KEYS = (
    Key("published", PublicationDate(), "when it came out; `date` means the same",
        "**Needed**, but for drafts and pages: `sitegen publish` writes it when a draft comes "
        "out. A story from the future is held until then. A file's name may begin with the day "
        "instead: `2026-11-20-vote.md`. An update never changes it",
        example="2026-11-20 09:00",
        former=("publishdate", "publish_date", "pubdate", "pub_date", "published_at", "created",
                "created_at", "pubdatetime", "publication_date", "date_published",
                "date_created", "datetime")),
    Key("date", WHEN, "the same as `published`", example="2026-11-20"),
    Key("updated", UPDATED, "when it was last changed in a way that readers should know",
        "With a note: `updated: {at: 2026-11-21 10:00, note: Added the vote.}`",
        former=("last_modified", "lastmod", "modified", "last_modified_at", "updated_at",
                "date_modified", "modified_date", "last_updated", "update_date"),
        example="{at: 2026-11-21 10:00, note: Added the vote.}"),
    Key("embargo", INSTANT, "nothing of the story is anywhere before this moment: no page, list, "
        "feed or picture",
        "Readers and search engines are told that it came out then, if that is later than "
        "`published`", never_empty=True, former=("publishdate",), example="2026-11-20 18:00"),
    Key("expires", END, "from this moment on the story is gone",
        "A date without a time means the very beginning of that day", never_empty=True,
        former=("expirydate", "expiry_date", "unpublishdate", "unpublish_date"),
        example="2027-01-01"),
    Key("draft", FLAG, "`true` keeps it out of the site",
        "A draft needs no date. Nothing else hides a story: one in a file or folder whose name "
        "begins with `_` has to have it. See [`sitegen publish`](commands.md)", never_empty=True,
        former=("status", "post_status", "hidden", "unlisted", "private", "unpublished",
                "is_draft", "visibility"),
        translate=words.as_draft),
)  # fmt: skip
WHO = (
    Key("authors", CREDITS, "who wrote it: names of files in `content/authors/` without `.md` "
        "(`mai-tran`), or people's names as written there",
        "With a role: `- {name: jo-park, role: photographs}`. Where two names differ in "
        "capitals alone, the one as you wrote it counts; id and name of one person give one "
        "byline. A guest who writes once needs no file, if the "
        "[settings](settings.md#bylines-authors) allow it: `- {name: Jo Park, of: Rice "
        "Thresher}`", former=_WRITERS, translate=words.as_names,
        example="[mai-tran, {name: jo-park, role: photographs}]"),
    Key("contributors", CREDITS, "who helped, in the same form: their names stand at the end of "
        "the story", translate=words.as_names,
        former=("photographer", "photos_by", "contributor", "additional_reporting"),
        example="[jo-park]"),
)  # fmt: skip
WHERE_SHOWN = (
    Key("lead", SHOWN_FIRST, "`true` makes it the lead of the front page; `lead: {until: "
        "2026-11-21 18:00}` until then", former=("featured",), translate=words.as_answer,
        example="{until: 2026-11-21 18:00}"),
    Key("pinned", SHOWN_FIRST, "`true` keeps it near the top; or `{until: …}`",
        former=("sticky", "is_sticky", "pin"), translate=words.as_answer,
        example="{until: 2026-11-21 18:00}"),
    Key("breaking", ALERT, "shows a line at the top of the front: `breaking: {until: 2026-11-20 "
        "18:00, text: Polls close at 7}`",
        "It always has an end; without `text`, the headline is shown", prose=True,
        example="{until: 2026-11-20 18:00, text: Polls close at 7}"),
    Key("related", ListOf(LINE, unique=True), "stories to show below this one, by their files: "
        "`[../local/levee.md]` or `[content/local/levee.md]`", example="[../local/levee.md]"),
    Key("translation_of", LINE, "file of the story that this one translates: readers of each are "
        "shown the way to the other",
        "It needs `lang`, and a language that no other edition has. On the front, among related "
        "stories and in Newer and Older one edition stands for all",
        example="content/news/vote.md"),
)  # fmt: skip
MEDIA = (
    Key("image", IMAGE, "the picture of the story", translate=_picture,
        former=("cover", "photo", "picture", "thumbnail", "thumb", "hero", "hero_image",
                "featured_image", "featuredimage", "feature_image", "banner", "images",
                "header_image", "lead_image", "main_image", "cover_image", "coverimage",
                "image_url", "og_image", "social_image", "preview_image", "avatar", "headshot",
                "header", "teaser_image", "post_image", "teaser", "featured"),
        example="{file: hall.jpg, alt: The hall}"),
    Key("enclosure", ENCLOSURE, "a sound or video file, for podcasts",
        former=("audio", "podcast"), example="{file: interview.mp3, duration: 12:30}"),
)  # fmt: skip
CHECKED = (
    Key("sources", SOURCES, "what the story rests on: a text, an address, or `{title: Minutes of "
        "May 4, url: https://…}`", prose=True, former=("source",),
        example="[{title: Minutes of May 4, url: https://city.example/minutes}]"),
    Key("how_we_reported", PARAGRAPHS, "a paragraph on how you know", prose=True,
        example="We read the budget."),
    Key("corrections", CORRECTIONS, "what was wrong, for good, see below",
        example="[{date: 2026-11-22, text: The sum was wrong. It is 1.2 million dollars.}]"),
    Key("canonical", WEB_ADDRESS, "whole address of the first publication, when the story is "
        "another newspaper's",
        former=("canonical_url", "canonicalurl", "rel_canonical", "source_url"),
        example="https://first.example/vote/"),
)  # fmt: skip
ADDRESSES = (
    Key("aliases", ListOf(Alias(), unique=True), "earlier addresses, which lead here: "
        "`[/2019/05/old-address/]`",
        "What other programs call `url` or `permalink` goes here. Names that web hosts keep for "
        "themselves (`/web.config`, `/_headers`, all that begin with a dot) are refused",
        former=("permalink", "url", "path", "link", "redirect_from", "redirects", "alias",
                "old_url", "old_urls", "original_url"),
        translate=words.as_paths, example="[/2019/05/old-address/]"),
    Key("id", ID, "what feeds know the story by, for ever: readers' programs show a story with a "
        "new id as new",
        "`sitegen new` writes one; without it, the file's place counts (`news/vote`). Set it "
        "before you move a file", former=("guid", "uuid", "wordpress_id", "post_id"),
        example="news/vote"),
    Key("guid", GUID, "by which feed readers know the story from another system, given out as it "
        "is: see [Feeds](feeds.md)", example="https://old.example/?p=12"),
)  # fmt: skip
_LIVE = Key(
    "live",
    LIVE,
    "from when and until when a live story is live",
    example="{start: 2026-11-20 09:00, end: 2026-11-20 18:00}",
)
_STORY_KEYS = (*WHAT, *WHEN_KEYS, *WHO, *WHERE_SHOWN, *MEDIA, *CHECKED, _LIVE, *ADDRESSES)

PERSON_KEYS = (
    Key("name", LINE, "**Needed**", example="Mai Tran", translate=words.as_text,
        former=(*_WRITERS, "display_name", "full_name", "fullname")),
    Key("role", LINE, "what they do", former=("position", "job", "job_title", "title"),
        translate=words.as_text, example="City hall reporter"),
    Key("beat", LINE, "what they write about", example="Budgets and schools"),
    Key("languages", ListOf(LANGUAGE), "codes of the languages they can be written to in",
        example="[en, vi]"),
    Key("email", EMAIL, "where they are written to", former=("contact", "mail", "e_mail"),
        translate=words.as_text, example="mai@example.org"),
    Key("profiles", ListOf(WEB_ADDRESS), "whole addresses of their pages elsewhere",
        former=("website", "homepage", "links", "twitter", "mastodon", "bluesky", "social"),
        example="[https://social.example/@mai]"),
    Key("fediverse", Text(form=Form(r"@[\w.-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+",
        "is no name in the fediverse", "Write it as in {}.", "@mai@example.social")),
        "their name in the fediverse, as in `@mai@example.social`",
        "Mastodon shows it where their stories are shared, once they have allowed your domain "
        "there: Preferences, Verification, *Author attribution*", example='"@mai@example.social"'),
    replace(MEDIA[0], help="as in stories"),
    Key("lang", LANGUAGE, "language of the name, if it is not the site's",
        former=("language", "locale", "lng"), translate=words.as_language, example="es"),
    Key("organisation", FLAG, "`true` for the newsroom itself and other authors that are no "
        "single person", former=("organization",)),
)  # fmt: skip

_OTHER_WORDS = words.WITHOUT_COUNTERPART | frozenset(
    word for key in (*_STORY_KEYS, *PERSON_KEYS) for word in key.former
)
STORY = Table(_STORY_KEYS, makes=Article, remedy=words.remedy, foreign=_OTHER_WORDS)
PERSON = Table(PERSON_KEYS, makes=Person, remedy=words.remedy, foreign=_OTHER_WORDS)


def is_of_another_program(problems: Iterable[Problem]) -> bool:
    """Say whether problems are those of stories that another program was fed with.

    One wrong word is a slip; the same program's words in three files are an archive.
    """
    files = set()
    for problem in problems:
        match = re.fullmatch(r"unknown key '(.*)'", problem.message)
        word = fold(match[1]) if match else ""
        if (
            word in _OTHER_WORDS or word in words.PARTS_OF_IMAGE
            or "stands between '+++'" in problem.message
        ):  # fmt: skip
            files.add(problem.path)
            if len(files) >= 3:
                return True
    return False
