"""What sitegen.toml may say, and what its author hears when it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.model.organisation import Organisation
from sitegen.schema.toml_files import text_of
from sitegen.schema.toml_lines import key_lines
from sitegen.settings.load import load, parse
from sitegen.settings.types import (
    FeedSettings,
    FrontSettings,
    ImageSettings,
    LinkSettings,
    ListSettings,
    MenuSettings,
    NewsSettings,
    PartnerFeed,
    RobotsSettings,
    SectionSettings,
    Settings,
)
from tests.conftest import ROOT

LEAST = """
title = "The Sample"
base_url = "https://example.org"
timezone = "America/Chicago"
"""


def site(folder: Path, text: str, name: str = "sitegen.toml") -> Path:
    (folder / name).write_text(textwrap.dedent(text).lstrip(), "utf-8")
    return folder


def wrong(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(SitegenError) as raised:
        load(site(folder, text))
    return raised.value.problems


def test_three_keys_are_enough(tmp_path: Path) -> None:
    """A name, an address and a time zone: all else has a default that suits most."""
    settings = load(site(tmp_path, LEAST))

    assert replace(settings, lines={}) == Settings(
        root=tmp_path,
        file="sitegen.toml",
        title="The Sample",
        base_url="https://example.org",
        prefix="",
        timezone="America/Chicago",
        organisation=Organisation(name="The Sample", policies={}),
        digest=settings.digest,
    )
    assert str(settings.zone) == "America/Chicago"


def test_every_key_is_read(tmp_path: Path) -> None:
    """One site that sets all there is to set."""
    settings = load(
        site(
            tmp_path,
            """
            title = "The Sample"
            tagline = "All that is sample"
            base_url = "https://example.org/paper/"
            language = "es-MX"
            timezone = "America/Mexico_City"
            place = "Sampleton"
            related = 4
            page_size = 30
            trust_html = false
            extensions = ["newsroom", "local.tools"]
            signup_action = "https://example.org/signup"
            search = "own"
            host = "netlify"
            indexnow_key = "abcdef-123456"
            words_per_minute = 200
            requires = "sitegen>=0.0.1,<99"

            [[sections]]
            slug = "local"
            title = "Local"
            description = "Here"
            hue = "local"
            [[sections]]
            slug = "letters"
            title = "Letters"
            news = false
            opinion = true

            [policy]
            origins = ["https://Player.example/", "https://widgets.example:8443"]

            [menus.about]
            title = "About"
            links = [
              { title = "Us", url = "/about/" },
              { title = "Elsewhere", url = "https://example.com/", lang = "en" },
              { title = "Mail", url = "mailto:desk@example.org" },
            ]

            [lists.top_letters]
            section = "letters"
            tag = "Water"
            kind = "opinion"
            author = "mai-tran"
            limit = 3

            [feeds]
            limit = 20
            full_text = false
            atom = true
            json = true
            hubs = ["https://hub.example.org/"]
            [feeds.full_text_by_feed]
            "/local/feed.xml" = true
            [feeds.partners.wire]
            title = "For the wire"
            format = "atom"
            limit = 10
            full_text = true
            section = "local"
            tag = "Water"
            kind = "news"
            author = "mai-tran"
            fields = ["authors", "image"]

            [front]
            secondary = 2
            latest = 5
            strips = ["letters", "local"]
            strip_stories = 3
            river = 8

            [organisation]
            name = "Sample Media"
            logo = "static/logo.svg"
            email = "desk@example.org"
            phone = "+1 000 000 0000"
            address = "1 Sample Street"
            founded = "2024-10"
            profiles = ["https://example.com/@sample"]
            [organisation.policies]
            ethics = "/ethics/"
            masthead = "https://example.com/people"

            [tags.aliases]
            "Houston ISD" = ["HISD", "School district"]

            [images]
            widths = [300, 600]
            formats = ["avif", "webp"]
            webp_quality = 70
            avif_quality = 50
            jpeg_quality = 75
            lossless = false
            social_cards = false

            [[languages]]
            title = "English"
            url = "https://en.example.org/"
            lang = "en"

            [robots]
            ai_crawlers = "block"
            agents = ["SampleBot"]

            [news]
            exclude_kinds = ["opinion"]
            """,
        )
    )
    assert replace(settings, lines={}) == Settings(
        root=tmp_path,
        file="sitegen.toml",
        title="The Sample",
        tagline="All that is sample",
        base_url="https://example.org/paper",
        prefix="/paper",
        language="es-MX",
        timezone="America/Mexico_City",
        place="Sampleton",
        sections=(
            SectionSettings("local", "Local", "Here", "local"),
            SectionSettings("letters", "Letters", news=False, opinion=True),
        ),
        menus={
            "about": MenuSettings(
                "About",
                (
                    LinkSettings("Us", "/paper/about/"),
                    LinkSettings("Elsewhere", "https://example.com/", "en"),
                    LinkSettings("Mail", "mailto:desk@example.org"),
                ),
            )
        },
        lists={"top_letters": ListSettings("letters", "Water", "opinion", "mai-tran", 3)},
        feeds=FeedSettings(
            limit=20,
            full_text=False,
            full_text_by_feed={"/local/feed.xml": True},
            atom=True,
            json=True,
            hubs=("https://hub.example.org/",),
            partners={
                "wire": PartnerFeed(
                    title="For the wire",
                    format="atom",
                    limit=10,
                    full_text=True,
                    section="local",
                    tag="Water",
                    kind="news",
                    author="mai-tran",
                    fields=("authors", "image"),
                )
            },
        ),
        related=4,
        page_size=30,
        front=FrontSettings(2, 5, ("letters", "local"), 3, 8),
        organisation=Organisation(
            name="Sample Media",
            logo="logo.svg",
            email="desk@example.org",
            phone="+1 000 000 0000",
            address="1 Sample Street",
            founded="2024-10",
            profiles=("https://example.com/@sample",),
            policies={"ethics": "/paper/ethics/", "masthead": "https://example.com/people"},
        ),
        tag_aliases={
            "houston isd": "Houston ISD",
            "hisd": "Houston ISD",
            "school district": "Houston ISD",
        },
        trust_html=False,
        origins=("https://player.example", "https://widgets.example:8443"),
        extensions=("newsroom", "local.tools"),
        images=ImageSettings((300, 600), ("avif", "webp"), 70, 50, 75, False, False),
        signup_action="https://example.org/signup",
        search="own",
        languages=(LinkSettings("English", "https://en.example.org/", "en"),),
        host="netlify",
        robots=RobotsSettings("block", ("SampleBot",)),
        indexnow_key="abcdef-123456",
        news=NewsSettings(("opinion",)),
        words_per_minute=200,
        requires="sitegen>=0.0.1,<99",
        digest=settings.digest,
    )


def test_one_switch_decides_for_each_feed() -> None:
    """Whole stories or summaries, for all feeds and for each."""
    feeds = FeedSettings(full_text=False, full_text_by_feed={"/feed.xml": True})

    assert feeds.is_full_text("/feed.xml")
    assert not feeds.is_full_text("/news/feed.xml")


WRONG = [
    ("titel = 'x'", "unknown key 'titel'", "Did you mean 'title'?"),
    ("[feed]\nlimit = 5", "unknown key 'feed'", "Did you mean 'feeds'?"),
    ("[feeds]\nlimits = 5", "unknown key 'limits'", "Did you mean 'limit'?"),
    ("[organisation.policies]\nethic = '/x/'", "unknown key 'ethic'", "Did you mean 'ethics'?"),
    (
        "language = 'en_US'",
        "'en_US' is not the code of a language",
        "Write 'language = \"en-US\"'.",
    ),
    ("language = 'english'", "'english' is not the code of a language", '"es"'),
    ("related = '3'", 'related must be a whole number, not "3"', "Write 'related = 3'."),
    ("related = true", "related must be a whole number, not true", "from 0 to 12"),
    ("related = 3.5", "related must be a whole number, not 3.5", "from 0 to 12"),
    ("page_size = 1", "page_size is 1", "from 5 to 500"),
    ("search = 1", "search must be true or false, not 1", "Write 'search = true'."),
    (
        "trust_html = 'no'",
        'trust_html must be true or false, not "no"',
        "Write 'trust_html = false'.",
    ),
    ("[policy]\norigins = ['x.example']", "'x.example' is not a web address", "https://"),
    (
        "[policy]\norigins = ['https://x.example/a']",
        "is more than an origin",
        "'https://x.example'",
    ),
    ("[policy]\norigins = ['https://*.example']", "is more than an origin", "by its whole name"),
    ("[policy]\norigin = 'x'", "unknown key 'origin'", "Did you mean 'origins'?"),
    ("extensions = 'x'", 'extensions must be a list, not "x"', "Write 'extensions = [\"x\"]'."),
    ("extensions = ['lib/x.py']", "'lib/x.py' is not the name of a Python module", 'Write "x".'),
    ("host = 'netlfy'", "host 'netlfy' is not known", "Did you mean 'netlify'?"),
    ("signup_action = '/x'", "'/x' is not a web address", "https://"),
    ("indexnow_key = 'short'", "'short' is not an IndexNow key", "8 to 128"),
    (
        "requires = 'sitegen>=99'",
        "this site wants sitegen>=99, and this is sitegen",
        "sitegen pack",
    ),
    ("requires = 'new'", "'new' does not say which version", "sitegen>=0.1"),
    ("sections = 'x'", 'sections must be a list of tables, not "x"', "[[sections]]"),
    ("sections = ['x']", '"x" stands where a table is wanted', ""),
    ("[[sections]]\ntitle = 'x'", "'sections.0.slug' is missing", "folder and address"),
    ("[[sections]]\nslug = 'a b'\ntitle = 'x'", "'a b' cannot stand in an address", '"a-b"'),
    ("[[sections]]\nslug = 'tags'\ntitle = 'x'", "'tags' is taken by sitegen itself", "another"),
    ("[[sections]]\nslug = 'a'\ntitle = 'x'\nhue = '#fff'", "'#fff' is not the name", "local"),
    ("menus = 5", "menus must be a table, not 5", "[menus]"),
    ("[menus.a]\nlinks = [{title = 'x'}]", "'menus.a.links.0.url' is missing", "/about/"),
    ("[menus.a]\nlinks = [{title = 'x', url = 'x'}]", "'x' is neither a path of", '"/about/"'),
    ("[menus.a]\nlinks = [{title = 'x', url = '//x'}]", "'//x' is neither a path", ""),
    ("[menus.a]\nlinks = [{title = 'x', url = 'javascript:x'}]", "is neither a path", ""),
    ("[lists.top-news]\nlimit = 5", "a list cannot be named 'top-news'", "'top_news'"),
    ("[lists.site]\nlimit = 5", "'site' is the name of something else", "another name"),
    ("[lists.a]\nsection = 'nws'", "section 'nws' is not known", "Sections: none yet."),
    ("[lists.a]\nkind = 'new'", "kind 'new' is not known", "Did you mean 'news'?"),
    ("[lists.a]\nlimit = 0", "lists.a.limit is 0", "from 1 to 100"),
    ("[feeds]\nhubs = ['x']", "'x' is not a web address", "https://"),
    ("[feeds]\nhubs = [5]", "feeds.hubs holds 5", ""),
    (
        "[feeds.full_text_by_feed]\nnews = true",
        "'news' is not the path of a feed",
        "/news/feed.xml",
    ),
    ("[feeds.partners.'a b']\nlimit = 5", "a partner's feed cannot be named 'a b'", "'a-b'"),
    ("[feeds.partners.a]\nfields = ['pic']", "'pic' is not known in feeds.partners.a", "image"),
    ("[feeds.partners.a]\nformat = 'xml'", "format 'xml' is not known", "atom, json, rss"),
    ("[front]\nstrips = ['x']", "'x' is not known in front.strips", "Sections"),
    ("[organisation]\nemail = 'x'", "'x' is not an e-mail address", ""),
    ("[organisation]\nfounded = 'long ago'", "'long ago' is not a year or date", '"2024"'),
    ("[images]\nwidths = [600, 300]", "widths must grow", "Sort"),
    ("[images]\nwidths = []", "'images.widths' is empty", "320"),
    ("[images]\nwidths = [5]", "images.widths.0 is 5", "from 16 to 8000"),
    ("[images]\nformats = ['png']", "'png' is not known in images.formats", "avif, webp"),
    ("[robots]\nai_crawlers = 'no'", "ai_crawlers 'no' is not known", "allow, block"),
    ("[news]\nexclude_kinds = ['x']", "'x' is not known in news.exclude_kinds", "Kinds"),
    ('tagline = "a\\u0007"', "'tagline' holds a control character", ""),
]


@pytest.mark.parametrize(("text", "message", "hint"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_setting_is_told_with_its_line_and_remedy(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    """One mistake, one problem, naming what was found and what to write."""
    with pytest.raises(SitegenError) as raised:
        load(site(tmp_path, LEAST + text), template_names=lambda: {"site"})
    (problem,) = raised.value.problems

    assert problem.path == "sitegen.toml"
    assert 4 <= problem.line <= 4 + text.count("\n")
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    "address",
    [
        *("example.org", "ftp://example.org", "https://", "https://exa mple.org", "//example.org"),
        *(
            "https://example.org/?a",
            "https://example.org/#a",
            "https://me@example.org",
            "https://[",
        ),
        *("https://example.org/a//b", "https://example.org/../b", "https://example.org:0"),
        *("https://example.org:99999999", "https://example.org/'"),
    ],
)
def test_the_address_of_the_site_must_be_whole(tmp_path: Path, address: str) -> None:
    """Every link of the site is built on it."""
    (problem,) = wrong(tmp_path, LEAST.replace("https://example.org", address))

    assert problem.line == 2
    assert problem.message == f"'{address}' is not the address of a site"


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("HTTPS://Example.ORG/Paper/", "https://example.org/Paper"),
        ("https://exämple.org:8443/tin-tức", "https://xn--exmple-cua.org:8443/tin-t%E1%BB%A9c"),
        ("https://[::1]:8000", "https://[::1]:8000"),
    ],
)
def test_an_address_is_taken_as_machines_write_it(tmp_path: Path, address: str, meant: str) -> None:
    """Feeds and sitemaps may hold ASCII addresses only, and hosts have no capitals."""
    settings = load(site(tmp_path, LEAST.replace("https://example.org", address)))

    assert settings.base_url == meant


def test_a_list_holds_no_line_breaks(tmp_path: Path) -> None:
    """A name in it would write lines of its own into robots.txt."""
    (problem,) = wrong(tmp_path, LEAST + '[robots]\nagents = ["Bot", "a\\nAllow: /"]\n')

    assert (problem.line, problem.message) == (5, "'robots.agents.1' holds a control character")


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("America/Chcago", "Did you mean 'America/Chicago'?"),
        ("chicago", "Did you mean 'America/Chicago'?"),
        ("Ho Chi Minh", "Did you mean 'Asia/Ho_Chi_Minh'?"),
        ("America", "region and city"),
        ("../../etc/passwd", "region and city"),
        ("/etc/localtime", "region and city"),
        ("localtime", "region and city"),
        ("Houston?", "America/Chicago"),
        ("GMT-6", "region and city"),  # Etc/GMT-6 is twelve hours off
    ],
)
def test_an_unknown_time_zone_is_refused(tmp_path: Path, zone: str, hint: str) -> None:
    """Nothing of the machine may stand in for it."""
    (problem,) = wrong(tmp_path, LEAST.replace("America/Chicago", zone))

    assert (problem.line, problem.message) == (3, f"there is no time zone '{zone}'")
    assert hint in problem.hint


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    """All of it at once, with an example of each."""
    problems = wrong(tmp_path, "tagline = 'x'\ntitle = ''")

    assert [problem.message for problem in problems] == [
        "'base_url' is missing",
        "'timezone' is missing",
        "'title' is missing",
    ]
    assert "America/Chicago" in problems[1].hint


def test_all_problems_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    """In the order of the file."""
    problems = wrong(
        tmp_path,
        """
        title = "x"
        base_url = "x"
        timezone = "x"
        colour = "red"

        [[sections]]
        slug = "news"
        title = "News"

        [[sections]]
        slug = "news"
        title = 5

        [menus.a]
        links = [
          { title = "x", url = "/x/" },
          { title = "x", url = "x" },
        ]

        [tags.aliases]
        A = ["x"]
        B = ["X"]
        """,
    )
    assert [problem.line for problem in problems] == [2, 3, 4, 11, 12, 17, 22]


def test_a_line_that_is_no_toml_is_named(tmp_path: Path) -> None:
    """Also when it is the last one."""
    (problem,) = wrong(tmp_path, LEAST + "place = Houston\n")
    assert (problem.line, problem.message[:21]) == (4, "this line is not TOML")
    (problem,) = wrong(tmp_path, LEAST + "place = [\n")
    assert problem.line == 4
    (problem,) = wrong(tmp_path, LEAST + "title = 'twice'\n")
    assert problem.line == 4
    (problem,) = wrong(tmp_path, f"related = {'9' * 5000}")
    assert "not TOML" in problem.message
    (problem,) = wrong(tmp_path, f"related = {'[' * 5000}")
    assert "not TOML" in problem.message


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """With the line of the first byte that cannot be read."""
    (tmp_path / "sitegen.toml").write_bytes(b'title = "x"\nplace = "caf\xe9"\n')
    with pytest.raises(
        SitegenError, match=r"\.toml:2: error: byte 13 of this line \(0xe9\) is not"
    ):
        load(tmp_path)
    (tmp_path / "sitegen.toml").write_bytes(b'title = "x"\nplace = "caf\0"\n')
    with pytest.raises(SitegenError, match=r"\.toml:2: error: this file is not text: byte 25 is"):
        load(tmp_path)
    (tmp_path / "sitegen.toml").write_bytes(LEAST.encode().ljust(1_000_000))
    assert load(tmp_path).title == "The Sample"
    (tmp_path / "sitegen.toml").write_bytes(b" " * 1_000_001)
    with pytest.raises(SitegenError, match=r"^sitegen\.toml: error: this file is too large for"):
        load(tmp_path)
    with pytest.raises(SitegenError, match=rf"^{tmp_path.name}: error: the file cannot be read: "):
        text_of(tmp_path)


def test_windows_files_are_taken(tmp_path: Path) -> None:
    """A byte order mark and its line ends are no part of the settings."""
    (tmp_path / "sitegen.toml").write_bytes(
        b"\xef\xbb\xbf" + LEAST.strip().replace("\n", "\r\n").encode()
    )
    assert load(tmp_path).lines["timezone"] == 3


def test_a_python_project_keeps_its_settings_in_pyproject(tmp_path: Path) -> None:
    """Under [tool.sitegen], with the lines of that file."""
    text = '[project]\nname = "x"\n[tool.sitegen]\n' + LEAST.strip()
    settings = load(site(tmp_path, text, "pyproject.toml"))
    assert (settings.file, settings.title) == ("pyproject.toml", "The Sample")
    assert settings.line("title") == 4
    site(tmp_path, text + "\n[tool.sitegen.feeds]\nlimit = 0", "pyproject.toml")
    with pytest.raises(SitegenError, match=r"pyproject\.toml:8: error: feeds\.limit is 0"):
        load(tmp_path)


def test_settings_in_two_files_are_refused(tmp_path: Path) -> None:
    """Nobody should have to guess which counts."""
    site(tmp_path, "[tool.sitegen]\ntitle = 'x'", "pyproject.toml")
    (problem,) = wrong(tmp_path, LEAST)
    assert problem == Problem(
        "sitegen.toml", 0,
        "there are settings both here and under [tool.sitegen] of pyproject.toml",
        "Keep one of the two.",
    )  # fmt: skip


def test_a_pyproject_without_our_table_is_none_of_ours(tmp_path: Path) -> None:
    """Also when it mentions sitegen among what the project needs."""
    for text in ("[project]\ndependencies = ['sitegen']", "tool = 5 # sitegen", "broken = "):
        site(tmp_path, text, "pyproject.toml")
        assert load(site(tmp_path, LEAST)).file == "sitegen.toml"


def test_a_folder_without_settings_is_no_site(tmp_path: Path) -> None:
    """Whoever is in the wrong folder hears how to begin."""
    with pytest.raises(SitegenError, match=r"^sitegen\.toml: error: .*\n.*sitegen init") as raised:
        load(tmp_path)
    assert [problem.line for problem in raised.value.problems] == [0]


def test_settings_stand_for_themselves_on_every_machine(tmp_path: Path) -> None:
    """The digest moves with what is set, and with nothing else."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    one = load(site(here, LEAST + "[menus.a]\nlinks=[]\n[menus.b]\nlinks=[]"))
    two = load(site(there, "# moved\n" + LEAST + "[menus.b]\nlinks=[]\n[menus.a]\nlinks=[]"))
    other = load(site(there, LEAST + "related = 2"))
    assert one.digest == two.digest != other.digest
    code = (
        "from pathlib import Path; from sitegen.settings.load import load;"
        f"print(load(Path({str(here)!r})).digest)"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"}
        result = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env=environment, cwd=ROOT,
        )  # fmt: skip
        assert result.stdout.strip() == one.digest


