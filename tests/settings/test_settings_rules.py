"""Settings value by value: defaults, bounds, and what follows from several keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitegen.core import identity
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.schema.tables import ByName, Key, ListOf, Table
from sitegen.schema.values import Number, Type
from sitegen.settings import load as loading
from sitegen.settings.deploy_keys import holds_secret
from sitegen.settings.keys import SETTINGS
from sitegen.settings.load import is_site, load, parse, placeholder_warning, search_warning
from sitegen.settings.places import fold
from sitegen.settings.podcast_keys import category_above
from sitegen.settings.search_program import SearchProgram, program_file, search_program
from sitegen.settings.timezones import is_zone
from sitegen.settings.types import (
    DeploySettings,
    FeedSettings,
    FrontSettings,
    ImageSettings,
    LinkSettings,
    ListSettings,
    PartnerFeed,
    PodcastOwner,
    PodcastSettings,
    SectionSettings,
    Settings,
)

LEAST = {
    "title": "The Sample", "base_url": "https://example.org/paper",
    "timezone": "America/Chicago",
    "sections": [
        {"slug": "news", "title": "News", "description": "All.", "lang": "es"},
        {"slug": "local", "title": "Local"},
    ],
}  # fmt: skip


def read(**more: object) -> Settings:
    return parse(Path("/site"), "sitegen.toml", {**LEAST, **more})


def said(**more: object) -> list[str]:
    with pytest.raises(SitegenError) as raised:
        read(**more)
    return [problem.message for problem in raised.value.problems]


def keys_of(type_: Type, before: str = "") -> Iterator[tuple[str, Key]]:
    """Yield every key of a table and of those below it, by its path."""
    if isinstance(type_, Table):
        for key in (*type_.keys, *(key for keys in type_.variants.values() for key in keys)):
            yield before + key.name, key
            yield from keys_of(key.type, f"{before}{key.name}.")
    elif isinstance(type_, ListOf | ByName):
        yield from keys_of(type_.of, before)


def test_numbers_have_bounds_and_lists_hold_each_thing_once() -> None:
    """A site that is sound today is sound tomorrow."""
    bounds = {}
    once = []
    for place, key in keys_of(SETTINGS):
        inner = key.type
        while isinstance(inner, ListOf | ByName):
            if isinstance(inner, ListOf) and inner.unique:
                once.append(place)
            inner = inner.of
        if isinstance(inner, Number):
            bounds[place] = (inner.least, inner.most)
    assert bounds == {
        "page_size": (5, 500), "related": (0, 12), "words_per_minute": (50, 1000),
        "lists.limit": (1, 100), "front.secondary": (0, 20), "front.latest": (0, 30),
        "front.strip_stories": (1, 6), "front.river": (0, 200), "feeds.limit": (1, 500),
        "feeds.partners.limit": (1, 500), "podcasts.limit": (1, 1000),
        "images.widths": (16, 8000), "images.webp_quality": (1, 100),
        "images.avif_quality": (1, 100), "images.jpeg_quality": (1, 100),
        "deploy.max_removed": (0, 1_000_000),
    }  # fmt: skip
    assert once == [
        "front.strips", "feeds.partners.fields", "images.formats", "files.allow",
        "news.exclude_kinds",
    ]  # fmt: skip


def test_a_bound_is_included() -> None:
    for number in (0, 12):
        assert read(related=number).related == number
    for number in (-1, 13):
        assert said(related=number) == [f"related is {number}"]


def test_what_is_not_set_has_its_default() -> None:
    """Another default makes another site of each that says nothing."""
    settings = read()
    assert (settings.related, settings.page_size, settings.words_per_minute) == (4, 20, 230)
    assert (settings.trust_html, settings.guests, settings.search) == (True, False, "")
    assert settings.front == FrontSettings(5, 8, (), 5, 12)
    assert settings.images == ImageSettings(
        (320, 640, 960, 1280, 1600), ("webp",), 76, 58, 80, True, True
    )
    assert settings.feeds == FeedSettings(50, True, {}, True, True, False, (), "", {})
    assert ListSettings() == ListSettings("", "", "", "", 5)
    assert PartnerFeed() == PartnerFeed("", "rss", 50, False)
    assert settings.sections[1] == SectionSettings("local", "Local", "", "", True, False)
    assert settings.follow.google_preferred is False
    assert DeploySettings("git:x") == DeploySettings("git:x", "", "", 20, "gh-pages", "keep")
    assert PodcastSettings("a") == PodcastSettings(
        "a", "", "", "", "", "", "News", None, "", "", False, 300
    )


def test_a_kind_follows_from_the_section() -> None:
    assert SectionSettings("a", "A").default_kind == "news"
    assert SectionSettings("a", "A", opinion=True).default_kind == "opinion"
    assert SectionSettings("a", "A", opinion=True, kind="review").default_kind == "review"


def test_the_way_and_the_place_of_a_deploy() -> None:
    for to, way, place in (("rclone:s3:x", "rclone", "s3:x"), ("command", "command", "")):
        assert (DeploySettings(to).way, DeploySettings(to).place) == (way, place)


def test_the_line_of_a_setting_is_that_of_the_nearest_table() -> None:
    settings = replace(read(), lines={"menus": 3, "menus.a": 4, "menus.a.links": 6})
    asked = ("menus.a.links.0.url", "menus.a.title", "menus.b", "title", "feeds.limit")
    assert [settings.line(key) for key in asked] == [6, 4, 3, 0, 0]


def test_the_archive_ends_where_its_day_begins_in_the_newsroom() -> None:
    settings = read(archive={"before": "2024-01-01"})
    first = datetime(2024, 1, 1, 6, tzinfo=UTC)
    assert settings.archive_before == first
    moment = timedelta(seconds=1)
    assert [settings.is_archive(first - moment), settings.is_archive(first)] == [True, False]
    assert not read().is_archive(first)


def test_addresses_endings_and_marks_are_taken_as_machines_write_them() -> None:
    settings = read(
        policy={"origins": ["HTTPS://Player.Example/", "https://a.example:8443"]},
        files={"allow": ["*.PMTiles", ".csv", "csv"]}, typography={"quotes": " «» "},
        redirects={"/?p=12": "/new/", "/a?b=1": "https://x.org/", "/old": "/n"},
        organisation={"logo": "static/a.svg", "logo_dark": "static/b.svg", "mark": "c.svg"},
        tags={"aliases": {"Houston ISD": ["HISD"]}, "slugs": {"HISD": "isd", "C++": "cpp"}},
    )  # fmt: skip
    assert settings.origins == ("https://player.example", "https://a.example:8443")
    assert (settings.files.allow, settings.quotes) == (("pmtiles", "csv"), "«»")
    assert settings.redirects == {"/?p=12": "/new/", "/a?b=1": "https://x.org/", "/old": "/n"}
    newsroom = settings.organisation
    assert (newsroom.name, newsroom.logo, newsroom.logo_dark, newsroom.mark) == (
        "The Sample", "a.svg", "b.svg", "c.svg",
    )  # fmt: skip
    assert settings.tag_aliases == {"houston isd": "Houston ISD", "hisd": "Houston ISD"}
    assert settings.tag_slugs == {"houston isd": "isd", "c++": "cpp"}


def test_words_that_pages_show_are_set() -> None:
    """With the marks of the site's language, wherever a newsroom may write them."""
    plain, marked = 'The Post\'s "plan"', "The Post’s “plan”"
    link = {"title": plain, "url": "/a/"}
    settings = read(
        **dict.fromkeys(
            ("title", "tagline", "place", "footer_note", "about", "signup_title", "signup_text"),
            plain,
        ),
        organisation={"name": plain, "email": "desk@example.org"},
        sections=[{"slug": "news", "title": plain, "description": plain}],
        menus={"a": {"title": plain, "links": [link, {**link, "lang": "es"}]}},
        lists={"top": {"author": plain}},
        languages=[link],
        feeds={"partners": {"radio": {"title": plain, "author": plain}}},
        support={"label": plain, "url": "/support/"},
        series={"descriptions": {"It's on": plain}},
        podcasts=[{"section": "news", "cover": "c.png", "author": plain}],
    )
    set_link = LinkSettings(marked, "/paper/a/")
    (section,), (podcast,) = settings.sections, settings.podcasts
    assert [
        settings.title, settings.tagline, settings.place, settings.footer_note, settings.about,
        settings.signup_title, settings.signup_text, settings.organisation.name, section.title,
        section.description, settings.menus["a"].title, settings.lists["top"].author,
        settings.feeds.partners["radio"].title, settings.feeds.partners["radio"].author,
        podcast.title, podcast.description, podcast.author,
    ] == [marked] * 17  # fmt: skip
    assert settings.menus["a"].links == (set_link, replace(set_link, lang="es"))
    assert settings.languages == (set_link,)
    assert settings.support == LinkSettings(marked, "/paper/support/")
    assert settings.series_descriptions == {"It's on": marked}
    french = read(language="fr", languages=[link, {**link, "lang": "en"}])
    assert french.languages[0].title != marked
    assert french.languages[1].title == marked


