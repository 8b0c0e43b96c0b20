"""What is wrong with the addresses of a site: claimed twice, dead, unreached, led in circles."""

# ruff: noqa: E501 - a table is read best with a row on a line

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sitegen.core.digests import Values, digest_text, load
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.core.urls import output_file
from sitegen.model.article import Article, Credit
from sitegen.model.organisation import Organisation
from sitegen.model.tasks import Subject
from sitegen.pages.claims import clash_problem, lasting_problem, makes_way, same_content
from sitegen.pages.dead_links import dead_links, unknown_names
from sitegen.pages.entry import Entry
from sitegen.pages.host_view import crawler_problems, host_files
from sitegen.pages.moved import Moved, moved_addresses, moved_pages, unanswered
from sitegen.pages.outline import Outline, _clashes, coming_pages, outline
from sitegen.pages.planner import Planner
from sitegen.pages.rendering_rules import card_files, rendering_rules
from sitegen.pages.shown_bodies import bodies_in, with_new_bodies
from sitegen.pages.template_links import template_links
from sitegen.pages.unreached import unreached_pages
from sitegen.pictures import Variant
from sitegen.settings.types import (
    FeedSettings,
    FileSettings,
    LinkSettings,
    MenuSettings,
    PartnerFeed,
    RobotsSettings,
    SectionSettings,
)
from sitegen.site.site import Site
from sitegen.theme.needs import Analysis, Mention, Reference, TemplateFacts
from tests.pages.sample import FILES, SETTINGS, drawing, other, png, sample, theme
from tests.site.assembled import (
    AT,
    SECTIONS,
    assembled,
    before,
    line_of,
    page,
    person,
    picture,
    site_of,
    story,
    told,
)

VOTE = "content/news/vote.md"
P: dict[str, Any] = {"base_url": "https://g.example/p", "prefix": "/p"}


def entry(
    file: str, claimant: str = "", maker: str = "page", recipe: str = "article.html", **more: Any
) -> Entry:
    return Entry(
        file, maker, recipe, claimant or f"content/{file.removesuffix('/index.html')}.md", **more
    )


def entries(*paths: str, **more: Any) -> dict[str, Entry]:
    return {(file := output_file(path)): entry(file, **more) for path in paths}


# Claims


def test_what_comes_to_the_same_is_no_clash() -> None:
    """One file used twice, one drawn card; never two pages, nor two files of unknown bytes."""
    card, image, shot = (
        entry("a.png", recipe="card"),
        Variant("a", 1, 1, "jpeg", "", 80),
        {"maker": "image", "digest": "x"},
    )
    assert same_content(card, replace(card, digest="other"))
    assert not same_content(card, entry("a.png"))
    assert same_content(
        entry("a", **shot, variant=image), entry("a", "other", **shot, variant=image)
    )
    assert not same_content(entry("a", **shot, variant=image), entry("a", **shot))
    assert not same_content(entry("a", **shot), entry("a", maker="image", digest="y"))
    assert not same_content(entry("a", maker="copy"), entry("a", maker="copy"))
    assert not same_content(entry("a", **shot), entry("a", maker="copy", digest="x"))
    assert not same_content(entry("a", digest="x"), entry("a", digest="x"))


@pytest.mark.parametrize(
    ("one", "other", "blamed", "hint"),
    [
        ("", "", "a.md", "Give one of them another slug."),
        ("", "aliases", "b.md", "Take the alias out."),
        ("redirects.x", "", "a.md", "Take the line out."),
        ("aliases", "aliases", "a.md", "Take the alias out."),
    ],
)
def test_of_two_who_want_one_address_the_one_that_asks_for_it_is_told(
    one: str, other: str, blamed: str, hint: str
) -> None:
    first, second = (
        entry("news/x/index.html", "a.md", asked=one),
        entry("news/x/index.html", "b.md", asked=other),
    )
    problem = clash_problem(second, first, line_of)
    assert (problem.path, problem.hint) == (blamed, hint)
    assert problem.message == "a.md and b.md both want /news/x/"
    assert problem.line == line_of(blamed, (one if blamed == "a.md" else other) or "slug")


def test_who_has_a_line_is_told_of_a_clash() -> None:
    """A section has none of its own; where nobody has, the first is named."""
    one, two = entry("x.html", "a section"), entry("x.html", "b.md")

    def only_files(path: str, _key: str) -> int:
        return 3 if path.endswith(".md") else 0

    assert [clash_problem(*pair, only_files).path for pair in ((one, two), (two, one))] == [
        "b.md",
        "b.md",
    ]
    assert clash_problem(one, two, lambda _path, _key: 0).path == "a section"
    asking = replace(one, asked="aliases")
    assert clash_problem(asking, two, only_files).path == "a section"
    lasting = lasting_problem(entry("media/x/index.html", "b.md"), line_of)
    assert told([lasting]) == [
        (
            "b.md",
            line_of("b.md", "slug"),
            "b.md wants /media/x/, below which only files stand that never change",
        )
    ]
    assert lasting.hint == "Give it another slug."
    assert (
        lasting_problem(entry("media/x", "b.md", asked="aliases"), line_of).hint
        == "Take the alias out."
    )
    site = site_of(story("vote", expires=before(days=-1).at), story("rain"))
    assert [
        makes_way(site, entry("x", f"content/news/{name}.md")) for name in ("vote", "rain", "gone")
    ] == [True, False, False]


