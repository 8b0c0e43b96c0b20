"""Builds a small site with damaged files of every kind that sitegen reads.

    python -m tests.long.fuzz_inputs --count 50000 --seed 7
    nice python -m tests.long.fuzz_inputs --minutes 20

Each build has one to seven damaged files. Whatever is in them, it must publish the site or
refuse it with problems: no other exception, no hint that sitegen itself has failed, no build
that takes longer than `PATIENCE`. What broke this is printed with the traceback, once for each
place in the code, and the file that did it is kept; the status is then 1. 50,000 mutations
take some hours. CI does 250 (`tests/promises/test_damaged_inputs.py`).
"""

from __future__ import annotations

import argparse
import io
import random
import signal
import sys
import tempfile
import time
import traceback
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PIL import Image

from sitegen.build.build import build
from sitegen.core.problems import SitegenError
from sitegen.settings.extensions import forget_changed
from tests.conftest import NOW, Site
from tests.traces.film_boxes import film

PATIENCE = 60  # seconds of processor time for one build, whatever else the machine does
PUBLISHED = ("content", "static", "templates", "sitegen.toml", "newsroom.py")

_STORY = """\
---
title: "Sample *vote* on the budget"
published: 2026-03-01 09:00
updated: {at: 2026-03-02 10:00, note: Added the vote.}
summary: A sample summary of fifty to one hundred and sixty characters, for damaged inputs.
section: news
authors: [ana, {name: Jo Park, of: A Sample, role: photographs}]
tags: [Flooding, "Houston ISD"]
series: {title: High water, part: 2}
image: {file: photo.jpg, alt: A sample, caption: "[x](other.md)", focus: [0.5, 0.25]}
sources: [{title: Minutes, url: "https://records.example/a"}, The budget]
corrections:
  - date: 2026-03-02 12:00
    text: It was five.
    type: correction
aliases: [/2019/old/, /x.html]
related: [other.md]
enclosure: {file: a.mp3, duration: "12:30", transcript: a.txt}
extra: {a: [1, {b: c}], d: "e"}
---

## First heading {#first}

A **sample** text with [a link](other.md#there), a note[^1], `code`, <b>HTML</b> &amp; signs.

![A sample](map.svg "Caption"){.wide}

| a | b |
|---|:-:|
| 1 | *2* |

::: fact "A fact"
- one
- two
:::

::: update 2026-03-01 19:30 "What happened"
More.
:::

::: gallery
![A](photo.jpg)

![B](plot.png)
:::

::: embed https://video.example/x "A film"
:::

[^1]: The note.
"""
_TEMPLATE = """\
{% extends "theme/article.html" %}
{% block foot %}<p>{{ article.title | upper }} {{ site.title | loud }} {{ story_count }}</p>
{% for story in related %}{{ loop.index }}{{ story.title }}{% endfor %}
{% if article.image %}{{ asset("img/own.svg") }}{% endif %}{{ super() }}{% endblock %}
"""
_STYLE = """\
/* Sample */
@media (min-width: 30em) { .a::before { content: "x"; background: url(../img/own.svg) } }
:root { --hue-news: #123456; --b: calc(1px + 2em) }
"""
_DRAWING = """\
<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60" width="80">
<style>.c{fill:url(#g)}</style>
<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>
<g id="a"><path class="c" d="M0 0h8v8z"/><use href="#b"/></g><text id="b">A &amp; b</text></svg>
"""
_FIRST = """related = 2
extensions = ["newsroom"]

"""
_TABLES = """
[authors]
guests = true
[images]
widths = [320, 640]
formats = ["webp"]
[feeds]
authority = "gazette.example,2024"
json = true
[menus.main]
links = [{title = "About", url = "/about/"}]
[tags.aliases]
"Houston ISD" = ["HISD"]
[lists.more]
tag = "Flooding"
"""
_MODULE = """\
from dataclasses import replace

WORDS = {"loud": 1, "low": -2}


def loud(text: str) -> str:
    return text.upper()


def story_count(site, subject) -> int:
    return len(site.stories) + sum(WORDS.values())


def amend(article):
    return replace(article, kicker=(article.kicker or "News").upper())


MARKDOWN = []
FILTERS = {"loud": loud}
CONTEXT = {"story_count": story_count}
"""
_TOKENS = [
    token.encode()
    for token in (
        *("---\n", "::: ", ":::\n", "\0", "\x1a", "\x1aL0\x1a", "&#26;", "\u202e", "\u2028"),
        *("\ufeff", "{{", "{%", "%}", "{#", "9" * 400, "-1", "1e999", "<svg>", "]]>", "<!--"),
        *("-->", "</", "<use href='#a'/>", "- ", "[", "]", "{", "}", ": ", "'", '"', "\\"),
        *("\t", "\r", "url(", "@import ", "*/", "&", "&a;", "!", "*", "|", ">", "`", "```\n"),
        *("<<<<<<< HEAD\n", "=======\n", "../", "/", "#", "%", "%00", "🙂", "é", "e\u0301"),
        *("null", "true", "[[", "]]", "2026-13-45", "2026-03-08 02:30", "\n\n", "\n", "    "),
        *("x" * 3000, "> " * 300, "[" * 300, "(" * 300),
    )
] + [b"\xff", b"\xed\xa0\x80", b"\xc0\xaf", b"\xe9"]  # fmt: skip


