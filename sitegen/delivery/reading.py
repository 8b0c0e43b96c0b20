"""Reading: what was asked of the live site and what it answered, for the checks to judge."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sitegen.core.http import Answer
from sitegen.core.urls import output_file
from sitegen.delivery.checks import Fault
from sitegen.delivery.expected import Expected
from sitegen.delivery.live import Reply, Silence
from sitegen.delivery.page_facts import PageFacts, page_facts
from sitegen.delivery.sample import Sample

_STATUS_HINTS: Mapping[int, str] = {
    401: "It asks for a password: name the address with one, or let everybody in.",
    403: "The host forbids it: see that everybody may read the files.",
    404: "Deploy the site; or wait until the host has it: sitegen verify --wait 300",
    429: "The host has had enough of our questions: wait some minutes.",
}


class Reading:
    """One look at a site: what it should answer, and what it did.

    Args:
        place: the address that was asked in base_url's stead, or base_url itself.
    """

    def __init__(
        self, site: Expected, sample: Sample, place: str, replies: Mapping[str, Reply]
    ) -> None:
        self.site = site
        self.sample = sample
        self.place = place
        self.replies = replies

    @property
    def is_home(self) -> bool:
        """Whether the site's own address was asked, and not a copy's."""
        return self.place == self.site.base_url

    @cached_property
    def pages(self) -> Mapping[str, PageFacts]:
        """What each page that answered says of itself, by path."""
        return {
            path: page_facts(answer.body)
            for path, answer in self.answered().items()
            if output_file(path).endswith(".html")
        }

    def address(self, path: str) -> str:
        return self.place + path

    def answer(self, path: str) -> Answer | Fault:
        """Return what a path answered with, where it did so as a file should; else the fault."""
        reply = self.replies[path]
        where = self.address(path)
        if isinstance(reply.answer, Silence):
            return Fault(where, reply.answer.reason)
        status = reply.answer.status
        if status == 200:
            return reply.answer
        if reply.hops:
            return Fault(where, f"leads on to {reply.hops[0]} ({status})")
        hint = _STATUS_HINTS.get(status, "")
        if status >= 500:
            hint = "The host is in trouble: try again, and look at its own page of faults."
        return Fault(where, f"answers {status}", hint)

    def answered(self) -> dict[str, Answer]:
        """Return the answers of all files that were there."""
        answers = {path: self.answer(path) for path in self.sample.known()}
        return {path: each for path, each in answers.items() if isinstance(each, Answer)}
