"""Links: wherever a story leads its readers, something is there, or the editor is told."""

from __future__ import annotations

import pytest
from PIL import Image

from sitegen.core.problems import Problem
from tests.conftest import Site
from tests.pictures.photo_files import saved


def photo(width: int = 300, height: int = 200) -> bytes:
    return saved(Image.new("RGB", (width, height), "#607080"))


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.message, problem.hint) for problem in problems]


def one_problem(site: Site, body: str, **keys: object) -> tuple[str, str]:
    """Return what is said of a story with this body, which is one thing."""
    site.story("content/news/one.md", body, **keys)
    (said,) = told(site.problems())
    return said


# Anchors


@pytest.mark.parametrize(
    "link",
    ["two.md#cost", "/news/two.md#cost", "../news/two.md#cost", "/news/two/#cost",
     "/news/two/?from=one#cost", "https://gazette.example/news/two/#cost", "/old/two/#cost"],
)  # fmt: skip
def test_an_anchor_is_checked_in_the_story_that_it_names(site: Site, link: str) -> None:
    """A link to a heading that is not there led to the top of the page in silence."""
    site.story("content/news/two.md", "## Costs\n\nWords.\n", aliases="[/old/two/]")

    message, hint = one_problem(site, f"See [the cost]({link}).\n")

    assert message == f"link to '{link}': there is no heading #cost in content/news/two.md"
    assert hint == "Anchors there: #costs."


@pytest.mark.parametrize(
    ("heading", "link", "anchor"),
    [
        ("## La votación", "#la-votación", "#la-votacion"),
        ("## הסיפור", "#הסיפור", None),
        ("## Kết quả", "#kết-quả", "#ket-qua"),
        ("## La votación {#votación}", "#votación", "#votación"),
        ("## Costs", "#costs", "#costs"),
        ("## Costs", "#costs:~:text=money", "#costs:~:text=money"),
        ("## Costs", "#:~:text=money", "#:~:text=money"),
        ("## Costs", "#top", "#top"),
    ],
)
def test_an_anchor_may_be_written_in_the_letters_of_its_heading(
    site: Site, heading: str, link: str, anchor: str | None
) -> None:
    """A link to #votación leads to the heading "Votación", here and from another story."""
    site.story("content/news/two.md", f"{heading}\n\nWords, and [above]({link}).\n")
    site.story("content/news/one.md", f"See [it](two.md{link}).\n")

    built = site.build()

    here, elsewhere = built["news/two/index.html"], built["news/one/index.html"]
    if anchor is not None:
        assert f'href="{anchor}"' in here
        assert f'href="/news/two/{anchor}"' in elsewhere
    target = elsewhere.partition('href="/news/two/#')[2].partition('"')[0].partition(":~:")[0]
    assert target in ("", "top") or f'id="{target}"' in here


@pytest.mark.parametrize("link", ["#votaciones", "#הסיפורים", "#Costs"])
def test_an_anchor_that_is_nowhere_is_a_problem_in_any_letters(site: Site, link: str) -> None:
    message, hint = one_problem(site, f"## Votación\n\n## costs\n\nSee [it]({link}).\n")

    assert message == f"link to '{link}', which is nowhere in this story"
    assert hint == "Anchors here: #costs, #votacion."


def test_an_anchor_that_vanishes_is_told_at_the_next_build(site: Site) -> None:
    """Only the other story changed, so the last plan stood, and the dead anchor with it."""
    site.story("content/news/one.md", body="See [the cost](two.md#costs).\n")
    site.story("content/news/two.md", "## Costs\n\nWords.\n")
    site.build()
    site.story("content/news/two.md", "## Prices\n\nWords.\n")

    expected = told(site.problems())

    assert expected == told(site.problems()) == told(site.copy().problems())
    assert expected[0][0].startswith("link to 'two.md#costs': there is no heading #costs")
    site.story("content/news/two.md", "## Prices\n\n## Costs\n\nWords.\n")
    assert "two/#costs" in site.build()["news/one/index.html"]


