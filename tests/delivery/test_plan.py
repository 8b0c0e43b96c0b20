"""The plan of a deploy is a function of two manifests and of what stands at the target."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from sitegen.delivery.manifest import Files, Manifest, SentFile
from sitegen.delivery.plan import IN_THE_WAY, LEAVING, Standing, in_question, known_files, plan

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)


def files(**digests: str) -> Files:
    """Return files by names in which "_" stands for "/"."""
    return {
        name.replace("__", ".").replace("_", "/"): SentFile(digest, len(digest))
        for name, digest in digests.items()
    }


def standing(some: Files) -> dict[str, Standing]:
    return {name: Standing(file.size, file.digest) for name, file in some.items()}


def test_pages_come_after_what_they_show_and_feeds_after_pages() -> None:
    """No reader meets a page whose picture is missing, and no feed leads to a missing page."""
    wanted = files(
        feed__xml="a", index__html="b", static_a__css="c", media_x__jpg="d", robots__txt="e",
        files_map__html="f", CNAME="g",
    )  # fmt: skip
    gone = files(old_index__html="o")

    change = plan(Manifest(files=gone), Manifest(files=wanted), standing(gone), NOW)

    assert [(step.word, step.files) for step in change.steps] == [
        ("files", ("CNAME", "files/map.html", "media/x.jpg", "static/a.css")),
        ("pages", ("index.html",)),
        ("feeds", ("feed.xml", "robots.txt")),
        ("", ("old/index.html",)),
    ]


def test_what_is_no_file_of_ours_is_never_taken_for_one() -> None:
    """Nor for an empty file, of which nothing was noted."""
    assert not IN_THE_WAY.may_be(SentFile("", 0))
    assert Standing(0).may_be(SentFile("", 0))


def test_only_what_changed_is_sent() -> None:
    """A file of the same bytes is not sent again; one of the same length is."""
    before = files(a__html="xx", b__html="yy", c__html="zz")
    wanted = files(a__html="xx", b__html="YY", d__html="n")

    change = plan(Manifest(files=before), Manifest(files=wanted), standing(before), NOW)

    assert change.sent == ("b.html", "d.html")
    assert change.deleted == change.removed == ("c.html",)
    assert change.after.files == wanted
    assert change.under_way.coming == {name: wanted[name] for name in change.sent}
    assert change.under_way.going == ("c.html",)


def test_styles_that_are_gone_stay_a_week_and_pictures_go_at_once() -> None:
    """A page in a reader's cache keeps its looks; a picture that was taken down is gone."""
    before = files(static_a__css="a", media_a__jpg="b", static_search_p_i="c")
    change = plan(Manifest(files=before), Manifest(), standing(before), NOW)
    assert change.deleted == ("media/a.jpg", "static/search/p/i")
    assert change.after.leaving == {"static/a.css": NOW + LEAVING}
    assert set(change.removed) == set(before)

    # Before the week is over nothing happens, and nobody asks the target.
    soon = NOW + timedelta(days=6)
    assert in_question(change.after, {}, soon) == frozenset()
    again = plan(change.after, Manifest(), {}, soon)
    assert again.is_empty
    assert again.removed == ()
    assert again.after.leaving == change.after.leaving

    late = NOW + LEAVING
    assert in_question(change.after, {}, late) == {"static/a.css"}
    last = plan(change.after, Manifest(), standing(files(static_a__css="a")), late)
    assert last.deleted == ("static/a.css",)
    assert last.after.files == {}


def test_a_style_that_comes_back_is_not_sent_again() -> None:
    """What still stands there need not be sent."""
    style = files(static_a__css="a")
    gone = plan(Manifest(files=style), Manifest(), standing(style), NOW).after
    back = plan(gone, Manifest(files=style), {}, NOW)
    assert back.is_empty
    assert back.after.leaving == {}


def test_what_has_to_be_gone_goes_first() -> None:
    """A purge deletes before it sends, feeds before pages, and keeps nothing for a week."""
    before = files(news_vote_index__html="a", static_a__css="b", media_a__jpg="c", feed__xml="d")
    wanted = files(index__html="e", feed__xml="f")

    change = plan(
        Manifest(files=before), Manifest(files=wanted), standing(before), NOW, at_once=True
    )

    assert [step.word for step in change.steps] == ["", "feeds", "pages"]
    assert change.deleted == ("media/a.jpg", "news/vote/index.html", "static/a.css")


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("reads", [True, False], ids=["digests", "sizes"])
def test_whatever_was_cut_off_ends_as_it_should(seed: int, *, reads: bool) -> None:
    """However many deploys were cut off after however many files, the next one ends right.

    Nothing is left behind but what may stay, and files of others are as they were.
    """
    dice = random.Random(seed)
    names = [f"{folder}{i}.{end}" for folder in ("", "static/", "media/", "news/")
             for i in range(3) for end in ("html", "css", "xml")]  # fmt: skip
    target: dict[str, SentFile] = {"theirs.html": SentFile("theirs", 6)}
    manifest = Manifest()
    now = NOW
    wanted: Files = {}
    for turn in range(6):
        now += timedelta(days=dice.choice([0, 1, 8]))
        wanted = {
            name: SentFile(digest, len(digest))
            for name in names
            if dice.random() < 0.6
            for digest in [dice.choice(["a", "b", "cc"])]
        }
        asked = in_question(manifest, wanted, now)
        standings = {
            name: Standing(file.size, file.digest if reads else "")
            for name, file in target.items()
            if name in asked
        }
        assert all(target[name] == file for name, file in known_files(manifest, standings).items())
        change = plan(manifest, Manifest(files=wanted), standings, now)
        manifest = change.under_way
        actions = [(step.word, name) for step in change.steps for name in step.files]
        is_last = turn == 5
        for word, name in actions if is_last else actions[: dice.randrange(len(actions) + 1)]:
            if word:
                target[name] = wanted[name]
            else:
                target.pop(name)
        if is_last or not actions:
            manifest = change.after

    stay = {name: target[name] for name in manifest.leaving}
    assert target == {**wanted, **stay, "theirs.html": SentFile("theirs", 6)}
    assert manifest.files == {**wanted, **stay}
    assert all(name.startswith("static/") for name in stay)
