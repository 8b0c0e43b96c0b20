"""Answers to the question what of the last build still holds, each with its reason."""

from __future__ import annotations

from enum import Enum

from sitegen.core.record import Record


class Why(Enum):
    """A reason. Its value is the name that programs are told; `WORDS` has the words."""

    SAME = "same"
    NEW = "new"
    # Of what everything is made from
    ENGINE = "engine"
    SETTINGS = "settings"
    THEME = "theme"
    SLOTS = "slots"
    STORIES = "stories"
    TEXTS = "texts"
    PARTS = "parts"
    PEOPLE = "people"
    MASTHEAD = "masthead"
    TIDYING = "tidying"
    HOUR = "hour"
    EARLIER = "earlier"
    # Of what the last build left
    MISTAKES = "mistakes"
    ANCHORS = "anchors"
    WARNED = "warned"
    SHARED = "shared"
    FORGOTTEN = "forgotten"
    # Of one file of output/
    VALUES = "values"
    RULES = "rules"
    TOUCHED = "touched"
    NO_FILE = "no-file"
    # Of what a preview keeps
    WORDING = "wording"
    BESIDE = "beside"
    ADDRESSES = "addresses"


WORDS = {
    Why.SAME: "nothing has changed",
    Why.NEW: "there is nothing yet from an earlier time",
    Why.ENGINE: "sitegen, a library or the site's own Python has changed",
    Why.SETTINGS: "the settings have changed",
    Why.THEME: "templates or files of static/ have changed",
    Why.SLOTS: "content/front.yml has changed",
    Why.STORIES: "what stories say of themselves has changed, or which there are",
    Why.TEXTS: "only the text of a story has changed",
    Why.PARTS: "only what shows stories that changed, came or went was planned anew",
    Why.PEOPLE: "what is said of people has changed",
    Why.MASTHEAD: "what every page shows of the site has changed",
    Why.TIDYING: "after many changes the cache is tidied",
    Why.HOUR: "something changed by itself at its hour",
    Why.EARLIER: "the last build was of a later time",
    Why.MISTAKES: "a source has mistakes",
    Why.ANCHORS: "a part of a text that a link leads to is gone, or is named otherwise",
    Why.WARNED: "a text has changed of which there was a warning",
    Why.SHARED: "stories share one text",
    Why.FORGOTTEN: "the cache does not tell what was built",
    Why.VALUES: "what it shows has changed",
    Why.RULES: "a template, the settings or sitegen itself changed",
    Why.TOUCHED: "its file in output/ was changed or deleted by somebody else",
    Why.NO_FILE: "there is no such file of the site",
    Why.WORDING: "only words have changed that name no file",
    Why.BESIDE: "files beside stories have changed",
    Why.ADDRESSES: "addresses, lists or cards have changed",
}


class Answer(Record):
    """Whether something of the last build still holds, and why."""

    holds: bool
    why: Why
    names: tuple[str, ...] = ()  # what the reason speaks of: values of a page, sources

    def words(self) -> str:
        """Return the reason as people are told it."""
        return WORDS[self.why]


class FileAnswer(Record):
    """Whether one file of output/ was kept, and why; for whoever asked about it."""

    file: str
    answer: Answer

    def words(self) -> str:
        answer = self.answer
        match answer.why:
            case Why.NO_FILE:
                return f"{self.file} is no file of the site."
            case Why.SAME:
                return f"{self.file} is kept: nothing that it shows has changed."
            case Why.NEW:
                return f"{self.file} is new."
            case Why.VALUES:
                names = ", ".join(f"'{name}' changed" for name in answer.names)
                return f"{self.file} is made again because {names}."
            case _:
                return f"{self.file} is made again because {answer.words()}."