@dataclass
class Finding:
    """One way to break a build."""

    place: str  # where in the code
    words: str  # the traceback
    files: dict[str, bytes]


@dataclass
class Fuzz:
    """A site, and what has been found with it."""

    site: Site
    chance: random.Random
    sound: dict[str, bytes] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    mutations: int = 0
    builds: int = 0
    refused: int = 0

    def prepare(self) -> None:
        write_site(self.site)
        self.sound = {
            file.relative_to(self.site.root).as_posix(): file.read_bytes()
            for name in PUBLISHED
            for file in sorted(_files(self.site.root / name))
        }
        self.site.build()  # it is sound

    def step(self) -> None:
        """Damage some files, build, and put them back."""
        names = [n for n in self.sound if n != "sitegen.toml"]
        if self.chance.random() < 0.15:
            names = ["sitegen.toml"]
        if self.chance.random() < 0.08:
            names = _own_notes(self.site.root)
        most = 1 if self.chance.random() < 0.3 else 7
        chosen = self.chance.sample(names, min(len(names), self.chance.randint(1, most)))
        damaged = {n: mutate((self.site.root / n).read_bytes(), self.chance) for n in chosen}
        self.mutations += len(damaged)
        finding = self._try(damaged)
        if finding is not None and finding.place not in self.findings:
            alone = [self._try({name: data}) for name, data in damaged.items()]
            smallest = next((f for f in alone if f is not None), finding)
            self.findings[finding.place] = smallest

    def _try(self, damaged: dict[str, bytes]) -> Finding | None:
        for name, data in damaged.items():
            self.site.write_bytes(name, data)
        self.builds += 1
        try:
            with _patience():
                forget_changed()
                build(self.site.root, now=datetime.fromisoformat(NOW), jobs=1)
        except SitegenError as error:
            self.refused += 1
            own = [str(p) for p in error.problems if _blames_us(str(p))]
            return Finding(own[0].partition(":")[2][:80], own[0], damaged) if own else None
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"
            return Finding(place, traceback.format_exc(), damaged)
        finally:
            self._put_back(damaged)
        return None

    def _put_back(self, damaged: dict[str, bytes]) -> None:
        for name in damaged:
            if name in self.sound:
                self.site.write_bytes(name, self.sound[name])
            else:
                for folder in ("output", ".sitegen_cache"):
                    if (self.site.root / folder).exists():
                        self.site.delete(folder)
                return


def _blames_us(problem: str) -> bool:
    return "sitegen itself" in problem or "report it" in problem


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    else:
        yield from (file for file in place.rglob("*") if file.is_file())


def _own_notes(root: Path) -> list[str]:
    """Return the files that earlier builds left for later ones."""
    files = [*_files(root / ".sitegen_cache"), root / "output/.sitegen-files"]
    return sorted(f.relative_to(root).as_posix() for f in files if f.is_file() and f.name != "lock")