def test_names_that_a_disk_cannot_hold_beside_each_other_are_told() -> None:
    files = {
        file: entry(file, file)
        for file in ("News/a.html", "news/A.html", "x", "x/y/z.html", "x/y/w.html", "q.html")
    }
    assert [problem.message for problem in _clashes(files, line_of)] == [
        "News/a.html and news/A.html both want /News/a.html",
        "x and x/y/z.html both want /x",
    ]
    assert list(_clashes({"a/b": entry("a/b"), "a/c": entry("a/c")}, line_of)) == []


def test_the_outline_tells_of_every_clash(tmp_path: Path) -> None:
    """Of pages that are there, of those to come, and of files of static/ with what sitegen writes."""
    later = {"embargo": before(days=-1).at}
    articles = [
        story("vote", aliases=("/local/park",)), story("local/park"), story("short", expires=before(days=-1).at),
        story("tide", slug="vote", **later), story("ebb", slug="short", **later), story("flow", slug="new", **later),
        story("flood", aliases=("/news/new",), **later), page("media"), story("mute", slug="mute", aliases=("/media/y/",)),
    ]  # fmt: skip
    site, problems = assembled(
        articles, robots=RobotsSettings(agents=(" * ", "x")), lines={"robots.agents": 5}
    )
    assert problems == ()
    found = outline(
        site,
        theme(tmp_path, {"static/root/feed.xml": b"", "static/mark.svg": drawing()}),
        {},
        line_of,
    )
    assert found.entries["feed.xml"].maker == "copy"
    at = "content/{}/{}.md"
    tide, flood, media = (
        at.format("news", "tide"),
        at.format("news", "flood"),
        at.format("pages", "media"),
    )
    mute = at.format("news", "mute")
    expected = [
        (VOTE, line_of(VOTE, "aliases"), "content/local/park.md and content/news/vote.md both want /local/park/"),
        (tide, line_of(tide, "slug"), f"{tide} and {VOTE} both want /news/vote/"),
        (flood, line_of(flood, "aliases"), f"{flood} and content/news/flow.md both want /news/new/"),
        (media, line_of(media, "slug"), f"{media} wants /media/, below which only files stand that never change"),
        (mute, line_of(mute, "aliases"), f"{mute} wants /media/y/, below which only files stand that never change"),
        ("sitegen.toml", 5, 'agents = ["*"] keeps every crawler out: no search engine will list the site'),
    ]  # fmt: skip
    messages = told(found.problems)
    assert [
        each
        for each in expected
        if each not in messages and each[2].split(" both ")[0] not in str(messages)
    ] == []
    assert messages.count(expected[0]) == 1
    assert not any("ebb" in message for _, _, message in messages)


def test_pages_to_come_are_known_with_their_old_addresses(tmp_path: Path) -> None:
    """They are in no outline; and a mark of pixels makes an icon, where the site has none of its own."""
    later = {"embargo": before(days=-1).at}
    site, _ = assembled(
        [
            story("tide", aliases=("/a", "/b.html"), template="park.html", **later),
            page("ebb", **later),
        ]
    )
    assert [(e.file, e.recipe, e.claimant, e.subject.kind, e.subject.id, e.asked) for e in coming_pages(site)] == [
        ("news/tide/index.html", "park.html", "content/news/tide.md", "article", "content/news/tide.md", ""),
        ("a/index.html", "alias.html", "content/news/tide.md", "alias", "content/news/tide.md", "aliases"),
        ("b.html", "alias.html", "content/news/tide.md", "alias", "content/news/tide.md", "aliases"),
        ("ebb/index.html", "page.html", "content/pages/ebb.md", "page", "content/pages/ebb.md", ""),
    ]  # fmt: skip
    icons = {}
    for name, files, mark in (
        ("mark", {"static/mark.svg": drawing(), "static/mark.png": png(9, 9)}, "mark.svg"),
        ("drawn", {"static/mark.svg": drawing()}, "mark.svg"), ("none", {}, ""),
        ("own", {"static/mark.png": png(9, 9), "static/root/favicon.ico": b"i"}, "mark.png"),
    ):  # fmt: skip
        marked = site_of(organisation=Organisation("N", mark=mark))
        found = outline(marked, theme(tmp_path / name, files), {}, line_of).entries.get(
            "favicon.ico"
        )
        icons[name] = found and (found.maker, found.subject.id)
    assert icons == {
        "mark": ("document", "mark.png"),
        "drawn": None,
        "none": None,
        "own": ("copy", ""),
    }


