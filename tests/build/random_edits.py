"""What a newsroom may do to a site between two builds, done at random.

A `Desk` has a small site that uses much of what sitegen offers. `Desk.edit()` does one
thing to it and says what. Everything follows from the seed.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image

from sitegen.core.problems import SitegenError
from sitegen.sources import scan
from tests.conftest import ROOT, Site, tree_of

START = datetime.fromisoformat("2026-03-10T12:00:00-05:00")
SECTIONS = ("news", "local", "opinion")
TAGS = ("schools", "City budget", "HISD", "hisd", "Houston ISD", "Ngân sách", "bayou")
PEOPLE = ("ana-sample", "bao-sample", "cleo-sample")
WORDS = [
    "sample",
    "council",
    "street",
    "river",
    "school",
    "budget",
    "vote",
    "morning",
    "report",
    "city",
    "bridge",
    "water",
]
KINDS = ("news", "analysis", "opinion", "explainer", "review", "sponsored", "release", "report")
SETTINGS = """\
title = "The Sample Gazette"
tagline = "Sample headlines"
base_url = "https://gazette.example/paper"
language = "en"
timezone = "America/Chicago"
page_size = 5
related = 2
search = false
host = ""
place = ""
trust_html = true
words_per_minute = 230

[[sections]]
slug = "news"
title = "News"
hue = "news"

[[sections]]
slug = "local"
title = "Local"
hue = "local"

[[sections]]
slug = "opinion"
title = "Opinion"
opinion = true

[lists.top_local]
section = "local"
limit = 2

[tags.aliases]
"Houston ISD" = ["HISD", "hisd"]

[images]
widths = [320]
social_cards = false