def test_a_link_follows_the_letters_of_an_anchor(site: Site) -> None:
    """An edit of the other story alone can move the anchor that a link leads to."""
    site.story("content/news/one.md", body="See [it](two.md#votación).\n")
    site.story("content/news/two.md", "## Votación\n\nWords.\n")
    assert "two/#votacion" in site.build()["news/one/index.html"]

    site.story("content/news/two.md", "## The vote {#votación}\n\nWords.\n")

    built = site.build()
    assert "two/#votación" in built["news/one/index.html"]
    assert built.tree == site.copy().build().tree


def test_a_story_to_come_is_checked_for_its_anchors_now(site: Site) -> None:
    """Else the build of its hour, when nobody is at the desk, would find it."""
    site.story("content/news/two.md", "## Costs\n\nWords.\n")

    message, _hint = one_problem(site, "See [it](two.md#cost).\n", embargo="2027-01-01 06:00")

    assert message.startswith("link to 'two.md#cost'")


def test_an_anchor_of_a_story_to_come_is_checked_now(site: Site) -> None:
    site.story("content/news/two.md", "## Costs\n\nWords.\n", embargo="2027-01-01 06:00")
    site.story("content/news/one.md", body="See [it](two.md#cost).\n")

    messages = [message for message, _hint in told(site.problems())]

    assert "link to 'two.md#cost': there is no heading #cost in content/news/two.md" in messages


def test_the_anchor_of_a_draft_stops_nobody(site: Site) -> None:
    site.story("content/news/two.md", "Words.\n", draft="true")
    site.story("content/news/one.md", body="See [it](two.md#cost).\n")

    assert len(site.build().report.warnings) == 1


# The site's own address


@pytest.mark.parametrize(
    "address",
    ["https://gazette.example/news/two/", "http://gazette.example/news/two/",
     "//gazette.example/news/two/", "HTTPS://Gazette.Example/news/two/",
     "https://gazette.example:443/news/two/"],
)  # fmt: skip
def test_the_sites_own_address_is_this_site(site: Site, address: str) -> None:
    """It was another site's: a dead one was published, and a preview led out of itself."""
    site.story("content/news/two.md")
    site.story("content/news/one.md", f"See [it]({address}).\n")
    assert 'href="/news/two/"' in site.build()["news/one/index.html"]

    site.delete("content/news/two.md")
    site.story("content/news/three.md", published="2026-03-02")

    message, hint = told(site.problems())[0]
    assert message == f"dead link '{address}'"
    assert "/news/one/" not in hint


def test_a_site_below_a_path_is_not_the_whole_host(site: Site) -> None:
    """The rest of the host is somebody else's."""
    site.write("sitegen.toml", site.read("sitegen.toml").replace(
        "https://gazette.example", "https://gazette.example/paper"))  # fmt: skip
    site.story("content/news/two.md")
    site.story(
        "content/news/one.md",
        "See [it](https://gazette.example/paper/news/two/), "
        "[that](https://gazette.example/other/), [this](/news/two/).\n",
    )

    page = site.build()["news/one/index.html"]

    assert page.count('href="/paper/news/two/"') >= 2
    assert 'href="https://gazette.example/other/"' in page


def test_a_menu_may_name_its_site_whole(site: Site) -> None:
    site.story()
    site.setting(
        '[menus.footer]\nlinks = [{ title = "T", url = "https://gazette.example/nowhere/" }]\n'
    )

    (problem,) = site.problems()

    assert "https://gazette.example/nowhere/, which no page answers" in problem.message