def test_a_host_is_told_of_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of sitegen's own among them; pages need no fingerprint in their names."""
    asked: list[Any] = []

    def recorded(site: Site, *rest: Any) -> Any:
        asked.extend(rest)
        return host_files(site, *rest)

    monkeypatch.setattr("sitegen.pages.outline.host_files", recorded)
    plan = outline(sample(), theme(tmp_path, FILES), {}, line_of)
    moves, files, count = asked
    assert (moves, count) == ((), len(plan.entries))
    assert files == [
        file
        for file, each in plan.entries.items()
        if each.maker != "page" and file != ".sitegen-files"
    ]


def test_where_robots_txt_keeps_everybody_out_it_is_told() -> None:
    site = other(robots=RobotsSettings(agents=(" *",)), lines={"robots.agents": 5})
    (problem,) = crawler_problems(site)
    assert (problem.path, problem.line, problem.warning) == ("sitegen.toml", 5, True)
    assert crawler_problems(other(robots=RobotsSettings(agents=("GPTBot",)))) == []


# Dead links


def dead(
    articles: list[Article],
    *paths: str,
    coming: tuple[str, ...] = (),
    broken: tuple[str, ...] = (),
    **keys: Any,
) -> list[Problem]:
    site, _ = assembled(articles, keys.pop("people", ()), broken=broken, **{**P, **keys})
    return list(dead_links(site, entries(*paths), coming, line_of))


def test_a_link_that_no_file_answers_is_told_with_the_nearest() -> None:
    """With a query, a heading, the site's own name; in letters of any case; never a file of media/."""
    links = (
        "/news/rain/?a#b",
        "/news/rain",
        "/p/news/rain/",
        "https://g.example/p/news/rian/",
        "/nowhere/#x",
        "https://x.example/y/",
        "#top",
    )
    problems = dead(
        [story("vote", links=links)], "/news/rain/", "/media/nowhere/", "/static/nowhere/"
    )
    assert told(problems) == [
        (VOTE, line_of(VOTE, "link:2"), "dead link '/p/news/rain/'"),
        (VOTE, line_of(VOTE, "link:3"), "dead link 'https://g.example/p/news/rian/'"),
        (VOTE, line_of(VOTE, "link:4"), "dead link '/nowhere/#x'"),
    ]
    assert "/news/rain/" in problems[1].hint
    assert problems[2].hint == "No page of this site has that address."


def test_what_may_answer_later_is_not_dead() -> None:
    """A source that cannot be read may be the page; stories to come may lead to each other."""
    vote = story("vote", links=("/news/gone/", "/tags/x/", "/other/"))
    assert [
        problem.message for problem in dead([vote], broken=("content/news/gone/index.md",))
    ] == ["dead link '/other/'"]
    assert len(dead([vote])) == 3
    tide = story("tide", embargo=before(days=-1).at, links=("/news/ebb/", "/news/gone/"))
    found = dead([tide], coming=("news/ebb/index.html",))
    assert told(found) == [(tide.path, line_of(tide.path, "link:1"), "dead link '/news/gone/'")]
    ana = person("ana", "Ana", links=("/news/gone/",))
    by_ana = dead([story("fine", authors=(Credit("ana"),))], people=[ana])
    assert told(by_ana) == [(ana.path, line_of(ana.path, "link:0"), "dead link '/news/gone/'")]
    old = replace(vote, published=before(days=9))
    kinds = [problem.warning for problem in dead([old], archive_before=before(days=8).at)]
    assert kinds == [True, True, True]
    assert [problem.warning for problem in dead([vote], archive_before=before(days=8).at)] == [
        False
    ] * 3


def test_dead_links_of_settings_are_told_with_their_lines() -> None:
    links = (LinkSettings("Rain", "/p/news/rain/"), LinkSettings("Gone", "/p/gone/"), LinkSettings("X", "https://x.example/"),
             LinkSettings("Own", "https://g.example/p/gone/"))  # fmt: skip
    lines = {
        "menus.foot.links.1": 3,
        "menus.foot.links.3": 4,
        "languages.1.url": 5,
        "organisation.policies.ethics": 6,
        "languages.3.url": 7,
    }
    policies = {"ethics": "/p/gone/", "mission": "/p/news/rain/"}
    problems = dead([], "/news/rain/", menus={"foot": MenuSettings(links=links)}, languages=links, lines=lines,
                    organisation=Organisation("N", policies=policies))  # fmt: skip
    assert told(problems) == [
        ("sitegen.toml", 3, "the menu 'foot' links to /p/gone/, which no page answers"),
        (
            "sitegen.toml",
            4,
            "the menu 'foot' links to https://g.example/p/gone/, which no page answers",
        ),
        ("sitegen.toml", 5, "'Gone' among the languages leads to /p/gone/, which no page answers"),
        (
            "sitegen.toml",
            7,
            "'Own' among the languages leads to https://g.example/p/gone/, which no page answers",
        ),
        ("sitegen.toml", 6, "the policy 'ethics' names /p/gone/, which no page answers"),
    ]
    assert {problem.hint for problem in problems} == {"Correct the address, or write the page."}


