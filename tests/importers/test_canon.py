"""HTML of the web → the few elements that the writer of Markdown knows, and their order."""

from __future__ import annotations

import pytest

from sitegen.importers.prose.arranging import blocks_of
from sitegen.importers.prose.canon import canonical, embed_title, opened
from sitegen.importers.prose.uses import FoundPicture
from sitegen.markdown.browser_tree import parse, to_html
from tests.importers.tables import table


class Uses:
    """Answers what a text asks; what it asked of pictures is kept."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def link(self, address: str) -> str:
        return "" if "bad" in address else address.replace("https://old.example", "")

    def picture(self, addresses: tuple[str, ...], key: str) -> FoundPicture | None:
        self.asked.append(" ".join(("?", *addresses, *([f"key {key}"] if key else []))))
        name = addresses[0].rpartition("/")[2]
        if "lost" in addresses[0]:
            return None
        if "said" in name:
            return FoundPicture(f"/u/{name}", "Alt of  it", "A <i>word</i>", "Jo  Park")
        return FoundPicture(f"/u/{name}")

    def media(self, address: str) -> str:
        return "" if "lost" in address else "/u/" + address.rpartition("/")[2]


def canon_of(html: str) -> str:
    """Return the few elements, then what was asked ("?") and what was remarked ("!")."""
    uses = Uses()
    canon = canonical(parse(html), uses)
    made = "".join(map(to_html, canon.root.children))
    return "\n".join([made, *uses.asked, *(f"! {remark}" for remark in canon.remarks)])


def arranged(html: str) -> str:
    """Return the blocks of elements, one on each line."""
    return "\n".join(map(to_html, blocks_of(parse(html).children)))


CANON = table("canon")
ARRANGED = table("arranged")


@pytest.mark.parametrize("name", CANON)
def test_html_of_the_web_becomes_few_elements(name: str) -> None:
    given, wanted = CANON[name]
    assert canon_of(given) == wanted


@pytest.mark.parametrize("name", ARRANGED)
def test_blocks_hold_blocks_and_phrases_phrases(name: str) -> None:
    given, wanted = ARRANGED[name]
    assert arranged(given) == wanted


@pytest.mark.parametrize(
    ("frame", "page", "title"),
    [
        (
            "//www.youtube.com/embed/videoseries?x=1&list=PL-1",
            "https://www.youtube.com/playlist?list=PL-1",
            "Video on YouTube",
        ),
    ],
)
def test_a_frame_is_opened_where_people_see_it(frame: str, page: str, title: str) -> None:
    assert (opened(frame), embed_title(page)) == (page, title)