def test_the_newspapers_own_settings_are_right() -> None:
    """This repository is a site too."""
    assert load(ROOT).title == "Yes-Hope News"


def test_the_manuals_example_is_right(tmp_path: Path) -> None:
    """Whoever copies the example from docs/settings.md has a site."""
    manual = (ROOT / "docs/settings.md").read_text("utf-8")
    example = manual.partition("```toml\n")[2].partition("```")[0]
    assert load(site(tmp_path, example)).sections


def test_every_key_has_its_line() -> None:
    """In tables, arrays of tables, dotted and quoted keys, and lists over several lines."""
    lines = key_lines(
        textwrap.dedent(
            '''\
            # a = 1
            a.b = "x # not a comment"
            "q.r" = """
            c = 1
            """
            l = [ # [x]
              1, "]",
              { m = [1,
                2] },
            ]
            d = 2026-11-20 09:00:00
            [[t]]
            n = 'x'
            [t.u]
            o = 1
            [[t]]
            n = \'\'\'
            [fake]
            \'\'\'
            [[t.v]]
            p = 1
            [ "s \\" t" . w ]
            z = 1'''
        )
    )
    assert lines == {
        ("a",): 2,
        ("a", "b"): 2,
        ("q.r",): 3,
        ("l",): 6,
        ("l", 0): 7,
        ("l", 1): 7,
        ("l", 2): 8,
        ("l", 2, "m"): 8,
        ("l", 2, "m", 0): 8,
        ("l", 2, "m", 1): 9,
        ("d",): 11,
        ("t",): 12,
        ("t", 0): 12,
        ("t", 0, "n"): 13,
        ("t", 0, "u"): 14,
        ("t", 0, "u", "o"): 15,
        ("t", 1): 16,
        ("t", 1, "n"): 17,
        ("t", 1, "v"): 20,
        ("t", 1, "v", 0): 20,
        ("t", 1, "v", 0, "p"): 21,
        ('s " t',): 22,
        ('s " t', "w"): 22,
        ('s " t', "w", "z"): 23,
    }


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = [", {("a",): 1}),
        ("a = [\n1,\n", {("a",): 1, ("a", 0): 2}),
        ("a = {", {("a",): 1}),
        ("a = {b = 1,", {("a",): 1, ("a", "b"): 1}),
        ("a = { b = 1 }\nc = 2", {("a",): 1, ("a", "b"): 1, ("c",): 2}),
        ("a = [{b = 1}, {b = 2}]", {("a",): 1, ("a", 0): 1, ("a", 0, "b"): 1, ("a", 1): 1,
                                    ("a", 1, "b"): 1}),
        ("[a]\n", {("a",): 1}),
        ("[[a]]\n[[a]]\n[a.b]\n", {("a",): 1, ("a", 0): 1, ("a", 1): 2, ("a", 1, "b"): 3}),
        ("'a.b' = 1", {("a.b",): 1}),
        ("", {}),
        ("# only", {}),
    ],
)  # fmt: skip
def test_lines_of_short_texts(text: str, lines: dict[tuple[str | int, ...], int]) -> None:
    """Of one that ends too soon there are those that stand in it."""
    assert key_lines(text) == lines