def test_files_that_settings_name_must_be_there(tmp_path: Path) -> None:
    lines = {"organisation.logo": 1, "organisation.mark": 2, "organisation.logo_dark": 3, "feeds.full_text_by_feed./gone.xml": 4,
             "sections.0.hue": 5, "sections.0.template": 6}  # fmt: skip
    sections = (
        SectionSettings("news", "News", hue="loca", template="parc.html"),
        SectionSettings("local", "L", hue="local", template="park.html"),
    )
    site = site_of(
        sections=sections, lines=lines, organisation=Organisation("N", "lego.png", "dark.svg", "sign.svg"),
        feeds=FeedSettings(full_text_by_feed={"/gone.xml": True, "/feed.xml": False}),
    )  # fmt: skip
    laid = theme(
        tmp_path,
        {
            **FILES,
            "static/sign.svg": drawing(),
            "static/dark.svg": drawing(),
            "static/notes.txt": b"",
            "templates/parts/parc.html": b"",
        },
    )
    feeds = {"feed.xml": entry("feed.xml", recipe="rss", maker="document")}
    problems = list(unknown_names(site, laid, feeds))
    assert told(problems) == [
        ("sitegen.toml", 1, "there is no picture 'lego.png' in static/"),
        (
            "sitegen.toml",
            2,
            "the mark 'sign.svg' is a drawing, and feeds, shared cards and phones show none",
        ),
        ("sitegen.toml", 6, "there is no template 'parc.html'"),
        ("sitegen.toml", 5, "no style sheet has the colour 'loca': the section gets the plain one"),
        ("sitegen.toml", 4, "there is no feed '/gone.xml' now"),
    ]
    assert [problem.warning for problem in problems] == [False, True, False, True, True]
    assert [problem.hint for problem in problems] == [
        "Did you mean 'logo.png'?", "Put a PNG of it beside it: static/sign.png.", "Did you mean 'park.html'?",
        "Did you mean 'local'? Or give it one in a style sheet: --hue-loca.", "Did you mean '/feed.xml'?",
    ]  # fmt: skip
    fine = site_of(
        organisation=Organisation("N", "logo.png", mark="mark.svg"), sections=SECTIONS[:1]
    )
    assert list(unknown_names(fine, laid, feeds)) == []
    wrong = site_of(organisation=Organisation("N", "notes.txt", mark=""), sections=())
    assert [problem.message for problem in unknown_names(wrong, laid, feeds)] == [
        "there is no picture 'notes.txt' in static/"
    ]


# Templates


def addressed(
    *addresses: str, element: str = "a", prefix: str = "", origins: tuple[str, ...] = ()
) -> list[Problem]:
    site = site_of(base_url=f"https://g.example{prefix}", prefix=prefix, origins=origins)
    files = (entries("/news/", "/feed.xml"), {"coming/index.html"})
    laid = replace(
        site_theme(),
        assets={"js/site.js": "/static/js/site.1.js", "css/a.css": "/static/css/a.1.css"},
    )
    named = [(element, address, number) for number, address in enumerate(addresses, 1)]
    return list(template_links("t.html", named, files, laid, site.settings))


def site_theme() -> Any:
    from sitegen.theme.files import Theme

    return Theme({}, {}, {}, "")


def test_an_address_in_a_template_that_nothing_answers_is_told() -> None:
    fine = (
        "/news/",
        "/news",
        "/feed.xml?x#y",
        "/coming/",
        "https://g.example/news/",
        "//g.example/feed.xml",
        "rel/",
        "#top",
        "mailto:a@b",
    )
    assert addressed(*fine) == []
    problems = addressed(
        "/newz/",
        "/static/js/site.js",
        "/static/css/a.css",
        "/static/css/b.css",
        "https://g.example/x/",
        "/media/",
    )
    assert [(p.line, p.message, p.hint, p.warning) for p in problems] == [
        (1, "nothing answers '/newz/'", problems[0].hint, True),
        (2, "'/static/js/site.js' is an address that nothing answers",
         "Files of static/ have digits in their names. Write {{ asset('js/site.js') }}.", False),
        (3, "'/static/css/a.css' is an address that nothing answers",
         "It is a part of the one style sheet that every page has. Delete this tag.", False),
        (4, "'/static/css/b.css' is an address that nothing answers", "static/ has no such file.", False),
        (5, "nothing answers '/x/'", "No page of this site has that address.", True),
        (6, "nothing answers '/media/'", "No page of this site has that address.", True),
    ]  # fmt: skip
    assert "/news/" in problems[0].hint
    assert {problem.path for problem in problems} == {"t.html"}
    assert [problem.line for problem in addressed("https://x.example/", "/newz/")] == [2]
    assert addressed("/p/news/", "/p", "/other/", "/paper/", prefix="/p") == []
    assert [problem.message for problem in addressed("/p/x/", prefix="/p")] == [
        "nothing answers '/x/'"
    ]


