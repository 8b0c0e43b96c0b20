"""`[redirects]`: old addresses lead on, each to its end, on every host as far as it can."""

from __future__ import annotations

import re

import pytest

from tests.conftest import NOW, SETTINGS, Built, Site, text_of

RULES = ("netlify", "cloudflare", "gitlab", "nginx", "caddy")
HIDDEN = ("draft: true", "embargo: 2026-12-01 06:00", "expires: 2026-11-01 06:00")


def redirected(site: Site, *lines: str, host: str = "") -> Site:
    """Give a site redirects; the story /news/vote/ is there already, with an alias and a tag."""
    top = f'host = "{host}"\n' if host else ""
    text = "\n".join([top + SETTINGS, "[redirects]", *lines, ""])
    site.write_bytes("sitegen.toml", text.encode())
    site.story(aliases="[/2019/vote/]", tags="[Floods]")
    return site


def told(site: Site) -> list[str]:
    return [str(problem) for problem in site.problems()]


def rules(built: Built) -> str:
    """Return all that the host is told."""
    return "".join(built[f] for f in built.tree if f.startswith("_host/") or f == "_redirects")


# What answers


@pytest.mark.parametrize("host", ["cloudflare", "github"])
def test_a_page_leads_on_from_an_old_address(site: Site, host: str) -> None:
    """A reader with an old bookmark stands before the page that is there now."""
    line = '"/category/news" = "/news/"'
    built = redirected(site, line, '"/tag/x/" = "/tags/floods/"', host=host).build()

    page = built["category/news/index.html"]
    assert 'http-equiv="refresh" content="0; url=/news/"' in page
    assert '<link rel="canonical" href="https://gazette.example/news/">' in page
    assert '<a href="/news/">News</a>' in page
    assert '<a href="/tags/floods/">Floods</a>' in built["tag/x/index.html"]
    assert "/category/news/" not in built["sitemap-pages.xml"]


@pytest.mark.parametrize("host", RULES)
def test_hosts_with_rules_are_told(site: Site, host: str) -> None:
    """Search engines and feed readers want the host's own 301."""
    prefix = "/paper"
    redirected(
        site,
        '"/feed/" = "/feed.xml"',
        '"/up/plan.pdf" = "/news/vote/#plan"',
        '"/shop/" = "https://shop.example.org/a?b=c"',
        host=host,
    )
    settings = site.read("sitegen.toml").replace("gazette.example", f"gazette.example{prefix}")
    site.write_bytes("sitegen.toml", settings.encode())

    built = site.build()

    lines = [line for line in rules(built).splitlines() if "301" in line]
    for old, new in (
        (f"{prefix}/feed/", f"{prefix}/feed.xml"),
        (f"{prefix}/up/plan.pdf", f"{prefix}/news/vote/#plan"),
        (f"{prefix}/shop/", "https://shop.example.org/a?b=c"),
    ):
        words = [re.findall(r"[^\s\";]+", line) for line in lines]
        assert any(old in line and new in line and "301" in line for line in words), old
    assert built.paths("up/*") == []
    assert "url=https://shop.example.org/a?b=c" in built["shop/index.html"]


@pytest.mark.parametrize("host", ["netlify", "gitlab"])
def test_no_page_hides_the_rule_of_a_feed(site: Site, host: str) -> None:
    """These hosts serve a file before they read a rule; a feed reader would get HTML."""
    built = redirected(site, '"/feed/" = "/feed.xml"', host=host).build()
    assert "/feed/ /feed.xml 301" in built["_redirects"].splitlines()
    assert built.paths("feed/*") == []


def test_what_only_a_rule_can_do_comes_first(site: Site) -> None:
    """A host takes so many rules; a page can do the work of the others."""
    lines = ('"/a/" = "/news/"', '"/feed/" = "/feed.xml"', '"/b.pdf" = "/news/"')
    built = redirected(site, *lines, host="netlify").build()
    assert built["_redirects"].splitlines()[1:] == [
        "/feed/ /feed.xml 301",
        "/b.pdf /news/ 301",
        "/2019/vote/ /news/vote/ 301",
        "/a/ /news/ 301",
    ]


def test_each_address_leads_to_its_end_at_once(site: Site) -> None:
    """Every step costs readers a moment, and search engines follow few."""
    built = redirected(
        site,
        '"/one/" = "/two"',
        '"/two/" = "https://gazette.example/?p=7"',
        '"/?p=7" = "/2019/vote#costs"',
        host="netlify",
    ).build()
    assert built["_redirects"].splitlines()[1:] == [
        "/ p=7 /news/vote/#costs 301!",
        "/2019/vote/ /news/vote/ 301",
        "/one/ /news/vote/#costs 301",
        "/two/ /news/vote/#costs 301",
    ]
    assert "url=/news/vote/#costs" in built["one/index.html"]


