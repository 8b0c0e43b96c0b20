"""Captions and credits: what is written beside a picture, as readers see it.

They stand with one use of the picture, in the file beside the photo, or in the photo itself,
where no program writes Markdown and words are taken as plain ones. Links in those that front
matter and files beside photos hold are numbered after the links of the text.
"""

from __future__ import annotations

from sitegen import pictures
from sitegen.core.problems import Problem
from sitegen.core.record import replace
from sitegen.language.quotation_marks import Quotes
from sitegen.language.typography import typeset
from sitegen.markdown import links as marklinks
from sitegen.markdown import placeholders
from sitegen.markdown.phrases import read_phrase
from sitegen.markdown.source_lines import SourceLines
from sitegen.model.article import ImageRef, Link

Words = tuple[str, str]  # plain; as HTML, "" where there is neither emphasis nor a link


class PictureWords:
    """Reads the words of one source's pictures.

    Attributes:
        problems: what is wrong with their links is added.
        links: those of the words that stand outside the text.

    Args:
        quotes: of the source's language.
        links_before: how many links its text has.
        base_url: see `markdown.links.extract`.
    """

    def __init__(
        self, quotes: Quotes, links_before: int, base_url: str, problems: list[Problem]
    ) -> None:
        self._quotes = quotes
        self._links_before = links_before
        self._base_url = base_url
        self.problems = problems
        self.links: list[Link] = []

    def apart(self, links_before: int) -> PictureWords:
        """Return another reader for the same source, whose text has other links."""
        return PictureWords(self._quotes, links_before, self._base_url, self.problems)

    def read(self, text: str, path: str, line: int = 0) -> Words:
        """Read a caption or credit that stands in the file `path`."""
        phrase = read_phrase(text, self._quotes, links=True)
        if not phrase.targets:
            return phrase.plain, phrase.html
        references = marklinks.extract(
            phrase.html,
            SourceLines(text, line),
            path,
            self._quotes,
            self._base_url,
            trust_html=False,  # none can be written here
        )
        self.problems += references.problems
        first = self._links_before + len(self.links)
        self.links += references.links
        return phrase.plain, placeholders.renumber(references.html, first)

    def alt(self, text: str) -> str:
        return read_phrase(text, self._quotes, links=False).plain

    def image_ref(
        self,
        path: str,
        facts: pictures.Facts,
        rights: pictures.Rights,
        *,
        alt: str,
        caption: Words,
        credit: Words,
        focus: tuple[float, float] | None,
    ) -> ImageRef:
        """Return one use of a picture: its words, else those beside it, else the photo's own."""
        beside = pictures.sidecar(path)
        if not caption[0]:
            own = rights.caption
            caption = self.read(own, beside) if own else self._in_photo(facts.caption)
        if not credit[0]:
            own = rights.credit or rights.copyright
            in_photo = facts.credit or facts.copyright
            credit = self.read(own, beside) if own else self._in_photo(in_photo)
        image = pictures.image_ref(
            path,
            facts,
            rights,
            alt=self.alt(alt),
            caption=caption[0],
            credit=credit[0],
            focus=focus,
        )
        if not caption[1] and not credit[1]:
            return image
        return replace(image, caption_html=caption[1], credit_html=credit[1])

    def _in_photo(self, text: str) -> Words:
        return typeset(text, self._quotes), ""