def test_a_template_that_asks_elsewhere_is_told() -> None:
    at = "https://x.example/a.js"
    assert addressed(at) == addressed(at, element="img") == []
    assert addressed(at, element="script", origins=("https://x.example",)) == []
    (script,), (frame,), (link,) = (
        addressed(at, element=element) for element in ("script", "iframe", "link")
    )
    assert [p.message for p in (script, frame, link)] == [
        "the script of x.example is not run", "the frame of x.example will not show",
        "readers' browsers ask x.example for this on every page",
    ]  # fmt: skip
    listed = 'write origins = ["https://x.example"] under [policy] in sitegen.toml.'
    assert script.hint == f"Take it out, or, if readers' browsers may ask there, {listed}"
    assert (
        link.hint == f"Put the file into static/ and name it by asset(), or, if they may, {listed}"
    )
    assert [p.warning for p in (script, frame, link)] == [True] * 3
    assert [p.message for p in addressed(at, element="embed")] == [
        "the frame of x.example will not show"
    ]


def test_a_page_that_nothing_leads_to_is_told() -> None:
    """Menus, languages, policies, templates and texts are ways; its own link and translation of a lost one are none."""
    pages = [page(name) for name in ("menu", "lang", "policy", "template", "text", "lost")]
    itself = page("self", links=("/self/",))
    pair = [page("es", lang="es", translation_of="/pages/en.md"), page("en")]
    more = [page("one"), page("uno", lang="es", translation_of="/pages/one.md")]
    links = {name: (LinkSettings("X", f"/p/{name}/"),) for name in ("menu", "lang")}
    site, _ = assembled(
        [story("vote", links=("/text/?a#b", "/en", "https://x.example/")), *pages, itself, *pair, *more],
        menus={"m": MenuSettings(links=links["menu"])}, languages=links["lang"],
        organisation=Organisation("N", policies={"ethics": "https://g.example/p/policy"}), **P,
    )  # fmt: skip
    problems = list(unreached_pages(site, ["/p/template/", "https://x.example/lost/"]))
    assert [(p.path.removeprefix("content/pages/"), p.line, p.warning) for p in problems] == [
        (f"{name}.md", 0, True) for name in ("lost", "one", "self", "uno")
    ]
    assert (
        problems[0].hint == 'Put it into a menu of sitegen.toml: { title = "Lost", url = "/lost/" }'
    )
    assert list(unreached_pages(site_of(page("a"), story("b", links=("/a/",))), ())) == []
    assert [p.path for p in unreached_pages(site_of(page("a")), ["/b/", "/a.html"])] == [
        "content/pages/a.md"
    ]


# Moved addresses


def moved(
    redirects: dict[str, str],
    *paths: str,
    host: str = "",
    articles: tuple[Article, ...] = (),
    broken: tuple[str, ...] = (),
) -> tuple[tuple[Moved, ...], list[str]]:
    site, _ = assembled([story("vote", aliases=("/old/vote",)), story("tide", draft=True), *articles], broken=broken,
                        redirects=redirects, host=host, lines={f"redirects.{old}": 7 for old in redirects}, **P)  # fmt: skip
    named = entries("/news/", "/news/vote/", "/tags/rain/")
    named |= {"feed.xml": entry("feed.xml", maker="document", recipe="rss")}
    named |= {
        "old/vote/index.html": entry("old/vote/index.html", VOTE, subject=Subject("alias", VOTE))
    }
    found, problems = moved_addresses(site, named)
    assert {(p.path, p.line) for p in problems} <= {("sitegen.toml", 7)}
    return found, [f"{'warning: ' if p.warning else ''}{p.message} | {p.hint}" for p in problems]


def test_a_redirect_leads_to_its_end() -> None:
    found, problems = moved({
        "/a": "/b/", "/b/": "https://g.example/p/old/vote#x", "/?p=1": "/news", "/shop/": "https://x.example/", "/f/": "/feed.xml?x",
        "/doc.pdf": "/news/vote/", "/top/": "/news/vote/", "/x.PHP": "/news/", "/x.php": "/news/",
    })  # fmt: skip
    assert problems == []
    ways = {
        each.written: (each.old, each.query, each.url, each.story, each.to_feed, each.has_page)
        for each in found
    }
    assert ways == {
        "/a": ("/a/", "", "/p/news/vote/#x", "", False, True), "/b/": ("/b/", "", "/p/news/vote/#x", "", False, True),
        "/?p=1": ("/", "p=1", "/p/news/", "", False, False), "/shop/": ("/shop/", "", "https://x.example/", "", False, True),
        "/f/": ("/f/", "", "/p/feed.xml?x", "", True, True), "/doc.pdf": ("/doc.pdf", "", "/p/news/vote/", VOTE, False, False),
        "/top/": ("/top/", "", "/p/news/vote/", VOTE, False, True), "/x.PHP": ("/x.PHP", "", "/p/news/", "", False, False),
        "/x.php": ("/x.php", "", "/p/news/", "", False, True),
    }  # fmt: skip
    shown = {
        e.file: (e.subject, e.asked, e.claimant, e.recipe) for e in moved_pages(sample(), found)
    }
    assert shown["top/index.html"] == (
        Subject("alias", VOTE),
        "redirects./top/",
        "sitegen.toml",
        "alias.html",
    )
    assert shown["shop/index.html"][0] == Subject("redirect", "https://x.example/")
    assert sorted(shown) == [
        "a/index.html",
        "b/index.html",
        "f/index.html",
        "shop/index.html",
        "top/index.html",
        "x.php",
    ]
    assert found[2].redirect.old == "/p/"
    assert [
        each.has_page for each in moved({"/f/": "/feed.xml", "/n/": "/news/"}, host="netlify")[0]
    ] == [False, True]
    assert [each.has_page for each in moved({"/f/": "/feed.xml"}, host="nginx")[0]] == [True]
    assert moved({}) == ((), [])