# What is asked by a query


@pytest.mark.parametrize(
    ("host", "lines"),
    [
        ("netlify", ["/ p=12 /news/vote/ 301!"]),
        ("nginx", ['"/?p=12" "/news/vote/";', "return 301 $sitegen_gazette_example_moved_1;"]),
        ("caddy", ["query p=12", "redir @asked1 /news/vote/ 301"]),
    ],
)
def test_a_query_is_asked_for_where_the_host_can(site: Site, host: str, lines: list[str]) -> None:
    """WordPress gave every story such an address, and newsletters are full of them."""
    built = redirected(site, '"/?p=12" = "/news/vote/"', host=host).build()
    assert [line for line in lines if line not in rules(built)] == []
    assert built.report.warnings == ()


@pytest.mark.parametrize("host", ["", "gitlab", "s3"])
def test_where_no_host_can_ask_it_is_told_once(site: Site, host: str) -> None:
    """Two thousand warnings would say the same, and hide others."""
    lines = [f'"/?p={number}" = "/news/vote/"' for number in range(2_000)]
    built = redirected(site, *lines, host=host).build()
    (warning,) = [w for w in built.report.warnings if "query" in w.message]
    assert "2,000" in warning.message
    assert site.read("sitegen.toml").splitlines()[warning.line - 1] == lines[0]
    assert "netlify, nginx, caddy" in warning.hint
    assert "p=12" not in rules(built)


@pytest.mark.parametrize("host", ["", "github"])
def test_feeds_and_files_without_rules_are_told(site: Site, host: str) -> None:
    """Readers of the feed would hear nothing any more, and nobody would know."""
    built = redirected(site, '"/feed" = "/feed.xml"', '"/a.pdf" = "/news/"', host=host).build()
    texts = [warning.message for warning in built.report.warnings if warning.line > 15]
    assert [re.findall(r"'(/.*)'", text) for text in texts] == [["/feed"], ["/a.pdf"]]
    assert "url=/feed.xml" in built["feed/index.html"]
    assert built.paths("a.pdf*") == []


# What is refused


