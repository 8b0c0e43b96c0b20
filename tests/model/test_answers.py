"""What is answered who asks what of the last build still holds."""

from __future__ import annotations

import pytest

from sitegen.model.answers import WORDS, Answer, FileAnswer, Why


def test_each_reason_has_words_and_a_name_of_its_own() -> None:
    """Programs go by the names, people by the words."""
    assert list(WORDS) == list(Why)
    assert len(set(WORDS.values())) == len(Why)
    assert Answer(True, Why.HOUR).words() == "something changed by itself at its hour"


@pytest.mark.parametrize(
    ("why", "names", "words"),
    [
        (Why.NO_FILE, (), "a.html is no file of the site."),
        (Why.SAME, (), "a.html is kept: nothing that it shows has changed."),
        (Why.NEW, (), "a.html is new."),
        (Why.VALUES, ("site", "article"),
         "a.html is made again because 'site' changed, 'article' changed."),
        (Why.RULES, (),
         "a.html is made again because a template, the settings or sitegen itself changed."),
        (Why.THEME, (),
         "a.html is made again because templates or files of static/ have changed."),
    ],
)  # fmt: skip
def test_why_a_file_was_made_or_kept_is_told_in_a_sentence(
    why: Why, names: tuple[str, ...], words: str
) -> None:
    assert FileAnswer("a.html", Answer(why is Why.SAME, why, names)).words() == words