def test_a_redirect_that_leads_nowhere_is_told() -> None:
    found, problems = moved({
        "/a/": "/b/", "/b/": "/a", "/c/": "/news/tide/", "/d/": "/tags/gone/", "/e/": "/newz/", "/news/": "/news/vote/",
        "/media/x.pdf": "/news/", "/media/x.html": "/news/", "/?p=2": "/?p=2",
    })  # fmt: skip
    assert problems == [
        "the redirect '/a/' leads in a circle: /a/ → /b/ → /a/ | Lead it to a page, or take the line out.",
        "the redirect '/b/' leads in a circle: /b/ → /a/ → /b/ | Lead it to a page, or take the line out.",
        "warning: '/c/' leads to /news/tide/, which readers cannot see now | It is not written until readers can see content/news/tide.md.",
        "warning: '/d/' leads to /tags/gone/, which no page answers now | It is not written until a page does. If none will, take the line out.",
        problems[4],
        "content/news.md and sitegen.toml both want /news/ | Take the line out.",
        "'/media/x.pdf' lies where only files stand that never change | Take the line out.",
        "the redirect '/?p=2' leads in a circle: /?p=2 → /?p=2 | Lead it to a page, or take the line out.",
    ]
    assert problems[4].startswith("'/e/' leads to /newz/, which no page answers | ")
    assert "/news/" in problems[4]
    assert [each.written for each in found] == ["/news/", "/media/x.pdf", "/media/x.html"]
    assert [each.has_page for each in found] == [False, False, True]
    assert moved({"/e/": "/newz/"}, broken=("content/news/x.md",)) == ((), [])
    assert moved({"/e/": "/far/"})[1] == [
        "'/e/' leads to /far/, which no page answers | No page of this site has that address: take the line out."
    ]


def test_what_a_host_cannot_lead_on_is_told_once() -> None:
    every = [
        Moved("/q1", "/", "p=1", "/"), Moved("/q2", "/", "p=2", "/"), Moved("/doc.pdf", "/doc.pdf", "", "/"),
        Moved("/f/", "/f/", "", "/feed.xml", to_feed=True, has_page=True), Moved("/n/", "/n/", "", "/", has_page=True),
    ]  # fmt: skip

    def warned(host: str) -> list[tuple[str, str]]:
        site = other(
            host=host, lines={"redirects./q1": 3, "redirects./doc.pdf": 4, "redirects./f/": 5}
        )
        problems = [*unanswered(site, every)]
        assert [problem.warning for problem in problems] == [True] * len(problems)
        return [
            (f"{problem.line}: {problem.message}", problem.hint.partition(" Hosts")[0])
            for problem in problems
        ]

    assert warned("nginx") == []
    assert [text for text, _ in warned("")] == [
        "3: old addresses with a query lead nowhere: 2, of which the first is '/q1'",
        "4: old addresses at which no page can stand lead nowhere: 1, of which the first is '/doc.pdf'",
        "5: old addresses of feeds lead on nobody but people, for feed readers follow no page: 1, of which the first is '/f/'",
    ]
    assert {hint for _, hint in warned("")} == {"Without a host there are no rules for them."}
    assert [hint for _, hint in warned("gitlab")] == ["The host 'gitlab' has no rules for them."]
    assert len(warned("github")) == 3
    assert [*unanswered(other(host=""), every[4:])] == []


def test_hosts_are_told_of_moves_in_the_order_of_their_need() -> None:
    """First what only a rule can do, then old addresses of stories, then what a page does too."""
    site = site_of(story("vote", aliases=("/old",), files=("content/news/a.html", "content/news/b.pdf")), page("us", aliases=("/we",)),
                   host="netlify", feeds=FeedSettings(partners={"w": PartnerFeed(format="atom")}))  # fmt: skip
    moves = (Moved("/n/", "/n/", "", "/n2/", has_page=True), Moved("/f/", "/f/", "", "/feed.xml", to_feed=True, has_page=True),
             Moved("/d.pdf", "/d.pdf", "", "/d/"))  # fmt: skip
    files = {each.file: each.text for each in host_files(site, moves)[0]}
    assert [line.split()[0] for line in files["_redirects"].splitlines()[1:]] == [
        "/f/",
        "/d.pdf",
        "/old/",
        "/we/",
        "/n/",
    ]
    assert "/feeds/w.xml" in files["_headers"]
    assert "application/atom+xml" in files["_headers"]
    assert ("/files/news/a.html" in files["_headers"], "b.pdf" in files["_headers"]) == (
        True,
        False,
    )