def test_a_podcast_says_what_its_section_and_the_newsroom_say() -> None:
    settings = read(
        organisation={"email": "desk@example.org"},
        podcasts=[
            {"section": "news", "cover": "static/c.png"},
            {"section": "local", "slug": "hour", "title": "Hour", "description": "D",
             "language": "vi", "cover": "c.png", "owner": {"name": "Jo"}, "author": "A",
             "category": "Politics", "explicit": True, "limit": 5, "tag": "x"},
            {"section": "local", "description": "D", "cover": "c.png",
             "owner": {"email": "jo@example.org"}},
        ],
    )  # fmt: skip
    newsroom = "desk@example.org"
    assert settings.podcasts == (
        PodcastSettings(
            "news", "news", "", "News", "All.", "c.png", "News",
            PodcastOwner("The Sample", newsroom), "The Sample", "es",
        ),
        PodcastSettings(
            "local", "hour", "x", "Hour", "D", "c.png", "Politics", PodcastOwner("Jo", newsroom),
            "A", "vi", explicit=True, limit=5,
        ),
        PodcastSettings(
            "local", "local", "", "Local", "D", "c.png", "News",
            PodcastOwner("The Sample", "jo@example.org"), "The Sample", "",
        ),
    )  # fmt: skip
    one = {"section": "news", "cover": "c.png", "owner": {"email": newsroom}}
    assert said(podcasts=[one, {**one, "slug": "hour"}, one, "x"]) == [
        '"x" stands where a table is wanted', "two podcasts have the slug 'news'",
    ]  # fmt: skip
    assert [category_above(name) for name in ("News", "Politics", "Wrestling")] == [
        *("", "News", "Sports")
    ]