TOMLISH = st.lists(
    st.sampled_from(
        [
            *("a", "b", "=", ".", "[", "]", "[[", "]]", "{", "}", ",", "\n", "#", '"', "'", '"""'),
            *("'''", "1", "true", "\\", " ", "title", "sections", "\r\n", "é", "1979-05-27"),
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TOMLISH)
def test_no_text_breaks_the_search_for_lines(text: str) -> None:
    """It ends, and every line that it names is there."""
    assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())


VALUES = st.recursive(
    st.booleans() | st.integers(-5, 50) | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "title", "links", "url", "limit", "slug"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*Settings.__struct_fields__, "tags", "x"]), VALUES, max_size=6)
)
def test_no_value_of_any_key_breaks_the_reader(data: dict[str, object]) -> None:
    """Whatever type stands where, the answer is settings or problems."""
    try:
        parse(Path(), "sitegen.toml", data)
    except SitegenError as error:
        assert error.problems  # noqa: PT017


def test_a_key_of_dozens_of_parts_is_refused(tmp_path: Path) -> None:
    """What reads TOML takes the square of their number."""
    long_key = ".".join(["a"] * 31)
    with pytest.raises(SitegenError) as refused:
        load(site(tmp_path, f"{LEAST}\n[{long_key}]\nb = 1\n"))
    (problem,) = refused.value.problems
    assert (problem.line, problem.message) == (5, "a key has more than 30 parts between dots")
    assert load(site(tmp_path, f"{LEAST}tagline = 'A. B. C. {'D. ' * 9}'\n")).tagline
