"""The live site: what an address answers, asked as a reader's browser asks.

All that is to be looked at is asked for at once, by a few threads, before anything is judged:
so what follows is a function of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin, urlsplit

from sitegen.core.http import Answer, Client, HttpError
from sitegen.core.record import Record

_AT_ONCE = 8  # requests under way; a small host takes so many from one reader
_LONGEST_PAUSE = 15.0  # seconds for which a host may ask us to wait, and we do
_MOST_HOPS = 4  # from an old address to the new one


class Silence(Record):
    """There was no answer, and why."""

    reason: str


class Reply(Record):
    """What one address answered, and where it led."""

    answer: Answer | Silence
    hops: tuple[str, ...] = ()  # absolute addresses to which redirects led, in their order


class LiveSite:
    """A site where it is read: at its own address, or a copy of it elsewhere.

    Args:
        place: the address that stands for base_url, without a last slash.
        pause: waits for so many seconds.
    """

    def __init__(self, client: Client, place: str, pause: Callable[[float], None]) -> None:
        self.place = place
        self._client = client
        self._pause = pause

    def address(self, path: str) -> str:
        """Return where a path of the site ("/news/vote/") is asked for."""
        return self.place + path

    def replies(self, paths: Iterable[str]) -> Mapping[str, Reply]:
        """Ask for every path; return what each answered."""
        asked = tuple(dict.fromkeys(paths))
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            return dict(zip(asked, threads.map(self.reply, asked), strict=True))

    def reply(self, path: str) -> Reply:
        """Ask for a path, and go where redirects lead as long as they stay on the site."""
        url = self.address(path)
        first = self.ask(url)
        hops: list[str] = []
        answer = first
        while isinstance(answer, Answer) and 300 <= answer.status < 400 and len(hops) < _MOST_HOPS:
            url = self.led_to(url, answer)
            hops.append(url)
            if urlsplit(url)[:2] != urlsplit(self.place)[:2]:
                break
            answer = self.ask(url)
        return Reply(first, tuple(hops))

    def led_to(self, url: str, answer: Answer) -> str:
        """Return the absolute address to which a redirect leads."""
        return urljoin(url, answer.headers.get("location", ""))

    def ask(self, url: str) -> Answer | Silence:
        """Ask for one address; a host that wants a pause gets one, once."""
        try:
            answer = self._client.get(url)
            if answer.status in (429, 503) and 0 < answer.wait <= _LONGEST_PAUSE:
                self._pause(answer.wait)
                answer = self._client.get(url)
        except HttpError as error:
            return Silence(str(error))
        return answer
