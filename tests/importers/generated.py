"""Generated posts of WordPress, of which each word, link, picture, date and term is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from random import Random
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sitegen.core.record import Record
from sitegen.markdown.browser_tree import parse
from tests.importers.wxr import Moved, attachment, author, category, item, photo

ZONE = ZoneInfo("America/Chicago")
UPLOADS = "https://old.example.net/wp-content/uploads/2019/05"
PICTURES = 6
_WORDS = tuple(
    """council budget levee bayou flood mayor café Trần señor 市場 naïve snake_case file_name *star*
    2*3*4 C# C++ #12 50% $5 a&b <tag> [sic] [x](y) `tick` ~5 ~~no~~ it's “said” — … 1. 2) + - = > |
    \\n C:\\dir :) {a} !bang http://a.example/x_y_z www.else.example @mayor &nbsp; &amp; ½
    3° O'Brien rock-n-roll e.g. U.S. 10–12 :: ::: === --- *** ^1 $x$ 🎉 العربية Øre""".split()  # noqa: SIM905
)
_CATEGORIES = ("news", "sports", "schools", "opinion")
_TAGS = ("Bayou", "C++", "Q & A", "Città", "High School")


_ENDS_WORD = re.compile(
    r"</?(?:p|li|t[dhr]|table|thead|tbody|div|h\d|br|d[tdl]|figcaption|cite|pre|[uo]l|img|option|"
    r"optgroup|legend)\b[^>]*>"
)


class Expected(Record):
    """What has to be on the page of a post."""

    title: str
    at: datetime
    words: tuple[str, ...]
    links: tuple[str, ...]  # of other sites, or "story 12" for another post
    pictures: int
    terms: tuple[str, ...]  # names of its tags


class _Post:
    """Writes one post, and notes what is in it."""

    def __init__(self, random: Random, number: int, count: int) -> None:
        self.random, self.number, self.count = random, number, count
        self.links: list[str] = []
        self.pictures = 0

    def words(self, most: int = 14) -> str:
        count = self.random.randint(1, most)
        words = [self.random.choice(_WORDS) for _ in range(count)]
        words.append(f"w{self.number}n{self.random.randrange(10_000)}")
        return escape(" ".join(words), quote=False).replace("&amp;nbsp;", "&nbsp;")

    def phrase(self) -> str:
        words, kind = self.words(5), self.random.randrange(9)
        if kind < 5:
            tag = ("strong", "em", "b", "i", "code")[kind]
            return f"<{tag}>{words}</{tag}>"
        if kind == 5:
            to = f"https://else.example.com/{self.number}/?a=1&b={len(self.links)}"
            self.links.append(to)
            return f'<a href="{escape(to)}">{words}</a>'
        if kind == 6:
            other = self.random.randrange(1, self.count + 1)
            self.links.append(f"story {other}")
            return f'<a href="https://old.example.net/2019/05/story-{other}/">{words}</a>'
        return words

    def line(self) -> str:
        return " ".join(self.phrase() if self.random.random() < 0.3 else self.words()
                        for _ in range(self.random.randint(1, 4)))  # fmt: skip

    def picture(self) -> str:
        self.pictures += 1
        number = self.random.randrange(PICTURES)
        return f'<img src="{UPLOADS}/photo-{number}-300x200.jpg" alt="{escape(self.words(4))}" />'

    def block(self) -> str:
        forms: list[Callable[[], str]] = [
            lambda: f"<p>{self.line()}</p>",
            lambda: f"<p>{self.line()}</p>",
            lambda: f"<p>{self.line()}<br />{self.line()}</p>",
            lambda: f"<h2>{self.words(5)}</h2>",
            lambda: "<ul>" + "".join(f"<li>{self.line()}</li>" for _ in range(3)) + "</ul>",
            lambda: f"<ol><li>{self.line()}<ul><li>{self.words()}</li></ul></li></ol>",
            lambda: f"<blockquote><p>{self.line()}</p><cite>{self.words(2)}</cite></blockquote>",
            lambda: (f"<table><thead><tr><th>{self.words(2)}</th><th>{self.words(2)}</th></tr>"
                     f"</thead>"
                     f"<tbody><tr><td>{self.line()}</td><td>{self.words(3)}</td></tr></tbody>"
                     "</table>"),
            lambda: (f'<table><tbody><tr><td colspan="2">{self.words(3)}</td></tr>'
                     f"<tr><td>{self.words(2)}</td><td>{self.words(2)}</td></tr></tbody></table>"),
            lambda: f"<pre><code>{self.words()}\n\n  {self.words()}</code></pre>",
            lambda: (f'<figure class="wp-block-image">{self.picture()}<figcaption>{self.line()}'
                     "</figcaption></figure>"),
            lambda: f'[caption id="a" width="300"]{self.picture()} {self.words(6)}[/caption]',
            lambda: f"<p>{self.picture()}</p>",
            lambda: f"<dl><dt>{self.words(3)}</dt><dd>{self.line()}</dd></dl>",
            lambda: (f'<div class="wp-block-columns"><div class="wp-block-column"><p>{self.line()}'
                     f'</p></div><div class="wp-block-column"><p>{self.words()}</p></div></div>'),
            lambda: (f'<p style="x"><span class="y">{self.line()}</span> '
                     f"<sup>{self.words(1)}</sup></p>"),
        ]  # fmt: skip
        return self.random.choice(forms)()

    def text(self) -> str:
        blocks = [self.block() for _ in range(self.random.randint(1, 9))]
        if self.random.random() < 0.3:  # the classic editor writes no paragraphs down
            return "\n\n".join(re.sub(r"</?p>", "", block) for block in blocks)
        return "\n".join(blocks)