# Addresses that no reader can open


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://localhost:8000/news/", "this address is only on your own computer"),
        ("https://localhost/", "this address is only on your own computer"),
        ("http://127.0.0.1:5500/index.html", "this address is only on your own computer"),
        ("http://127.1/", "this address is only on your own computer"),
        ("http://[::1]:8000/", "this address is only on your own computer"),
        ("http://0.0.0.0:8000/", "this address is only on your own computer"),
        ("http://gazette.localhost/", "this address is only on your own computer"),
        ("//localhost/x", "this address is only on your own computer"),
        ("localhost:8000/x", "this address is only on your own computer"),
        ("http://192.168.1.20/plan.pdf", "this address is only in your own network"),
        ("http://10.1.2.3/", "this address is only in your own network"),
        ("http://172.16.0.9/", "this address is only in your own network"),
        ("192.168.1.20/plan.pdf", "this address is only in your own network"),
        ("http://nas.local/plan.pdf", "this address is only in your own network"),
        ("http://intranet/plan.pdf", "this address is only in your own network"),
        ("http://[fd00::1]/", "this address is only in your own network"),
        ("htps://houstontx.gov/", "no address begins with 'htps:'"),
        ("htpp://houstontx.gov/", "no address begins with 'htpp:'"),
        ("ttps://houstontx.gov/", "no address begins with 'ttps:'"),
        ("httpss://houstontx.gov/", "no address begins with 'httpss:'"),
        ("maito:desk@gazette.example", "no address begins with 'maito:'"),
        ("https//houstontx.gov/", "after 'https' come a colon and two slashes"),
        ("https:/houstontx.gov/", "this is not an address"),
        ("https://https://houstontx.gov/", "this address begins twice"),
        ("https://houstontx..gov/", "this is not an address"),
    ],
)
def test_an_address_that_no_reader_can_open_is_a_problem(
    site: Site, address: str, said: str
) -> None:
    """A link to the desk's own computer went out without a word."""
    assert one_problem(site, f"See [it]({address}).\n")[0] == f"link to '{address}': {said}"


@pytest.mark.parametrize(
    "address",
    ["https://houstontx.gov", "http://172.32.0.1/", "https://8.8.8.8/", "mailto:a@gazette.example",
     "tel:+17135550100", "sms:+17135550100", "whatsapp://send?text=x", "geo:29.7,-95.3",
     "//cdn.gazette.example/x", "https://báo.vn/", "https://user@houstontx.gov/",
     "https://houstontx.gov:8443/a", "webcal://gazette.example/events.ics", "magnet:?xt=urn:x"],
)  # fmt: skip
def test_an_address_that_readers_can_open_is_none(site: Site, address: str) -> None:
    site.story("content/news/one.md", f'See <a href="{address}">it</a>.\n')

    assert f'href="{address}"' in site.build()["news/one/index.html"]


@pytest.mark.parametrize("tag", ['<img src="{}" alt="A hall">', '<iframe src="{}"></iframe>'])
def test_what_a_page_loads_must_be_open_to_readers_too(site: Site, tag: str) -> None:
    address = "http://localhost:8000/x.jpg"
    site.story("content/news/one.md", tag.format(address) + "\n")

    messages = [problem.message for problem in site.problems() if not problem.warning]

    assert messages == [f"'{address}': this address is only on your own computer"]


def test_front_matter_and_menus_are_read_by_the_same_rule(site: Site) -> None:
    site.story(sources='[{title: Plan, url: "http://localhost:8000/"}]')
    assert [p.message for p in site.problems()] == [
        "'http://localhost:8000/': this address is only on your own computer"
    ]
    site.story()
    site.setting('[menus.footer]\nlinks = [{ title = "T", url = "http://192.168.0.1/" }]\n')
    assert [p.message for p in site.problems()] == [
        "'http://192.168.0.1/': this address is only in your own network"
    ]


# Addresses without https://


@pytest.mark.parametrize(
    "address",
    ["houstontx.gov", "houstontx.gov/", "houstontx.gov/permits", "houstontx.gov/a/plan.pdf",
     "Houston.Gov/permits?x=1#y", "www.houstontx.gov", "houstontx.gov:8080/x", "tuoitre.vn/tin.htm",
     "báo.vn", "news.city.org/2026"],
)  # fmt: skip
def test_a_host_without_https_is_one_problem(site: Site, address: str) -> None:
    """It was told of twice, with a guess at the very story that held it."""
    said = one_problem(site, f"See [it]({address}).\n")

    assert said == (f"link to '{address}' lacks https://", f"Write https://{address}")


def test_a_picture_from_a_host_without_https_is_told_so(site: Site) -> None:
    assert one_problem(site, "![A hall](houstontx.gov/hall.jpg)\n") == (
        "'houstontx.gov/hall.jpg' lacks https://", "Write https://houstontx.gov/hall.jpg"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["plan.pdf", "budget.zip", "notes.md", "v1.2.csv", "plan.ai"])
def test_a_file_that_is_missing_is_one_problem(site: Site, name: str) -> None:
    message, _hint = one_problem(site, f"See [it]({name}).\n")

    assert message.startswith(f"dead link '{name}'")