def test_a_version_is_compared_by_its_numbers() -> None:
    """Of three numbers; what is not written is 0."""
    version = identity.version()
    major, minor, patch = (int(part) for part in version.split("+")[0].split(".")[:3])
    same, next_one = f"{major}.{minor}.{patch}", f"{major}.{minor}.{patch + 1}"
    for right in (
        f">={same}", f"<={same}", f"=={same}", f"!={next_one}", f"<{next_one}", f"==  {same}.9",
        f"sitegen>={same},<{major + 1}", f" sitegen >= {major} , <= {next_one}", "",
        f"<{'9' * 9}", f"=={same}.{'9' * 9}",
    ):  # fmt: skip
        assert read(requires=right).requires == right.strip()
    for wrong in (f">{same}", f"<{same}", f"!={same}", f">={next_one}", f"=={next_one}"):
        assert said(requires=wrong) == [f"this site wants {wrong}, and this is sitegen {version}"]
    both = f">{same},>={next_one}"
    assert said(requires=both) == [f"this site wants {both}, and this is sitegen {version}"]
    for odd in (
        "sitegen",
        "sitegen~=1",
        ">=0.1,",
        "sitegen>=a",
        ">=0.1,sitegen<9",
        "a,b",
        f"a,>{same}",
        f"<{'9' * 10}",  # of thousands of digits Python reads none
        f"<{same}.{'9' * 10}",
    ):
        assert said(requires=odd) == [f"'{odd}' does not say which version of sitegen"]


def test_a_copy_elsewhere_is_told_to_nobody(tmp_path: Path) -> None:
    """It has no hub and no key of search engines, in either file of settings."""
    text = (
        'title = "x"\nbase_url = "https://example.org"\ntimezone = "UTC"\n'
        'indexnow_key = "0123456789"\n'
    )
    feeds = 'atom = false\nlimit = 7\nhubs = ["https://hub.example"]\n'
    (tmp_path / "sitegen.toml").write_text(f"{text}[feeds]\n{feeds}", "utf-8")
    for _ in range(2):
        site, copy = load(tmp_path), load(tmp_path, address="https://staging.example/new")
        assert (site.indexnow_key, site.feeds.hubs) == ("0123456789", ("https://hub.example",))
        assert (copy.indexnow_key, copy.feeds) == ("", FeedSettings(limit=7, atom=False))
        assert (copy.base_url, copy.prefix) == ("https://staging.example/new", "/new")
        assert is_site(tmp_path)
        (tmp_path / "sitegen.toml").unlink(missing_ok=True)
        (tmp_path / "pyproject.toml").write_text(
            f"[tool.sitegen]\n{text}[tool.sitegen.feeds]\n{feeds}", "utf-8"
        )
    (tmp_path / "pyproject.toml").write_text("[tool.sitegen]\nfeeds = 5\n", "utf-8")
    with pytest.raises(SitegenError):
        load(tmp_path, address="https://staging.example")