def write_site(site: Site) -> None:
    """Write a small site with a file of every kind that is read."""
    head, bracket, sections = site.read("sitegen.toml").partition("[[")
    site.write_bytes("sitegen.toml", f"{head}{_FIRST}{bracket}{sections}{_TABLES}".encode())
    site.write_bytes("content/news/vote.md", _STORY.encode())
    site.story("content/news/other.md", "## There\n\nA sample.\n", tags="[Flooding]")
    site.write("content/pages/about.md", "---\ntitle: About\nkind: page\n---\n\nA sample.\n")
    site.write("content/authors/ana.md", "---\nname: Ana Ruiz\nrole: Editor\n---\n\nWrites.\n")
    site.write("content/front.yml", "lead: news/vote.md\nsecondary: [news/other.md]\n")
    site.write("content/news/photo.jpg.yml", "credit: Sample\nlicence_until: 2030-01-01\n")
    site.write("content/news/a.txt", "A sample transcript.\n")
    site.write_bytes("content/news/a.mp3", b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\0" + bytes(413))
    site.write("newsroom.py", _MODULE)
    site.write_bytes("content/news/film.mp4", film())
    site.write_bytes("content/news/sound.wav", _sound())
    site.story(
        "content/news/film.md",
        "::: embed film.mp4 captions=a.txt\n:::\n\n[Sound](sound.wav)\n",
        enclosure="{file: film.mp4, transcript: a.txt}",
    )
    site.write_bytes("content/news/map.svg", _DRAWING.encode())
    site.write_bytes("static/img/own.svg", _DRAWING.encode())
    site.write("static/css/own.css", _STYLE)
    site.write("static/root/humans.txt", "A sample.\n")
    site.write_bytes("templates/article.html", _TEMPLATE.encode())
    forms = {"photo.jpg": "JPEG", "plot.png": "PNG", "a.gif": "GIF", "b.webp": "WEBP"}
    for name, form in forms.items():
        picture = Image.radial_gradient("L").resize((700, 500)).convert("RGB")
        data = io.BytesIO()
        picture.save(data, form)
        site.write_bytes(f"content/news/{name}", data.getvalue())
    site.story("content/news/pictures.md", "![A](a.gif)\n\n![B](b.webp)\n")


def _sound() -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(2000))
    return target.getvalue()


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Damage a file in one to four ways."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_WAYS)(data, chance)
    return data[:400_000]


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(chance.expovariate(1 / 12)))


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_TOKENS) + data[at:]


def _delete(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def _noise(data: bytes, chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.7 else data[at:]


def _recode(data: bytes, chance: random.Random) -> bytes:
    form = chance.choice(("latin-1", "utf-16", "utf-8-sig", "utf-32"))
    return data.decode("utf-8", "replace").encode(form, "replace")


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[at], lines[to] = lines[to], lines[at]
    if chance.random() < 0.3:
        lines[at : at + 1] = [lines[at]] * chance.choice((2, 40))
    return b"\n".join(lines)


def _swap(data: bytes, chance: random.Random) -> bytes:
    """Put a token in the place of a word or a number."""
    words = data.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(_TOKENS)
    return b" ".join(words)


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _insert, _insert, _delete, _double, _flip, _noise, _cut, _recode, _lines, _swap,
)  # fmt: skip


class _patience:  # noqa: N801 - it reads as a phrase
    """Ends a build that takes too long, where the system can."""

    def __enter__(self) -> None:
        if hasattr(signal, "SIGPROF"):
            self._before = signal.signal(signal.SIGPROF, _too_long)
            signal.setitimer(signal.ITIMER_PROF, PATIENCE)

    def __exit__(self, *_: object) -> None:
        if hasattr(signal, "SIGPROF"):
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, self._before)


def _too_long(_number: int, _frame: object) -> None:
    raise TimeoutError(f"a build took more than {PATIENCE} seconds")


def run(folder: Path, seed: int, *, count: int = 0, minutes: float = 0) -> Fuzz:
    """Damage files until there were `count` mutations or `minutes` are over."""
    fuzz = Fuzz(Site(folder / "site"), random.Random(seed))
    fuzz.prepare()
    end = time.monotonic() + minutes * 60
    while fuzz.mutations < count or (minutes and time.monotonic() < end):
        fuzz.step()
    return fuzz


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=0, help="mutations")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-inputs")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fuzz = run(Path(folder), args.seed, count=args.count, minutes=args.minutes)
    for number, finding in enumerate(fuzz.findings.values()):
        print(f"=== {finding.place}\n{finding.words}")
        for name, data in finding.files.items():
            file = args.keep / str(number) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            print(f"    {file}")
    print(
        f"{fuzz.mutations:,} mutations in {fuzz.builds:,} builds, {fuzz.refused:,} of them refused "
        f"with problems; {len(fuzz.findings)} findings (seed {args.seed})"
    )
    return 1 if fuzz.findings else 0


if __name__ == "__main__":
    sys.exit(main())