# The planner


FACTS = {
    "front.html": TemplateFacts(names={"site": 1, "front": 2}, refs=(Reference("parts/a.html", 3, False),), addresses=(("a", "/p/gone/", 4),)),
    "parts/a.html": TemplateFacts(names={"nmae": 2}, assets=(Mention("logo.png", 5),)),
    "park.html": TemplateFacts(names={"article": 1, "body": 1, "top_local": 1, "structured": 1}),
    "section.html": TemplateFacts(names={"stories": 1, "page": 1}),
    "parts/figure.html": TemplateFacts(),
    "blocks/fact.html": TemplateFacts(names={"title": 1, "nme": 3}),
}  # fmt: skip
DECLARED = b"{#- takes:\n    title: title\n-#}\n{{ title }}"


def planner(folder: Path, site: Site | None = None) -> Planner:
    files = {
        **FILES,
        **{f"templates/{name}": b"" for name in FACTS},
        "templates/blocks/fact.html": DECLARED,
    }
    laid = theme(folder, files)
    site = site or other(files=FileSettings(("pdf",)))
    facts = {"content/news/plan.pdf": "p" * 8}
    return Planner(
        site, laid, Analysis(laid, FACTS), outline(site, laid, facts, line_of), Values(), "engine"
    )


def test_a_task_holds_what_its_file_is_made_from(tmp_path: Path) -> None:
    plan = planner(tmp_path)

    def parts(file: str) -> dict[str, Any]:
        task = plan.task(file)
        assert (task.file, task.maker) == (file, plan.outline.entries[file].maker)
        found: dict[str, Any] = load(task.parts)
        return found

    assert parts("files/news/plan.pdf") == {"source": "p" * 8, "allowed": True}
    assert parts("robots.txt").keys() == {"source"}
    manifest = parts(".sitegen-files")
    assert (manifest["files"], manifest["stories"]) == (sorted(plan.outline.entries), 10)
    assert parts("favicon.ico")["file"] == "mark-512.png"
    assert parts("static/site.0.css") == {"sheet": "site.css", "url": "/p/static/site.0.css"}
    (cover,) = (file for file in plan.outline.entries if file.endswith(".400.jpg"))
    assert parts(cover)["file"] == "cover.png"
    assert sorted(parts("media/hall.bc6de015.320.webp")) == ["source", "variant"]
    (card,) = (file for file in plan.outline.entries if file.startswith("media/card-op."))
    assert parts(card)["files"] == list(card_files(plan._theme, plan.site.settings.organisation))
    assert sorted(parts("index.html")) == ["front", "kind", "site"]
    assert sorted(parts("local/page/1/index.html")) == [
        "kind",
        "pager",
        "section",
        "site",
        "stories",
    ]
    assert sorted(parts("local/park/index.html")) == [
        "article", "body", "bylines", "card", "contributors", "kind", "section", "site", "tags", "top_local", "translations",
    ]  # fmt: skip
    park = "body of content/local/park.md"
    assert plan.shows[park] == ["local/park/index.html"]
    parts("local/feed.xml")
    assert plan.shows[park] == ["local/park/index.html", "local/feed.xml"]
    assert plan.names_of("front.html") == ("front", "nmae", "site")
    assert plan.table("tag") is plan.table("tag")
    with pytest.raises(KeyError):
        plan.task("gone.html")
    assert len(list(plan.tasks())) == len(plan.outline.entries)
    assert plan.site.covers == {"hour": "/p/static/cover.0.png"}
    assert plan.site.info.brand is not None


def test_the_key_of_a_file_is_of_all_that_makes_it(tmp_path: Path) -> None:
    """Rules for pages and feeds, templates for pages and blocks, the encoder for pictures."""
    plan = planner(tmp_path)
    rules = rendering_rules(plan.site.settings, plan._theme).digest("engine")
    assert plan.task("feed.xml").base == rules
    assert plan.task("sitemap.xml").base == plan.task(".sitegen-files").base == "engine"
    section = plan._analysis.needs("section.html").digest
    assert plan.task("local/index.html").base == digest_text(rules + section)
    figure, park = (
        plan._analysis.needs(name).digest for name in ("parts/figure.html", "park.html")
    )
    assert plan.task("local/park/index.html").base == digest_text(rules + park + figure)
    boxed = assembled(
        [story("local/park", template="park.html", blocks=("fact",))],
        **{**SETTINGS, "podcasts": ()},
    )[0]
    with_block = planner(tmp_path / "block", boxed)
    fact = with_block._analysis.needs("blocks/fact.html").digest
    figure, park = (
        with_block._analysis.needs(name).digest for name in ("parts/figure.html", "park.html")
    )
    rules = rendering_rules(boxed.settings, with_block._theme).digest("engine")
    assert with_block.task("local/park/index.html").base == digest_text(
        rules + park + figure + fact
    )
    assert with_block.task("feed.xml").base == digest_text(rules + fact)
    assert (
        plan.task("favicon.ico").base == plan.task("media/hall.bc6de015.320.webp").base != "engine"
    )


