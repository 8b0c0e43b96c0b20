"""Notes: their marks in the text, and the list of them at its end."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from sitegen.language.words import translations, written_in
from sitegen.markdown.nodes import Definitions, Remark

BACK = "↩︎"


class Notes:
    """The notes of one text.

    Args:
        anchor: a word unique to the article; all ids hold it.
        lang: the article's language, for the names of the links, which are the only words
            that are added to the text.
    """

    def __init__(self, definitions: Definitions, anchor: str, lang: str) -> None:
        self._definitions = definitions
        self._anchor = anchor
        self._say = translations(lang).gettext
        words = written_in(lang)
        self._words_lang = {} if words == lang else {"lang": words}
        self._uses: dict[str, int] = {}  # label → how often it is used so far
        self._numbers: dict[str, int] = {}  # label → its place among the notes, from 1

    def mark(self, label: str) -> Element:
        """Return the mark of the note with this label, which leads to it."""
        count = self._uses[label] = self._uses.get(label, 0) + 1
        number = self._number(label)
        mark = Element("sup", {"id": self._use_id(label, count)})
        say = self._say
        link = SubElement(
            mark,
            "a",
            {
                "class": "footnote-ref",
                "href": f"#{self._id(label)}",
                "aria-label": say("Note {number}").format(number=number),
                **self._words_lang,
            },
        )
        link.text = str(number)
        return mark

    def _number(self, label: str) -> int:
        if label not in self._numbers:
            notes = self._definitions.notes
            self._numbers = {name: number for number, name in enumerate(notes, 1)}
        return self._numbers[label]

    def item(self, label: str) -> Element:
        return Element("li", {"id": self._id(label)})

    def lead_back(self, item: Element, label: str, number: int) -> None:
        """End a note with links to where it is used."""
        count = self._uses.get(label, 0)
        if not count:
            return
        if len(item) and item[-1].tag == "p":
            paragraph = item[-1]
            if len(paragraph):
                paragraph[-1].tail = (paragraph[-1].tail or "") + "\xa0"
            else:
                paragraph.text = (paragraph.text or "") + "\xa0"
        else:
            paragraph = SubElement(item, "p")
        for use in range(1, count + 1):
            link = SubElement(
                paragraph,
                "a",
                {
                    "class": "footnote-backref",
                    "href": f"#{self._use_id(label, use)}",
                    "aria-label": self._back_to(number, use),
                    **self._words_lang,
                },
            )
            link.text = BACK

    def _back_to(self, number: int, use: int) -> str:
        """Return the name of the link to the place where a note is used for the nth time."""
        say = self._say
        if use == 1:
            return say("Back to note {number} in the text").format(number=number)
        words = say("Back to note {number} in the text, place {use}")
        return words.format(number=number, use=use)

    def without_use(self) -> list[Remark]:
        return [
            Remark(
                node.first,
                f"the note '{label}' is used nowhere in the text",
                f"Write [^{label}] where it belongs, or delete the note.",
            )
            for label, node in self._definitions.notes.items()
            if label not in self._uses
        ]

    def _id(self, label: str) -> str:
        return f"fn-{self._anchor}-{'-'.join(label.split())}"

    def _use_id(self, label: str, use: int) -> str:
        number = use if use > 1 else ""
        return f"fnref{number}-{self._anchor}-{'-'.join(label.split())}"