# Spaces


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://houstontx.gov/the plan.pdf", "https://houstontx.gov/the%20plan.pdf"),
        ("/files/the plan.pdf", "/files/the%20plan.pdf"),
        ("the plan.pdf", "/files/news/the%20plan.pdf"),
        ("//houstontx.gov/a b c", "//houstontx.gov/a%20b%20c"),
        (" https://houstontx.gov/plan ", None),
    ],
)
def test_a_space_in_an_address_is_mended(site: Site, written: str, address: str | None) -> None:
    site.write("content/news/the plan.pdf", "x")
    site.write("static/root/files/the plan.pdf", "x")
    site.story("content/news/one.md", f'See <a href="{written}">it</a>.\n')

    page = site.build()["news/one/index.html"]

    assert f'href="{address or written}"' in page or 'href="https://houstontx.gov/plan"' in page


# Hints


def test_a_hint_offers_the_same_name_elsewhere_first(site: Site) -> None:
    """A file that only resembles it, and stood nearer, was offered."""
    site.story("content/local/vote.md")
    site.story("content/news/votes.md")

    _message, hint = one_problem(site, "See [it](vote.md).\n")

    assert hint == "Did you mean 'content/local/vote.md'?"


@pytest.mark.parametrize("link", ["ones.md", "one/", "./on.md", "/news/ones/"])
def test_a_hint_never_names_the_file_that_holds_the_link(site: Site, link: str) -> None:
    _message, hint = one_problem(site, f"See [it]({link}).\n")

    assert "one.md" not in hint
    assert "/news/one/" not in hint


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("![A hall](hall.jpg)", "Did you mean 'Hall.JPG'?"),
        ("![A hall](HALL.jpg)", "Did you mean 'Hall.JPG'?"),
        ("![A hall](/news/hall.jpg)", "Did you mean 'Hall.JPG'?"),
        ("[it](plans/plan.PDF)", "Did you mean 'Plans/Plan.pdf'?"),
        ("[it](Two.md)", "Did you mean 'content/news/two.md'?"),
        ("[it](/News/Two/)", "Did you mean '/news/two/'?"),
        ("![A hall](/img/Far.jpg)", "Did you mean '/img/far.jpg'?"),
        ("![A hall](../local/photos/street.jpg)", "Did you mean 'content/local/street.jpg'?"),
    ],
)
def test_a_hint_names_a_file_as_it_lies_there(site: Site, written: str, hint: str) -> None:
    """On a Mac hall.jpg and Hall.JPG are one file, and the reporter sees no fault."""
    site.write_bytes("content/news/Hall.JPG", photo())
    site.write_bytes("content/local/street.jpg", photo())
    site.write_bytes("static/img/far.jpg", photo())
    site.write("content/news/Plans/Plan.pdf", "x")
    site.story("content/news/two.md")

    assert one_problem(site, f"See {written}.\n")[1] == hint


# Pictures and files in static/


@pytest.mark.parametrize("folder", ["static/root", "static"])
@pytest.mark.parametrize(
    "written",
    ["![A hall](/img/hall.jpg)", '<img src="/img/hall.jpg" alt="A hall">',
     "![A hall](https://gazette.example/img/hall.jpg)"],
)  # fmt: skip
def test_a_picture_may_be_named_by_its_address(site: Site, folder: str, written: str) -> None:
    """Other programs publish static/img/hall.jpg at /img/hall.jpg: 530 faults of one old site."""
    site.write_bytes(f"{folder}/img/hall.jpg", photo(1600, 1000))
    site.story("content/news/one.md", f"{written}\n\n[whole](/img/hall.jpg)\n",
               image="{file: /img/hall.jpg, alt: A hall}")  # fmt: skip

    built = site.build()

    page = built["news/one/index.html"]
    assert "/media/hall." in page
    assert 'width="1' in page
    assert built.report.warnings == ()
    whole = page.partition(">whole<")[0].rpartition('href="/')[2].rstrip('"')
    assert whole in built.tree


