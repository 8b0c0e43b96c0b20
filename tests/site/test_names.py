"""Names of people and tags: who is meant, and what has which address."""

from __future__ import annotations

import pytest

from tests.conftest import Site


def person(site: Site, id_: str, name: str) -> None:
    site.write(f"content/authors/{id_}.md", f"---\nname: {name}\n---\n")


def test_id_and_name_of_one_person_are_one_byline(site: Site) -> None:
    """`authors: [ana-ruiz, Ana Ruiz]` names one person once, on the page and in its data."""
    person(site, "ana-ruiz", "Ana Ruiz")
    site.story(authors="[ana-ruiz, Ana Ruiz]")
    page = site.build()["news/vote/index.html"]
    assert page.count('rel="author"') == 1
    assert page.count('"author":[{"@type":"Person","name":"Ana Ruiz"') == 1
    assert page.count('"name":"Ana Ruiz"') == 1


def test_a_name_as_written_comes_before_one_that_differs_in_capitals(site: Site) -> None:
    """DeAndre and Deandre are two people; a name that fits neither exactly is asked about."""
    person(site, "deandre-lee", "DeAndre Lee")
    person(site, "deandre-lee-2", "Deandre Lee")
    site.story(authors="[Deandre Lee]")
    assert "/authors/deandre-lee-2/" in site.build()["news/vote/index.html"]

    site.story(authors="[deandre LEE]")
    (problem,) = site.problems()
    assert "more than one person" in problem.message


def test_a_guest_needs_no_file_where_the_settings_allow_guests(site: Site) -> None:
    """A byline for once says where the guest is from, and leads to no page."""
    person(site, "jo-park", "Jo Park")
    site.story(authors="[jo-park, {name: Jo Park, of: Rice Thresher, role: photographs}]")
    (problem,) = site.problems()
    assert "[authors]" in problem.hint

    site.setting("[authors]\nguests = true")
    built = site.build()

    page = built["news/vote/index.html"]
    assert '<bdi>Jo Park</bdi> <span class="role">(photographs, Rice Thresher)</span>' in page
    assert '"affiliation":{"@type":"Organization","name":"Rice Thresher"}' in page
    assert built.paths("authors/*/index.html") == ["authors/jo-park/index.html"]


def test_two_people_in_one_text_are_told_as_a_list(site: Site) -> None:
    """`authors: Jo Park and Ana Ruiz` is two people whom the newsroom has."""
    person(site, "jo-park", "Jo Park")
    person(site, "ana-ruiz", "Ana Ruiz")
    site.story(authors="Jo Park and Ana Ruiz")
    (problem,) = site.problems()
    assert problem.hint == "Write a list: '[Jo Park, Ana Ruiz]'."


@pytest.mark.parametrize(
    ("one", "other"),
    [("C", "C++"), ("C", "C#"), ("Ano", "año"), ("市长", "市场"), ("R B", "R+B"), ("ma", "má")],
)
def test_two_tags_of_one_address_are_an_error_that_names_both(
    site: Site, one: str, other: str
) -> None:
    """Also while one of them waits for its hour: its build by schedule would break."""
    site.story("content/news/one.md", tags=f"['{one}']")
    site.story("content/news/two.md", tags=f"['{other}']", published="2027-01-01")
    (problem,) = site.problems()
    assert f"'{one}'" in problem.message
    assert f"'{other}'" in problem.message
    assert f'"{other}" = "' in problem.hint or f'"{one}" = "' in problem.hint


def test_capitals_make_no_other_tag(site: Site) -> None:
    """HISD and Hisd are one tag, and so is a letter that a Mac writes as two signs."""
    site.story("content/news/one.md", tags="[HISD, a\u00f1o]")
    site.story("content/news/two.md", tags="[Hisd, an\u0303o]")
    assert len(site.build().paths("tags/*/index.html")) == 2


def test_a_tags_address_follows_from_its_name_and_the_settings(site: Site) -> None:
    """No other tag has a say in it; the settings give one also to a tag without a letter."""
    site.setting('[tags.slugs]\n"C++" = "cpp"\n"🎉" = "party"')
    site.story("content/news/one.md", tags="['C++', '🎉']")
    alone = site.build()
    site.story("content/news/two.md", tags="[C]")
    together = site.build()

    assert alone.paths("tags/*/feed.xml") == ["tags/cpp/feed.xml", "tags/party/feed.xml"]
    assert 'href="/tags/cpp/"' in together["news/one/index.html"]
    assert "tags/c/feed.xml" in together.tree


def test_two_series_of_one_address_are_an_error_that_names_both(site: Site) -> None:
    """Readers would find the parts of one in the other."""
    site.story("content/news/one.md", series="Año nuevo")
    site.story("content/news/two.md", series="Ano nuevo")
    (problem,) = site.problems()
    assert "'Año nuevo'" in problem.message
    assert "'Ano nuevo'" in problem.message
    assert "/series/ano-nuevo/" in problem.message


def test_a_slug_has_up_to_200_letters(site: Site) -> None:
    """Old addresses must not change; a longer one is refused with its length."""
    site.story(slug="-".join(["council"] * 25))
    assert site.build().paths("news/council-*/index.html") != []
    site.story(slug="-".join(["council"] * 26))
    (problem,) = site.problems()
    assert problem.message == "the slug has 207 letters; at most 200"


def test_a_file_name_that_is_cut_is_told(site: Site) -> None:
    """Whoever gave the name shall know that the address is another."""
    site.story(f"content/news/{'-'.join(['council'] * 26)}.md", title="Council votes")
    (warning,) = site.build().report.warnings
    assert "is cut" in warning.message
    assert "slug: council-" in warning.hint