[feeds]
limit = 4
atom = true
json = true
"""
# Each of these lines of the settings may be replaced by one of the others.
SETTING_CHOICES = {
    "title": ['"The Sample Gazette"', '"The Sample Post & Times"'],
    "tagline": ['"Sample headlines"', '"More sample headlines"'],
    "base_url": ['"https://gazette.example/paper"', '"https://gazette.example"'],
    "language": ['"en"', '"es"'],
    "timezone": ['"America/Chicago"', '"Asia/Ho_Chi_Minh"'],
    "page_size": ["5", "6", "20"],
    "related": ["2", "3", "0"],
    "search": ["false", "true"],
    "host": ['""', '"netlify"', '"github"'],
    "place": ['""', '"Houston"'],
    "trust_html": ["true", "false"],
    "words_per_minute": ["230", "60"],
    "widths": ["[320]", "[24, 32]"],
    "social_cards": ["false", "true"],
    "atom": ["true", "false"],
    "json": ["true", "false"],
    "opinion": ["true", "false"],
    "hue": ['"news"', '"local"'],
    '"Houston ISD"': ['["HISD", "hisd"]', '["HISD"]'],
}
# One of these may stand at the end of the settings.
TABLES = (
    "",
    '[menus.more]\nlinks = [{ title = "About", url = "/about/" }]\n',
    '[feeds.partners.wire]\nsection = "local"\nformat = "atom"\nlimit = 3\n',
    '[organisation]\nlogo = "icons/mark.svg"\nprofiles = ["https://social.example/sample"]\n',
    "[front]\nsecondary = 1\nriver = 2\n",
    '[robots]\nai_crawlers = "block"\n',
    '[news]\nexclude_kinds = ["review"]\n',
    '[[sections]]\nslug = "sports"\ntitle = "Sports"\n',
    '[lists.by_ana]\nauthor = "ana-sample"\n',
    '[policy]\norigins = ["https://player.example"]\n',
    '[redirects]\n"/topics/" = "/tags/"\n"/feed/" = "/feed.xml"\n"/?p=1" = "/old/shared/"\n',
)
CHANGED_TEMPLATES = {
    "article.html": '{% extends "theme/article.html" %}',
    "section.html": '{% extends "theme/section.html" %}{# changed #}',
    "page.html": '{% extends "theme/page.html" %}',
    "corrections.html": "<title>{{ page.title }}</title>{{ corrections | length }}\n",
    "404.html": "<title>{{ page.title }}</title>{% for t in top_local %}{{ t.url }}\n{% endfor %}",
    "tag.html": '<title>{{ page.title }}</title><a href="{{ asset("icons/mark.svg") }}">M</a>\n',
}
OWN_BLOCK = """\
{#- takes:
    name: title, quoted
    page: link
    size: number
    body: aside
-#}
<p>{% if page %}<a href="{{ page }}">{{ name }}</a>{% else %}{{ name }}{% endif %} {{ size }}</p>
{{ body }}
"""
PARTS = ("parts/footer.html", "parts/figure.html", "parts/tags.html")
Words = dict[str, str]


def picture(color: tuple[int, int, int], size: tuple[int, int] = (40, 30)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, color).save(file, "PNG")
    return file.getvalue()


def facts_of_sources(root: Path) -> dict[str, tuple[int, ...]]:
    """Return all sources and their folders with what the system tells of them."""
    facts = {}
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if not path.startswith((".sitegen_cache", "output", "elsewhere")):
            s = file.lstat()
            marks = (s.st_mode, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns)
            facts[path] = marks[:2] if file.is_dir() else marks
    return facts


def saves_between(
    before: dict[str, tuple[int, ...]], now: dict[str, tuple[int, ...]]
) -> frozenset[str] | None:
    """Return what a watcher would name as saved; None where it could not name each file."""
    paths = {path for path, _ in before.items() ^ now.items()}
    folders = [p for p in paths if any(len(facts.get(p, ())) == 2 for facts in (before, now))]
    if folders or not all(path.startswith("content/") for path in paths):
        return None
    return frozenset(paths)


def split(text: str) -> tuple[Words, str]:
    """Return the front matter, one line for each key, and the body."""
    _, head, body = text.split("---\n", 2)
    return dict(line.split(": ", 1) for line in head.splitlines()), body


def joined(keys: Words, body: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n" + body


LANGUAGES = ("es", "vi", "fr", "de", "pt")  # few stories in one set share one


class Desk:
    """A site, the hour, and a hand that edits at random."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.site = Site(root)
        self.now = START
        self.count = 0
        self.next_change: datetime | None = None  # as the last build told
        self.site.write_bytes("sitegen.toml", SETTINGS.encode())
        for person in PEOPLE:
            self._put(f"content/authors/{person}.md", {"name": person.title()}, "Writes samples.\n")
        self._put("content/pages/about.md", {"title": "About"}, "About the [news](../news/s1.md).")
        self.site.write_bytes("content/news/dot.png", picture((200, 10, 10)))
        self.site.write_bytes("content/local/map.png", picture((10, 200, 10), (32, 32)))
        self.site.write_bytes(
            "content/news/s1.md", joined(self._keys("s1"), "A sample.\n").encode()
        )
        for _ in range(7):
            self._add_story()
        self._edits: list[tuple[int, Callable[[], str]]] = [
            (14, self._body), (8, self._title), (6, self._date), (8, self._tags),
            (4, self._section), (4, self._slug), (5, self._author), (6, self._add_story),
            (4, self._delete), (4, self._rename), (2, self._into_folder), (6, self._draft),
            (7, self._hours), (22, self._key), (8, self._clock), (4, self._to_next_change),
            (5, self._picture), (3, self._shadow_picture), (3, self._person),
            (3, self._page), (3, self._template), (2, self._part), (4, self._static),
            (4, self._settings), (4, self._slots), (8, self._damage_output),
            (5, self._damage_cache), (3, self._unseen), (3, self._touch), (6, self._link),
            (2, self._swap_bodies), (4, self._mistake),
            (4, self._tables), (4, self._file), (3, self._gallery), (3, self._people),
            (3, self._spelling), (3, self._updates), (2, self._site_folder),
            (4, self._block), (6, self._quiet), (2, self._relink), (2, self._letter_case),
            (2, self._put_aside), (3, self._bring_back), (1, self._font),
        ]  # fmt: skip

    def grow(self, stories: int) -> None:
        """Add stories, and from now on edit little but stories and the hour."""
        for _ in range(stories):
            self._add_story()
        few = (self._settings, self._template, self._person, self._people, self._tables)
        chosen = [
            self._body, self._title, self._date, self._tags, self._section, self._slug,
            self._author, self._add_story, self._delete, self._rename, self._draft, self._hours,
            self._key, self._clock, self._to_next_change, self._picture, self._page, self._slots,
            self._link, self._swap_bodies, self._file, self._gallery, self._block, self._relink,
            self._updates, self._damage_output, self._spelling,
        ]  # fmt: skip
        weights = {edit: weight for weight, edit in self._edits}
        self._edits = [(3 * weights[edit], edit) for edit in chosen]
        self._edits += [(1, edit) for edit in few]

    def edit(self) -> str:
        """Do one thing to the site and say what."""
        self.count += 1
        weights = [weight for weight, _ in self._edits]
        ((_, chosen),) = self.chance.choices(self._edits, weights)
        return chosen()

    def sources(self) -> dict[str, bytes]:
        """Return every source file, to be able to go back."""
        own = (".sitegen_cache/", "output/", "elsewhere/")
        return {k: v for k, v in tree_of(self.site.root).items() if not k.startswith(own)}

    def restore(self, sources: dict[str, bytes]) -> None:
        now = self.sources()
        for path in now.keys() - sources.keys():
            self.site.delete(path)
        for path, data in sources.items():
            if now.get(path) != data:
                self.site.write_bytes(path, data)

    # What there is

    def _stories(self) -> list[str]:
        files = (self.site.root / "content").rglob("*.md")
        paths = sorted(file.relative_to(self.site.root).as_posix() for file in files)
        return [p for p in paths if not p.startswith(("content/authors/", "content/pages/"))]

    def _story(self) -> str:
        return self.chance.choice(self._stories())

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=count))

    def _put(self, path: str, keys: Words, body: str) -> None:
        file = self.site.write_bytes(path, joined(keys, body).encode())
        self._age(file)

    def _age(self, file: Path) -> None:
        """Give a file the time of its saving, or an odd one, as a checkout or a copy does."""
        if self.chance.random() < 0.6:
            second = 1_600_000_000 + self.chance.randrange(10**8)
            os.utime(file, ns=(0, second * 10**9 + self.chance.randrange(10**9)))

    def _change(self, path: str, **keys: str | None) -> str:
        front, body = split(self.site.read(path))
        for key, value in keys.items():
            if value is None:
                front.pop(key, None)
            else:
                front[key] = value
        self._put(path, front, body)
        return f"{path}: {keys}"

    def _moment(self, days: float = 40) -> str:
        at = self.now + timedelta(minutes=self.chance.uniform(-days, days * 0.15) * 1440)
        return at.strftime(self.chance.choice(("%Y-%m-%d", "%Y-%m-%d %H:%M")))

    def _keys(self, name: str) -> Words:
        return {
            "title": f"Sample {name} {self._words(2)}",
            "published": self._moment(),
            "authors": f"[{self.chance.choice(PEOPLE)}]",
            "tags": f"[{', '.join(self.chance.sample(TAGS, 2))}]",
        }

    # Edits of stories

    def _body(self) -> str:
        path = self._story()
        keys, body = split(self.site.read(path))
        match self.chance.randrange(7):
            case 0:
                body += f"\n{self._words(9)}.\n"
            case 1:
                body = f"{self._words(5)}.\n"
            case 2:
                body = "The same sample text stands in several stories.\n"
            case 3:
                body += "\n![A dot](/news/dot.png)\n"
            case 4:
                body += f"\n## {self._words(2)}\n\nWith a note.[^1]\n\n[^1]: {self._words(3)}\n"
            case 5:
                at = self.now + timedelta(minutes=self.chance.randrange(-3000, 3000))
                body += (
                    f'\n::: update {at:%Y-%m-%d %H:%M} "{self._words(2)}"\n{self._words(3)}.\n:::\n'
                )
            case _:
                frame = '<iframe src="https://player.example/1" title="x"></iframe>'
                note = f"<!-- {self._words(2)} -->"
                body = f"<b>{self._words(2)}</b> & more {note}\n\n{frame}\n\n{body}"
        if len(body) > 900:
            body = "Cut short.\n"
        self._put(path, keys, body)
        return f"body of {path}"

    def _swap_bodies(self) -> str:
        one, other = self._story(), self._story()
        (keys, body), (other_keys, other_body) = (split(self.site.read(p)) for p in (one, other))
        if one != other:
            self._put(one, keys, other_body)
            self._put(other, other_keys, body)
        return f"bodies of {one} and {other} change places"

    def _link(self) -> str:
        path, other = self._story(), self._story()
        keys, body = split(self.site.read(path))
        target = other.removeprefix("content/")
        match self.chance.randrange(5):
            case 0:  # a heading of the other story, in one or the other's letters
                heading = self.chance.choice(("## Votación", "## The vote {#votación}"))
                other_keys, other_body = split(self.site.read(other))
                self._put(other, other_keys, f"{heading}\n\n{other_body}")
                keys, body = split(self.site.read(path))
                link = f"[this](/{target}#votación)"
            case 1:
                link = "[the note](/note.txt)"
            case 2:
                link = "[the mark](/static/icons/mark-180.png) ![A mark](/icons/mark-180.png)"
            case 3:
                link = "[about](https://gazette.example/paper/about/)"
            case _:
                link = f"[this](/{target})"
        self._put(path, keys, body + f"\nSee {link}.\n")
        return f"{path} links to {other}: {link}"

    def _title(self) -> str:
        title = self.chance.choice(("{}", "“{}”", "{} & <b>{}</b>", "Đường {}")).replace(
            "{}", self._words(2)
        )
        return self._change(self._story(), title=title)

    def _date(self) -> str:
        return self._change(self._story(), published=self._moment())

    def _tags(self) -> str:
        some = self.chance.sample(TAGS, self.chance.randrange(4))
        return self._change(self._story(), tags=f"[{', '.join(some)}]" if some else None)

    def _section(self) -> str:
        path = self._story()
        if self.chance.random() < 0.4:
            section = self.chance.choice((*SECTIONS, None))
            return self._change(path, section=section)
        target = f"content/{self.chance.choice(SECTIONS)}/{path.split('/', 2)[2]}"
        if not (self.site.root / target).exists():
            self.site.move(path, target)
        return f"{path} moves to {target}"

    def _slug(self) -> str:
        slug = self.chance.choice((f"slug-{self.count}", "one-slug", None))
        return self._change(self._story(), slug=slug)

    def _author(self) -> str:
        people = self.chance.sample(PEOPLE, self.chance.randrange(3))
        key = self.chance.choice(("authors", "authors", "contributors"))
        return self._change(self._story(), **{key: f"[{', '.join(people)}]" if people else None})

    def _add_story(self) -> str:
        path = f"content/{self.chance.choice(SECTIONS)}/story-{self.chance.randrange(10**6)}.md"
        self._put(path, self._keys("new"), f"{self._words(12)}.\n")
        return f"new {path}"

    def _delete(self) -> str:
        if len(self._stories()) < 5:
            return self._add_story()
        path = self._story()
        self.site.delete(path)
        return f"{path} is deleted"

    def _rename(self) -> str:
        path = self._story()
        if path.endswith("/index.md"):
            folder = path.rsplit("/", 1)[0]
            self.site.move(folder, f"{folder.rsplit('/', 1)[0]}/folder-{self.count}")
            return f"{folder} is renamed"
        self.site.move(path, f"{path.rsplit('/', 1)[0]}/renamed-{self.count}.md")
        return f"{path} is renamed"

    def _into_folder(self) -> str:
        path = self._story()
        if path.endswith("/index.md"):
            return self._rename()
        self.site.move(path, f"{path.removesuffix('.md')}/index.md")
        return f"{path} becomes a folder"

    def _draft(self) -> str:
        return self._change(self._story(), draft=self.chance.choice(("true", "false", None)))

    def _hours(self) -> str:
        key = self.chance.choice(("embargo", "expires"))
        days = self.chance.uniform(-1, 5)
        at = (self.now + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
        return self._change(self._story(), **{key: self.chance.choice((at, at, None))})

    def _key(self) -> str:
        path, until = self._story(), f"{self.now + timedelta(days=1):%Y-%m-%d %H:%M}"
        key, values = self.chance.choice(
            [
                ("summary", [self._words(9), self._words(4)]),
                ("updated", [f"{self.now:%Y-%m-%d %H:%M}"]),
                ("series", ["Sample series", "Another series"]),
                ("part", ["1", "2"]),
                ("lead", ["true", f"{{until: {until}}}"]),
                ("pinned", ["true", f"{{until: {until}}}"]),
                ("breaking", ["A sample alert", f"{{text: An alert, until: {until}}}"]),
                ("image", ["{file: dot.png, alt: A dot}", "{file: /local/map.png, alt: ''}"]),
                ("dateline", ["HOUSTON"]),
                ("kind", list(KINDS)),
                ("kicker", ["Sample label"]),
                ("card_title", [self._words(2)]),
                ("canonical", ["https://elsewhere.example/story"]),
                ("aliases", [f"[/old/{self.count}/]", "[/old/shared/]", "[/old.html]"]),
                ("related", [f"[/{self._story().removeprefix('content/')}]"]),
                ("translation_of", [f"/{self._story().removeprefix('content/')}"]),
                ("lang", ["es", "vi", "en"]),
                ("id", [f"id-{self.count}"]),
                ("template", ["section.html", "article.html"]),
                ("extra", ["{one: 1}", "{one: 2}"]),
                ("sources", ["[{title: A record, url: 'https://records.example/'}]"]),
                ("how_we_reported", ["We read samples."]),
                (
                    "corrections",
                    [f"[{{date: 2026-03-0{self.chance.randint(1, 9)}, text: Mended.}}]"],
                ),
            ]
        )
        value = self.chance.choice([*values, *values, None])
        if key == "translation_of" and value is not None:
            return self._change(path, translation_of=value, lang=self.chance.choice(LANGUAGES))
        return self._change(path, **{key: value})

    # Edits of everything else

    def _clock(self) -> str:
        self.now += timedelta(hours=self.chance.choice((-50, -24, -3, -1, 1, 2, 24, 50)))
        return f"the clock says {self.now}"

    def _to_next_change(self) -> str:
        if self.next_change is not None:
            self.now = self.next_change.astimezone(START.tzinfo)
            self.now -= timedelta(seconds=self.chance.choice((0, 0, 1)))
        return f"the clock says {self.now}"

    def _picture(self) -> str:
        color = (self.chance.randrange(256), self.chance.randrange(256), 0)
        name = self.chance.choice(("content/news/dot.png", "content/local/map.png"))
        self.site.write_bytes(name, picture(color))
        if self.chance.random() < 0.3:
            words = f"alt: A sample dot\ncaption: {self._words(3)}\ncredit: Sample Lens\n"
            if self.chance.random() < 0.3:
                words += f"licence_until: {self.now + timedelta(days=2):%Y-%m-%d}\n"
            self.site.write_bytes(f"{name}.yml", words.encode())
        elif (self.site.root / f"{name}.yml").exists() and self.chance.random() < 0.3:
            self.site.delete(f"{name}.yml")
        return f"another picture {name}"

    def _shadow_picture(self) -> str:
        """Put a picture where it is found before one of the same name elsewhere."""
        name = self.chance.choice(
            ("content/local/dot.png", "content/news/local/map.png", "content/content/news/dot.png")
        )
        if (self.site.root / name).exists():
            self.site.delete(name)
            return f"{name} is deleted"
        self.site.write_bytes(name, picture((0, 0, self.chance.randrange(256))))
        return f"a picture {name}"

    def _person(self) -> str:
        path = f"content/authors/{self.chance.choice(PEOPLE)}.md"
        keys, body = split(self.site.read(path))
        match self.chance.randrange(4):
            case 0:
                body = f"Writes about {self._words(2)}, see [it](/{self._story()[8:]}).\n"
            case 1:
                keys["role"] = self._words(1)
            case 2:
                keys["name"] = f"{self._words(2).title()}"
            case _:
                keys["image"] = "{file: /news/dot.png, alt: A face}"
        self._put(path, keys, body)
        return f"{path} is edited"

    def _page(self) -> str:
        path = self.chance.choice(("content/pages/about.md", "content/pages/contact.md"))
        if (self.site.root / path).exists() and path.endswith("contact.md"):
            self.site.delete(path)
            return f"{path} is deleted"
        self._put(path, {"title": self._words(2)}, f"{self._words(4)}, [news](/news/).\n")
        return f"{path} is written"

    def _template(self) -> str:
        name, text = self.chance.choice(sorted(CHANGED_TEMPLATES.items()))
        path = f"templates/{name}"
        if (self.site.root / path).exists() and self.chance.random() < 0.5:
            self.site.delete(path)
            return f"{path} is deleted"
        self.site.write_bytes(path, f"{text}{{# {self.count} #}}".encode())
        return f"{path} is written"

    def _part(self) -> str:
        name = self.chance.choice(PARTS)
        path = f"templates/{name}"
        if (self.site.root / path).exists():
            self.site.delete(path)
            return f"{path} is deleted"
        text = (ROOT / path).read_text("utf-8")
        self.site.write_bytes(path, f"{text}<!-- {self._words(2)} -->\n".encode())
        return f"{path} is written"

    def _block(self) -> str:
        """Write a block into a story or a biography, or change what blocks are made of."""
        own = "templates/blocks/own.html"
        if not (self.site.root / own).exists():
            self.site.write_bytes(own, OWN_BLOCK.encode())
        match self.chance.randrange(5):
            case 0 | 1:
                path = self.chance.choice((self._story(), f"content/authors/{PEOPLE[0]}.md"))
                keys, body = split(self.site.read(path))
                name = self.chance.choice(("own", "fact", "note", "pull"))
                page = f" page=/{self._story()[8:]}" if name == "own" else ""
                words = f'"{self._words(2)}"{page}\n{self._words(4)}.'
                self._put(path, keys, f"{body}\n::: {name} {words}\n:::\n")
                return f"{path} has a block '{name}'"
            case 2:
                text = OWN_BLOCK.replace("<p>", f'<p class="c{self.count}">')
                path = own
            case 3:
                text = OWN_BLOCK.replace("number", f"number = {self.count}")
                path = own
            case _:
                path = "templates/blocks/fact.html"
                if (self.site.root / path).exists():
                    self.site.delete(path)
                    return f"{path} is deleted"
                text = f"<aside>{{{{ title }}}} {{{{ body }}}} {self.count}</aside>"
        self._age(self.site.write_bytes(path, text.encode()))
        return f"{path} is written"

    def _static(self) -> str:
        name = self.chance.choice(
            ("css/own.css", "css/tokens.css", "icons/mark.svg", "note.txt", "root/note.txt",
             "root/robots.txt", "fonts/newsreader-display-latin.woff2", "icons/mark-180.png")
        )  # fmt: skip
        path = f"static/{name}"
        if (self.site.root / path).exists() and self.chance.random() < 0.5:
            self.site.delete(path)
            return f"{path} is deleted"
        theirs = ROOT / path
        data = theirs.read_bytes() if theirs.exists() else b"p { color: red }\n"
        if name.endswith(("css", "txt")):
            data += b"/* sample */ p { margin: %dpx }\n" % self.count
        if name == "css/tokens.css":
            data = re.sub(rb"(--hue-\w+:)[^;]+;", rb"\1 #3%05d;" % (self.count % 10**5), data)
        if name.endswith("svg"):
            data = data.replace(b"<svg", b"<!-- %d --><svg" % self.count, 1)
        if name.endswith("png"):
            data = picture((self.count % 256, 0, 0))
        if name.endswith("woff2"):
            other = ROOT / "static/fonts"
            data = self.chance.choice(sorted(other.glob("*latin.woff2"))).read_bytes()
        self._age(self.site.write_bytes(path, data))
        return f"{path} is written"

    def _settings(self) -> str:
        key = self.chance.choice(sorted(SETTING_CHOICES))
        value = self.chance.choice(SETTING_CHOICES[key])
        text = self.site.read("sitegen.toml")
        changed = re.sub(rf"(?m)^{re.escape(key)} = .*$", f"{key} = {value}", text, count=1)
        self.site.write_bytes("sitegen.toml", changed.encode())
        return f"{key} = {value}"

    def _slots(self) -> str:
        path = "content/front.yml"
        if (self.site.root / path).exists() and self.chance.random() < 0.3:
            self.site.delete(path)
            return f"{path} is deleted"
        lead, other = (self._story().removeprefix("content/") for _ in range(2))
        until = self.now + timedelta(hours=5)
        text = f"lead: {lead}\nsecondary:\n  - {{story: {other}, until: {until:%Y-%m-%d %H:%M}}}\n"
        self.site.write_bytes(path, text.encode())
        return f"{path}: {lead}, {other}"

    def _tables(self) -> str:
        mark = "# tables\n"
        table = self.chance.choice(TABLES)
        text = self.site.read("sitegen.toml").partition(mark)[0]
        self.site.write_bytes("sitegen.toml", f"{text}{mark}{table}".encode())
        return f"the last table of the settings is {table.partition(']')[0]}"

    def _file(self) -> str:
        """Change a file that a story may offer beside its text, or offer one."""
        name = self.chance.choice(("news/notes.pdf", "local/talk.mp3"))
        file = self.site.root / "content" / name
        if not file.exists() or self.chance.random() < 0.4:
            data = f"sample {self.count}".encode()
            self._age(self.site.write_bytes(f"content/{name}", data))
            return f"{name} is written"
        if self.chance.random() < 0.2:
            file.unlink()
            return f"{name} is deleted"
        path = self._story()
        if name.endswith("mp3"):
            return self._change(path, enclosure=self.chance.choice((f"{{file: /{name}}}", None)))
        keys, body = split(self.site.read(path))
        self._put(path, keys, body + f"\n[Notes](/{name}).\n")
        return f"{path} offers {name}"

    def _gallery(self) -> str:
        """Change what is in a folder of pictures, or show the folder."""
        name = f"content/news/photos/{self.chance.randrange(3)}.png"
        if not (self.site.root / name).exists():
            self.site.write_bytes(name, picture((0, self.count % 256, 90)))
            self.site.write_bytes(f"{name}.yml", b"alt: A sample photo\n")
            return f"{name} is written"
        if self.chance.random() < 0.4:
            self.site.delete(name)
            return f"{name} is deleted"
        path = self._story()
        keys, body = split(self.site.read(path))
        self._put(path, keys, body + "\n::: gallery\n![](news/photos/)\n:::\n")
        return f"{path} shows a folder of pictures"

    def _people(self) -> str:
        """Have somebody join the newsroom, sign a story, be renamed or leave."""
        path = "content/authors/dan-sample.md"
        if not (self.site.root / path).exists():
            self._put(path, {"name": f"Dan {self._words(1).title()}"}, "Writes samples.\n")
            return "dan-sample joins"
        match self.chance.randrange(4):
            case 0:
                self.site.delete(path)
                return "dan-sample leaves"
            case 1:
                self._put(path, {"name": f"Dan {self._words(1).title()}"}, "Writes samples.\n")
                return "dan-sample is renamed"
            case _:
                return self._change(self._story(), authors="[dan-sample]")

    def _spelling(self) -> str:
        """Save a story as other editors would: the same words, other bytes."""
        path = self._story()
        text = self.site.read(path).replace("\ufeff", "").encode()
        data = self.chance.choice(
            (text.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + text, text + b"\n\n", text)
        )
        self._age(self.site.write_bytes(path, data))
        return f"{path} is saved by another program"

    def _updates(self) -> str:
        path = self._story()
        keys, body = split(self.site.read(path))
        at = self.now - timedelta(minutes=self.chance.randrange(5000))
        body += f'\n::: update {at:%Y-%m-%d %H:%M} "{self._words(2)}"\n{self._words(4)}.\n:::\n'
        self._put(path, {**keys, "kind": self.chance.choice(("live", "news"))}, body)
        return f"{path} is updated live"

    def _site_folder(self) -> str:
        """Move a folder of the site to another disk, as it were, and link to it; or back."""
        folder = self.site.root / "content"
        away = self.site.root / "away"
        if folder.is_symlink():
            folder.unlink()
            away.rename(folder)
            return "content is a folder again"
        if not folder.exists() or away.exists():
            return "nothing"
        folder.rename(away)
        folder.symlink_to("away")
        return "content is a link to a folder"

    def _font(self) -> str:
        """Put one of the theme's fonts in the place of another, or take it away again."""
        fonts = ROOT / "static/fonts"
        name = self.chance.choice(("newsreader-display-latin", "librefranklin-vietnamese"))
        own = self.site.root / f"static/fonts/{name}.woff2"
        if own.exists():
            own.unlink()
            return f"{name} is the theme's"
        other = self.chance.choice(("newsreader-bold-latin", "newsreader-text-latin"))
        self.site.write_bytes(f"static/fonts/{name}.woff2", (fonts / f"{other}.woff2").read_bytes())
        return f"{name} is {other}"

    # What a build could overlook

    def _quiet(self) -> str:
        """Save as unzip, rsync -t and cp -p do: neither the size nor the time moves."""
        folders = [self.site.root / name for name in ("content", "templates", "static")]
        files = sorted(f for top in folders for f in top.rglob("*") if f.is_file())
        file = self.chance.choice([f for f in files if not f.is_symlink()])
        data, before = file.read_bytes(), file.stat()
        words = [word.encode() for word in WORDS if word.encode() in data]
        if not words:
            return "nothing"
        word = self.chance.choice(words)
        draft = file
        if self.chance.random() < 0.5:
            draft = file.with_name(f"{file.name}.tmp")
        draft.write_bytes(data.replace(word, word.swapcase()))
        os.utime(draft, ns=(before.st_atime_ns, before.st_mtime_ns))
        draft.replace(file)
        return f"{file.relative_to(self.site.root)}: {word!r} is swapped, size and time stay"

    def _relink(self) -> str:
        """Let a picture be a link, and lead it to another of the same size and time."""
        link = self.site.root / "content/news/dot.png"
        for number in range(2):
            color = (200, 10, 10 * number)
            file = self.site.write_bytes(f"content/local/p{number}.png", picture(color))
            file.write_bytes(file.read_bytes().ljust(300, b"\0"))
            os.utime(file, ns=(0, 1_600_000_000 * 10**9))
        number = self.chance.randrange(2)
        link.unlink(missing_ok=True)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(f"../local/p{number}.png")
        return f"dot.png is a link to p{number}.png"

    def _letter_case(self) -> str:
        path = self._story()
        folder, _, name = path.rpartition("/")
        if name == "index.md":
            return "nothing"
        new = f"{folder}/{name.swapcase().removesuffix('.MD')}.md"
        if (self.site.root / new).exists():
            return "nothing"
        self.site.move(path, new)
        return f"{path} is called {new}"

    def _put_aside(self) -> str:
        """Keep the cache or output/ as it is now, as a backup or a web service does."""
        name = self.chance.choice((".sitegen_cache", "output"))
        here, there = self.site.root / name, self.site.root.with_name(f"aside{name}")
        if not here.is_dir():
            return "nothing"
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(here, there, symlinks=True)
        return f"{name} is kept"

    def _bring_back(self) -> str:
        name = self.chance.choice((".sitegen_cache", "output"))
        here, there = self.site.root / name, self.site.root.with_name(f"aside{name}")
        if not there.is_dir():
            return "nothing"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(there, here, symlinks=True)
        return f"{name} is an older one"

    def from_elsewhere(self) -> str:
        """Put the cache, output/ or both of another paper of that name here, as a host may."""
        other = Desk(self.site.root.with_name("elsewhere"), self.chance.randrange(10**6))
        other.now = self.now
        other.edit()
        with suppress(SitegenError):
            other.site.build(self.now.isoformat())
        names = self.chance.choice(((".sitegen_cache",), ("output",), (".sitegen_cache", "output")))
        for name in names:
            here, there = self.site.root / name, other.site.root / name
            if there.is_dir():
                shutil.rmtree(here, ignore_errors=True)
                shutil.copytree(there, here, symlinks=True)
        shutil.rmtree(other.site.root)
        return f"{' and '.join(names)} of another site"

    # Mishaps

    def _unseen(self) -> str:
        """Edit a file within the clock's grain: neither its size nor its time moves."""
        path = self._story()
        file, mark = self.site.root / path, self.site.root / ".sitegen_cache/scan"
        if not mark.exists():
            return "nothing"
        before = file.stat().st_mtime_ns
        if before < mark.stat().st_mtime_ns - scan.GRAIN:
            os.utime(file)
            return f"{path} is touched"
        text = self.site.read(path)
        file.write_text(text[:-3] + text[-3:].swapcase(), "utf-8")
        os.utime(file, ns=(before, before))
        return f"{path} is edited within the clock's grain"

    def _touch(self) -> str:
        path = self._story()
        os.utime(self.site.root / path)
        return f"{path} is touched"

    def _damage_output(self) -> str:
        output = self.site.root / "output"
        files = sorted(tree_of(output)) if output.exists() else []
        if not files:
            return "nothing"
        name = self.chance.choice(files)
        file = output / name
        match self.chance.randrange(8):
            case 0 | 1:
                file.unlink()
                return f"output/{name} is deleted"
            case 2:
                file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
                return f"output/{name} is cut"
            case 3:
                file.write_bytes(bytes(reversed(file.read_bytes())))
                return f"output/{name} is garbled"
            case 4:
                file.unlink()
                file.mkdir()
                return f"output/{name} is a folder"
            case 5:
                if "/" in name:
                    shutil.rmtree(output / name.split("/")[0])
                return f"output/{name.split('/')[0]} is deleted"
            case 6:
                shutil.rmtree(output)
                return "output is deleted"
            case _:
                os.utime(file)
                return f"output/{name} is touched"

    def _damage_cache(self) -> str:
        cache = self.site.root / ".sitegen_cache"
        database = cache / "cache.db"
        if not database.exists():
            return "nothing"
        match self.chance.randrange(7):
            case 0:
                shutil.rmtree(cache, ignore_errors=True)
                return "the cache is deleted"
            case 1:
                database.unlink()
                return "cache.db is deleted"
            case 2:
                data = database.read_bytes()
                database.write_bytes(data[: self.chance.randrange(len(data))])
                return "cache.db is cut"
            case 3:
                database.write_bytes(self.chance.randbytes(5000))
                return "cache.db is noise"
            case 4:
                shutil.rmtree(cache / "pictures", ignore_errors=True)
                return "the encoded pictures are deleted"
            case _:
                data = bytearray(database.read_bytes())
                for _ in range(self.chance.choice((1, 20, 400))):
                    data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
                database.write_bytes(data)
                return "bits of cache.db are turned"

    def _mistake(self) -> str:
        """Break something, so that this build is refused; the test takes it back."""
        path = self._story()
        match self.chance.randrange(5):
            case 0:
                self.site.write_bytes(path, b"---\ntitle: [\n---\n")
            case 1:
                self._change(path, embrago="2026-03-01")
            case 2:
                keys, body = split(self.site.read(path))
                self._put(path, keys, body + "\n[dead](no-such-story.md)\n")
            case 3:
                self._change(path, title="A title of a failed build")
                self.site.write_bytes("templates/article.html", b"{{ article.no_such_field }}\n")
            case _:
                self._change(path, published=self._moment(3))
                self.site.write_bytes("templates/parts/footer.html", b"{% if %}\n")
        return f"a mistake in {path}"