def test_a_picture_that_changes_in_static_is_made_anew(site: Site) -> None:
    site.write_bytes("static/img/hall.jpg", photo(1600, 1000))
    site.story(
        "content/news/one.md", body="![A hall](/img/hall.jpg)\n\n[it](/static/img/hall.jpg)\n"
    )
    before = site.build()
    site.write_bytes("static/img/hall.jpg", photo(1500, 900))

    built = site.build()

    assert built.tree != before.tree
    assert built.tree == site.copy().build().tree


def test_an_address_of_two_pictures_is_a_problem(site: Site) -> None:
    """Which of them readers would see was nobody's choice."""
    site.write_bytes("static/root/img/hall.jpg", photo(1600, 1000))
    site.story("content/news/one.md", body="![A hall](/img/hall.jpg)\n")
    site.build()
    site.write_bytes("static/img/hall.jpg", photo(1500, 900))

    (problem,) = site.problems()

    assert problem.message == (
        "'/img/hall.jpg' is two pictures: static/root/img/hall.jpg and static/img/hall.jpg"
    )
    site.write_bytes("static/img/hall.jpg", photo(1600, 1000))
    site.build()


def test_a_damaged_picture_in_static_is_a_problem(site: Site) -> None:
    site.write_bytes("static/img/hall.jpg", photo()[:300])
    site.story("content/news/one.md", body="![A hall](/img/hall.jpg)\n")

    assert site.problems()[0].path == "static/img/hall.jpg"


def test_a_link_into_static_leads_to_the_published_file(site: Site) -> None:
    site.write("static/plan.pdf", "x")
    site.write("static/root/list.csv", "x")
    site.story(
        "content/news/one.md",
        "[a](/static/plan.pdf) [b](/plan.pdf#page=2) [c](/list.csv) [d](/static/root/list.csv)\n",
    )

    (problem,) = site.problems()

    assert problem.message == "dead link '/static/root/list.csv'"
    site.story(
        "content/news/one.md", "[a](/static/plan.pdf) [b](/plan.pdf#page=2) [c](/list.csv)\n"
    )
    built = site.build()
    (file,) = built.paths("static/plan.*.pdf")
    page = built["news/one/index.html"]
    assert f'href="/{file}"' in page
    assert f'href="/{file}#page=2"' in page
    assert 'href="/list.csv"' in page


def test_a_place_that_a_template_makes_is_an_anchor_too(site: Site) -> None:
    """A site's own template may have a part that stories link to."""
    site.write(
        "templates/parts/footer.html",
        '{% extends "theme/parts/footer.html" %}<a id="{{ site.title }}"></a><p id="write-us"></p>',
    )
    site.story("content/news/two.md")
    site.story("content/news/one.md", body="See [it](two.md#write-us).\n")

    assert 'href="/news/two/#write-us"' in site.build()["news/one/index.html"]


def test_a_biography_is_checked_as_stories_are(site: Site) -> None:
    site.write("content/authors/ana.md", "---\nname: Ana\n---\n## Beats\n\n[x](/nowhere/)\n")
    site.story("content/news/one.md", body="[a](/authors/ana/#beat)\n", authors="[ana]")

    messages = [problem.message for problem in site.problems()]

    assert messages == [
        "dead link '/nowhere/'",
        "link to '/authors/ana/#beat': there is no heading #beat in content/authors/ana.md",
    ]


def test_related_stories_are_named_as_links_are(site: Site) -> None:
    """The message promised "from this one or from content/"; only the first was tried."""
    site.story("content/local/plan.md")
    site.story("content/news/one.md", related="[local/plan.md]")
    site.build()
    site.story("content/news/one.md", related="[local/plans.md]")

    ((message, hint),) = told(site.problems())

    assert message == "related: there is no story 'local/plans.md'"
    assert hint == "Did you mean 'content/local/plan.md'?"


def test_a_language_whose_page_nobody_answers_is_told(site: Site) -> None:
    """The menu of languages is a menu; a sister site elsewhere is no page of this one."""
    site.story()
    site.setting(
        '[[languages]]\ntitle = "Español"\nlang = "es"\nurl = "/es/"\n'
        '[[languages]]\ntitle = "Tiếng Việt"\nlang = "vi"\nurl = "https://vi.gazette.org/"'
    )

    (problem,) = site.problems()

    assert problem.path == "sitegen.toml"
    assert "/es/, which no page answers" in problem.message
