"""What a text asks of the archive around it: where links lead now, which file a picture is."""

from __future__ import annotations

from typing import Protocol

from sitegen.core.record import Record


class FoundPicture(Record):
    """A picture of the text, as the site has it."""

    target: str  # as texts name it: "/uploads/2019/05/hall.jpg"
    alt: str | None = None  # of the archive, where the text says none
    caption: str = ""  # HTML
    credit: str = ""  # plain text


class Uses(Protocol):
    """Answers what one text asks. Whatever is asked is noted in the receipt by the answerer."""

    def link(self, address: str) -> str:
        """Return where a link leads now; "" where its words stay without it."""

    def picture(self, addresses: tuple[str, ...], key: str) -> FoundPicture | None:
        """Return a picture; None where there is no file of it.

        Args:
            addresses: what the text says of where it is, the best first.
            key: of the archive, "" where the text names none.
        """

    def media(self, address: str) -> str:
        """Return a recording or film as texts name it; "" where there is no file of it."""
