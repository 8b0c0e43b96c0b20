"""Problems as editors read them, and hints for what they may have meant."""

from __future__ import annotations

from sitegen.core.problems import (
    Problem,
    SitegenError,
    did_you_mean,
    has_errors,
    key_hint,
    of_archive,
)

ERROR, WARNING = Problem("b.md", 3, "wrong", "Mend it."), Problem("a.md", 0, "odd", warning=True)


def test_a_problem_says_where_and_what() -> None:
    assert str(ERROR) == "b.md:3: error: wrong\n  Mend it."
    assert str(WARNING) == "a.md: warning: odd"
    assert str(SitegenError([ERROR, WARNING])) == f"{WARNING}\n{ERROR}"
    assert of_archive(ERROR) == Problem(
        "b.md", 3, "wrong, in a story of the archive", "Mend it.", warning=True
    )


def test_a_warning_stops_nothing() -> None:
    assert has_errors([WARNING, ERROR])
    assert not has_errors([WARNING])
    assert not has_errors([])


def test_the_nearest_name_is_meant_else_all_are_told() -> None:
    """Fifty of them at most: an archive has thousands."""
    assert did_you_mean("sectoin", ["section", "slug"]) == "Did you mean 'section'?"
    assert did_you_mean("SECTION", ["section"]) == "Did you mean 'section'?"
    assert did_you_mean("SECTION", ["Section"]) == "Known: Section."
    assert did_you_mean("x", [], "Sections") == "Sections: none yet."
    assert did_you_mean("zz", ["b", "a"], "Names") == "Names: a, b."
    many = [f"n{number:02}" for number in range(51)]
    assert did_you_mean("zz", many[:50]).endswith("n48, n49.")
    assert did_you_mean("zz", many).endswith("n48, n49 and 1 more.")
    assert did_you_mean("abcd", ["abxy"], likeness=0.5) == "Did you mean 'abxy'?"
    assert did_you_mean("abcd", ["abxy"]) == "Known: abxy."


def test_a_key_that_stands_there_already_is_not_asked_for_twice() -> None:
    assert key_hint("scripts", ["series"]) == "Known keys: series."
    assert key_hint("sub-title", ["sub_title"]) == "Did you mean 'sub_title'?"
    assert key_hint("titel", ["title"], ["date"]) == "Did you mean 'title'?"
    assert key_hint("titel", ["title"], ["title"]) == (
        "Did you mean 'title'? It stands there already: delete one of the two."
    )
    assert key_hint("zzz", ["title"], ["title"]) == "Known keys: title."