REFUSED = {
    "by what stands on the site": {
        '"/news/vote/" = "/news/"': "content/news/vote.md and sitegen.toml both want /news/vote/",
        '"/news" = "/local/"': "the section 'news' and sitegen.toml both want /news/",
        '"/2019/vote" = "/news/"': "content/news/vote.md and sitegen.toml both want /2019/vote/",
        '"/feed.xml" = "/news/"': "both want /feed.xml",
        '"/feed.xml/x/" = "/news/"': "both want /feed.xml",
        '"/media/x/" = "/news/"': "never change",
        '"/static/x.pdf" = "/news/"': "never change",
        '"/old/" = "/nowse/"': "'/old/' leads to /nowse/, which no page answers",
        '"/self/" = "/self"': "'/self/' leads in a circle: /self/ → /self/",
        '"/?p=1" = "/?p=1"': "leads in a circle",
    },
    "as they are written": {
        '"/_headers" = "/news/"': "an address that web hosts keep for themselves",
        '"/.well-known/x" = "/news/"': "an address that web hosts keep for themselves",
        '"/_worker.js?a=b" = "/news/"': "an address that web hosts keep for themselves",
        '"old" = "/news/"': "the old address 'old' is not a path of this site",
        '"https://old.example/a/?p=1" = "/news/"': "is not a path of this site",
        '"/a/#b" = "/news/"': "the old address '/a/#b' is not a path of this site",
        '"/../a/" = "/news/"': "is not a path of this site",
        '"/" = "/news/"': "is not a path of this site",
        '"/?p= 1" = "/news/"': "asks for nothing that can be found",
        '"/x?" = "/news/"': "asks for nothing that can be found",
        '"/a/" = "news"': "'news' is neither a path of this site nor a web address",
        '"/a0/" = "//evil.example/"': "is neither a path of this site nor a web address",
        '"/a1/" = "javascript:alert(1)"': "is neither a path of this site nor a web address",
        '"/a2/" = 3': "must be text",
    },
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_redirects_that_cannot_be_are_told_with_their_lines(site: Site, why: str) -> None:
    """Nobody finds out from readers' letters that an old address leads nowhere."""
    refused = REFUSED[why]
    problems = {p.line: p for p in redirected(site, *refused).problems() if not p.warning}
    lines = site.read("sitegen.toml").splitlines()
    assert {lines[number - 1] for number in problems} == set(refused)
    for number, problem in problems.items():
        assert refused[lines[number - 1]] in problem.message
        assert problem.hint


def test_a_circle_of_several_is_told_for_each(site: Site) -> None:
    """A browser would go round until it gives up."""
    text = told(redirected(site, '"/a/" = "/b/"', '"/b/" = "/a/"', '"/c/" = "/a/"'))
    assert len(text) == 3
    assert "'/a/' leads in a circle: /a/ → /b/ → /a/" in text[0]


def test_one_address_is_written_once(site: Site) -> None:
    """With its last slash or without, it is one address."""
    (text,) = told(redirected(site, '"/a" = "/news/"', '"/a/" = "/local/"'))
    assert "'/a' and '/a/' are one address" in text


def test_a_page_to_come_finds_its_address_free(site: Site) -> None:
    """A build at night would fail in the hour of the embargo."""
    site.story("content/news/plan.md", embargo="2026-12-01 06:00")
    (text,) = told(redirected(site, '"/news/plan/" = "/news/"'))
    assert "content/news/plan.md and sitegen.toml both want /news/plan/" in text


def test_capitals_alone_need_no_page(site: Site) -> None:
    """On a Mac /About/ and /about/ are one folder; the host's rule needs none."""
    site.story("content/pages/about.md", published=None)
    built = redirected(site, '"/About/" = "/about/"', host="nginx").build()
    assert 'location = "/About/" { return 301 "/about/"; }' in rules(built)
    assert built.paths("About*") == []


# What comes and goes


@pytest.mark.parametrize(
    ("hidden", "host"), list(zip(HIDDEN, ["nginx", "netlify", "caddy"], strict=True))
)
def test_nothing_leads_to_a_story_that_nobody_may_see(site: Site, hidden: str, host: str) -> None:
    """A rule or a page names the address, and so the story, before its hour."""
    key, value = hidden.split(": ", 1)
    site.story("content/news/qxplan.md", aliases="[/qxalias/]", **{key: value})
    lines = ('"/qxold/" = "/news/qxplan/"', '"/?p=1" = "/qxalias"', '"/feed/" = "/feed.xml"')
    built = redirected(site, *lines, host=host).build()

    assert [built.mentioning(word) for word in ("qxplan", "qxalias", "qxold", "?p=1")] == [[]] * 4
    texts = [w.message for w in built.report.warnings if "readers cannot see" in w.message]
    assert len(texts) == 2

    site.story("content/news/qxplan.md", aliases="[/qxalias/]")
    assert "url=/news/qxplan/" in site.build()["qxold/index.html"]


def test_the_list_of_a_tag_may_be_gone_for_a_while(site: Site) -> None:
    """The last story of a tag expires at night, and the build of that hour must not fail."""
    redirected(site, '"/category/floods/" = "/tags/floods/"')
    site.story(tags="[Floods]", expires="2026-11-22 11:00")
    built = site.build()
    (warning,) = [w for w in built.report.warnings if "floods" in w.message]
    assert "which no page answers now" in warning.message
    assert built.mentioning("category/floods") == []


def test_a_redirect_saves_what_a_vanished_page_would_lose(site: Site) -> None:
    """The address of a deleted story is told once; with the line written, it is not."""
    redirected(site, host="netlify")
    site.story("content/news/other.md")
    site.build(now=NOW)
    site.delete("content/news/vote.md")
    settings = site.read("sitegen.toml")
    more = '"/news/vote/" = "/news/"\n"/2019/vote/" = "/feed.xml"\n'
    site.write_bytes("sitegen.toml", (settings + more).encode())
    assert [w for w in site.build(now=NOW).report.warnings if "answers" in w.message] == []


def test_every_way_of_building_gives_the_same(site: Site) -> None:
    """A redirect that is written, led elsewhere and taken out leaves what a clean build makes."""
    for line in ('"/a/" = "/news/"', '"/a/" = "/news/vote/"', '"/a/" = "/tags/floods/"', ""):
        redirected(site, line, host="nginx")
        assert site.build().tree == site.copy().build().tree
    site.story(title="Another title", aliases="[/2019/vote/]", tags="[floods]")
    assert site.build().tree == site.copy().build().tree


def test_settings_of_a_project_file_hold_redirects(site: Site) -> None:
    """Under [tool.sitegen.redirects] of pyproject.toml they are the same."""
    site.delete("sitegen.toml")
    text = text_of(SETTINGS).replace("[[sections", "[[tool.sitegen.sections")
    more = '\n[tool.sitegen.redirects]\n"/a/" = "/nowhere/"\n'
    site.write_bytes("pyproject.toml", f"[tool.sitegen]\n{text}{more}".encode())
    site.story()
    (problem,) = site.problems()
    assert problem.path == "pyproject.toml"
    assert site.read("pyproject.toml").splitlines()[problem.line - 1] == '"/a/" = "/nowhere/"'