def generated(count: int, seed: int = 1) -> tuple[list[str], dict[str, Expected]]:
    """Return the parts of an export, and what has to come of each post, by its key."""
    random = Random(seed)
    parts = [author("mtran", "Mai Trần"), author("aruiz", "Ana Ruiz")]
    parts += [category(slug, slug.title()) for slug in _CATEGORIES]
    parts += [attachment(90_000 + n, f"2019/05/photo-{n}.jpg") for n in range(PICTURES)]
    expected: dict[str, Expected] = {}
    start = datetime(2009, 1, 1, 12, tzinfo=UTC)
    for number in range(1, count + 1):
        post = _Post(random, number, count)
        text, at = post.text(), start + timedelta(minutes=random.randrange(6_000_000))
        title, tags = post.words(8), random.sample(_TAGS, random.randrange(4))
        terms = {f"post_tag:{re.sub(r'[^a-z]+', '-', tag.lower())}": tag for tag in tags}
        date = f"{at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
        parts.append(
            item(number, title, text, creator=random.choice(("mtran", "aruiz")), date=date,
                 date_gmt=f"{at:%Y-%m-%d %H:%M:%S}", modified=date,
                 modified_gmt=f"{at:%Y-%m-%d %H:%M:%S}",
                 terms={f"category:{random.choice(_CATEGORIES)}": "X", **terms})
        )  # fmt: skip
        expected[f"wp-{number}"] = Expected(
            unescape(title), at, tuple(words_of(text)), tuple(post.links), post.pictures,
            tuple(tags),
        )  # fmt: skip
    return parts, expected


def write_pictures(folder: Path) -> None:
    target = folder / "2019/05"
    target.mkdir(parents=True)
    for number in range(PICTURES):
        target.joinpath(f"photo-{number}.jpg").write_bytes(photo((number * 40, 90, 60), 400, 300))


def words_of(html: str) -> list[str]:
    """Return the words of a text or page, as people count them."""
    html = re.sub(r"\[/?caption[^\]]*\]", " ", html)
    html = _ENDS_WORD.sub(" ", html)
    return re.findall(r"\w+", parse(html).text())


class Kept(Record):
    """What of an archive came out on its pages: how many of how many, and what did not."""

    words: int
    of_words: int
    lost: tuple[str, ...]  # what is missing, a line each


def compare(moved: Moved, pages: dict[str, bytes], expected: dict[str, Expected]) -> Kept:
    """Hold the pages of a built site against what was generated."""
    kept = total = 0
    lost: list[str] = []
    places = {key: moved.item(key)["to"] for key in expected}
    paths = {key: _path(file) for key, file in places.items()}
    for key, post in expected.items():
        page = pages[f"{paths[key].strip('/')}/index.html"].decode()
        body = _body(page)
        there = Counter(words_of(body))
        missing = Counter(post.words) - there
        total += len(post.words)
        kept += len(post.words) - missing.total()
        lost += [f"{key}: the word {word}" for word in missing.elements()]
        links = {unescape(link) for link in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', body)}
        for link in post.links:
            to = paths[f"wp-{link.removeprefix('story ')}"] if link.startswith("story ") else link
            if not any(unquote(each).endswith(to) for each in links):
                lost.append(f"{key}: the link {link}")
        if len(re.findall(r'<img (?!class="end-mark")', body)) != post.pictures:
            lost.append(f"{key}: a picture")
        if post.at.isoformat()[:16] not in _moments(page):
            lost.append(f"{key}: its date {post.at}")
        if Counter(re.findall(r"\w+", post.title)) - Counter(words_of(page)):
            lost.append(f"{key}: its title {post.title}")
        source = (moved.folder / places[key]).read_text("utf-8")
        tags = re.search(r"^tags: \[(.*)\]$", source, re.MULTILINE)
        for term in post.terms:
            if tags is None or term not in tags[1]:
                lost.append(f"{key}: the term {term}")
    return Kept(kept, total, tuple(lost))


def _path(file: str) -> str:
    parts = file.removesuffix(".md").split("/")
    return f"/{parts[1]}/{parts[-1]}/"


def _body(page: str) -> str:
    start = page.index('class="prose"')
    return page[page.index(">", start) + 1 : page.index("</article>", start)]


def _moments(page: str) -> str:
    found = re.findall(r'datetime="([^"]+)"', page)
    return " ".join(datetime.fromisoformat(at).astimezone(UTC).isoformat() for at in found
                    if "T" in at)  # fmt: skip