def test_a_folder_with_settings_is_a_site(tmp_path: Path) -> None:
    """Sound or not; a project that is none of ours is no site."""
    assert not is_site(tmp_path)
    project = tmp_path / "pyproject.toml"
    for text, is_one in (("[project]\nname = 'x'", False), ("[tool]\nsitegen = 5", False),
                         ("tool = 5 # sitegen", False), ("[tool.sitegen]\n", True),
                         ("[tool.sitegen", True)):  # fmt: skip
        project.write_text(text, "utf-8")
        assert is_site(tmp_path) is is_one, text


def test_warnings_of_settings_are_one_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(read(), lines={"base_url": 2, "search": 5})
    assert placeholder_warning(replace(settings, base_url="https://gazette.test")) is None
    assert placeholder_warning(settings) == Problem(
        "sitegen.toml", 2,
        "'https://example.org/paper' is a placeholder: write the address at which readers will "
        "find the site", warning=True,
    )  # fmt: skip
    assert search_warning(settings) is None
    assert search_warning(replace(settings, search="own")) is None
    asked = replace(settings, search="built-in", search_program="1.5.0")
    assert search_warning(asked) is None
    monkeypatch.setattr(loading, "search_program", lambda: SearchProgram(trouble="x is missing"))
    warning = search_warning(replace(asked, search_program=""))
    assert warning is not None
    assert (warning.path, warning.line, warning.warning) == ("sitegen.toml", 5, True)
    assert warning.message.startswith("there is no search: x is missing. To have it: ")
    assert read(search=True).search_program == ""


def test_the_search_program_is_the_file_of_its_package() -> None:
    """The tests run with it; a build finds it in the same place."""
    assert program_file().stem == "pagefind"
    assert program_file().is_file()
    found = search_program()
    assert (found.version[:4], found.trouble) == ("1.5.", "")
    assert (read(search=True).search_program, read(search=True).search) == (
        found.version, "built-in",
    )  # fmt: skip
    assert (read(search=False).search, read(search="own").search) == ("", "own")
    assert read(search="own").search_program == ""


@pytest.mark.parametrize(
    "text",
    [
        *(f"{sign}{'a' * 16}" for sign in (("gh" "p_"), ("gh" "s_"), ("glp" "at-"), ("nf" "p_"))),
        *(f"{sign}{'a' * 16}" for sign in (("github" "_pat_"), ("sk" "_live_"))),
        "AK" "IA" + "A" * 16, "xo" "xb-" + "a" * 10, ("-----" "BEGIN x"),
        "ey" "J" + "a" * 10 + "." + "b" * 10 + ".", f"https://{'a' * 20}@x", "https://a:b@x",
        "pass=abc", "PASSWORD = 'abc", "secret_access_key=abc", "key=abc", "auth=abc",
        "x,token=abc", "api-key=abc", "credentials=abc", "sas_url=abc", "account_key=abc",
        "Authorization: x", "bearer abc",
    ],
)  # fmt: skip
def test_what_looks_like_a_secret_is_one(text: str) -> None:
    assert holds_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        *(f"{sign}{'a' * 15}" for sign in (("gh" "p_"), ("glp" "at-"), ("nf" "p_"))),
        "sk" "_live_" + "a" * 15, "AK" "IA" + "A" * 15, "xo" "xb-" + "a" * 9,
        f"https://{'a' * 19}@x", "https://a:${B}@x",
        "ey" "J" + "a" * 9 + "." + "b" * 10 + ".", "pass=ab", "password: abc", "mykey=abc",
        "token=${T}", "bearer ${X}", "Authorization: ${X}", "a:b@x",
    ],
)  # fmt: skip
def test_what_is_shorter_or_a_variable_is_none(text: str) -> None:
    assert not holds_secret(text)


def test_places_are_compared_without_what_people_write_one_way_or_another() -> None:
    written = {
        "Ft. Worth, TX": "fort worth", "St. Louis": "saint louis", "New-York": "new york",
        "central standard time": "central", "Ho_Chi_Minh": "ho chi minh", " a  b ": "a b",
    }  # fmt: skip
    assert {place: fold(place) for place in written} == written
    zones = ("America/Chicago", "UTC", "localtime", "posixrules", "America", "../x", "", "no")
    assert [zone for zone in zones if is_zone(zone)] == ["America/Chicago", "UTC"]


def test_tags_are_read_to_the_last_though_one_has_no_slug() -> None:
    """All mistakes at once: an empty slug hides none of those behind it."""
    tags = {"slugs": {"A": "", "B": "", "C": "same", "D": "same"}}
    messages = said(tags=tags)
    assert len(messages) == 3
    assert messages[-1] == "the tags 'C' and 'D' both get the slug 'same'"
    assert read(tags={"slugs": {"A": "one", "B": "two"}}).tag_slugs == {"a": "one", "b": "two"}