def test_mistakes_in_templates_that_pages_use_are_told(tmp_path: Path) -> None:
    plan = planner(tmp_path)
    every = told(plan.problems(line_of))
    expected = [
        ("templates/parts/a.html", 2, "unknown variable 'nmae'"), ("templates/blocks/fact.html", 3, "unknown variable 'nme'"),
        ("templates/front.html", 4, "nothing answers '/gone/'"),
        ("content/pages/about.md", 0, "no menu, story or page leads here: readers will not find it"),
    ]  # fmt: skip
    assert [each for each in expected[:3] if each not in every] == []
    assert expected[3] not in every  # a menu does
    assert (
        "templates",
        line_of("templates", "template"),
        "there is no template 'tag.html'",
    ) in every
    assert not any("park.html'" in message for _, _, message in every)
    wrong = assembled([story("vote", template="parc.html"), page("a", template="parc.html")],
                      sections=(SectionSettings("news", "News", template="mine.html"),))[0]  # fmt: skip
    told_of = told(planner(tmp_path / "b", wrong).problems(line_of))
    missing = [
        (path, line)
        for path, line, message in told_of
        if message == "there is no template 'parc.html'"
    ]
    assert sorted(missing) == sorted(
        [
            (VOTE, line_of(VOTE, "template")),
            ("content/pages/a.md", line_of("content/pages/a.md", "template")),
        ]
    )
    silent = assembled([story("vote", template="mine.html")], sections=wrong.settings.sections)[0]
    quiet = [message for _, _, message in told(planner(tmp_path / "c", silent).problems(line_of))]
    assert not any("mine.html" in message for message in quiet)
    assert "there is no template 'tags.html'" in quiet  # others are told all the same


def test_a_value_of_which_no_page_can_be_made_is_ours_unless_the_site_gives_it(
    tmp_path: Path,
) -> None:
    plan = planner(tmp_path)
    plan.table("section")["stories"] = lambda _site, _subject: {1, 2}
    with pytest.raises(TypeError):
        plan.task("local/index.html")
    (tmp_path / "own.py").write_text("def stories(site, subject):\n    return {1}\n")
    space: dict[str, Any] = {}
    exec(compile((tmp_path / "own.py").read_text(), str(tmp_path / "own.py"), "exec"), space)
    plan.table("section")["stories"] = space["stories"]
    with pytest.raises((SitegenError, TypeError)):
        plan.task("local/index.html")


# Bodies and rules


def test_new_texts_take_the_place_of_old_ones() -> None:
    """By digest, wherever a body stands; all else of a part stays."""
    parts = {
        "body": ["old", [], []],
        "biography": ["one", 1],
        "bodies": [["old", 2], None, ["x"]],
        "stories": ["old"],
        "kind": "article",
    }
    assert list(bodies_in({"bodies": parts["bodies"], "body": parts["body"]})) == [
        "old",
        "old",
        "x",
    ]
    assert list(bodies_in({"body": None, "bodies": [[]], "stories": ["old"]})) == []
    changed = with_new_bodies(parts, {"old": "new", "stories": "no"})
    assert changed == {**parts, "body": ["new", [], []], "bodies": [["new", 2], None, ["x"]]}
    assert parts["body"] == ["old", [], []]
    assert with_new_bodies({"kind": "x"}, {"old": "new"}) == {"kind": "x"}
    assert with_new_bodies({"body": "old"}, {"o": "new", "old": "x"}) == {"body": "old"}


def test_rendering_depends_on_these_settings_and_no_other(tmp_path: Path) -> None:
    laid = theme(tmp_path, FILES)
    settings = sample().settings
    rules = rendering_rules(settings, laid)
    assert rules.logo_url == "https://g.example/p/static/logo.0.png"
    assert rendering_rules(
        replace(settings, organisation=Organisation("N", mark="mark.svg")), laid
    ).logo_url == ("https://g.example/p/static/mark-512.0.png")
    assert (
        rendering_rules(replace(settings, organisation=Organisation("N", mark="")), laid).logo_url
        == ""
    )
    assert (rules.base_url, rules.prefix, rules.language, rules.timezone) == (
        "https://g.example/p",
        "/p",
        "en",
        "America/Chicago",
    )
    assert rules.digest("a") != rules.digest("b")
    assert rules.digest("a") == rendering_rules(replace(settings, title="Other"), laid).digest("a")
    drawn = card_files(laid, settings.organisation)
    assert drawn == (
        "",
        *[""] * (len(drawn) - 3),
        laid.statics["logo.png"].digest,
        laid.statics["mark-512.png"].digest,
    )
    assert isinstance(Outline({}, (), ()), Outline)
    assert (picture().width, png(1, 2)[16:24], AT.year) == (1200, b"\0\0\0\1\0\0\0\2", 2026)
