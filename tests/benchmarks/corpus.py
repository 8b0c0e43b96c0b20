"""A site of any size for measuring: sample stories of 350 to 900 words, the same every time.

    python tests/benchmarks/corpus.py FOLDER 10000

Eight sections, 300 tags, 40 authors, no pictures. Stories are as newsrooms write them: lines
are wrapped by hand, somebody is quoted, words are bold, links lead to the site and elsewhere;
one in four has subheadings, one in five a note. Some half of them take the fast path through
Markdown. The words are drawn from a list and mean nothing: no story tells of anything.
"""

from __future__ import annotations

import random
import sys
import textwrap
from datetime import datetime, timedelta, timezone
from pathlib import Path

NEWEST = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=-6)))
NOW = NEWEST + timedelta(days=2)
SECTIONS = ("news", "local", "business", "opinion", "sports", "culture", "schools", "weather")
TAGS = 300
AUTHORS = 40
_WORDS = (
    *("sample", "meeting", "council", "street", "river", "school", "budget", "vote", "morning"),
    *("evening", "member", "report", "city", "county", "bridge", "water", "market", "team"),
    *("season", "library", "harvest", "station", "neighbor", "garden", "record", "plan"),
    *("letter", "window", "corner", "question", "answer", "number", "page", "line", "paper"),
    *("reader", "story", "example", "the", "the", "the", "a", "a", "of", "of", "and", "and"),
    *("in", "in", "to", "to", "for", "on", "with", "that", "is", "was", "said", "by", "from"),
    *("at", "an", "as", "it", "its", "after", "before", "about", "under", "over", "between"),
    *("while", "through", "during", "without", "again", "often", "never", "always"),
)


def write(folder: Path, stories: int) -> None:
    """Write a site with that many stories to `folder`, which is made.

    It has RSS alone, as its peers do; Atom and JSON are on by default.
    """
    chance = random.Random(f"sitegen {stories}")
    settings = [
        'title = "The Sample Measure"',
        'tagline = "Sample stories for measuring"',
        'base_url = "https://measure.example"',
        'timezone = "America/Chicago"',
    ]
    settings += [f'\n[[sections]]\nslug = "{s}"\ntitle = "{s.title()}"' for s in SECTIONS]
    settings += ["\n[feeds]\natom = false\njson = false"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitegen.toml").write_text("\n".join(settings) + "\n", "utf-8")
    people = folder / "content" / "authors"
    people.mkdir(parents=True, exist_ok=True)
    for number in range(AUTHORS):
        text = f"---\nname: Sample Reporter {number}\nrole: Reporter\n---\n\nA sample biography.\n"
        (people / f"reporter-{number}.md").write_text(text, "utf-8")
    for section in SECTIONS:
        (folder / "content" / section).mkdir(parents=True, exist_ok=True)
    for number in range(stories):
        section = SECTIONS[number % len(SECTIONS)]
        place = folder / "content" / section / f"sample-{number}.md"
        place.write_text(story(chance, number, section), "utf-8")


def story(chance: random.Random, number: int, section: str) -> str:
    """Return the text of one source file."""
    published = NEWEST - timedelta(minutes=97 * number)
    tags = chance.sample(range(TAGS), chance.randint(2, 4))
    facts = [
        "---",
        f"title: Sample headline {number} {' '.join(chance.choices(_WORDS, k=4))}",
        f"published: {published.isoformat()}",
        f"summary: Sample summary {number} of {' '.join(chance.choices(_WORDS, k=16))}.",
        f"authors: [reporter-{chance.randrange(AUTHORS)}]",
        f"tags: [{', '.join(f'Topic {tag}' for tag in tags)}]",
        "---",
        "",
    ]
    wanted = chance.randint(350, 900)
    has_parts, has_note = number % 4 == 3, number % 5 == 2
    paragraphs: list[str] = []
    while wanted > 0:
        size = min(wanted, chance.randint(30, 80))
        wanted -= size
        words = chance.choices(_WORDS, k=size)
        if size > 40 and number % 2:
            _adorn(chance, words, len(paragraphs), section)
        if has_note and not paragraphs:
            words[-1] += "[^1]"
        words[0] = words[0].title()
        paragraphs.append(textwrap.fill(f"{' '.join(words)}.", 78, break_long_words=False))
        if has_parts and wanted > 0 and len(paragraphs) % 4 == 0:
            paragraphs.append(f"## Sample part {len(paragraphs)}")
    if has_note:
        paragraphs.append(f"[^1]: A sample note on {' '.join(chance.choices(_WORDS, k=6))}.")
    return "\n".join(facts) + "\n" + "\n\n".join(paragraphs) + "\n"


def _adorn(chance: random.Random, words: list[str], paragraph: int, section: str) -> None:
    """Give a paragraph what paragraphs of its place in a story have."""
    match paragraph % 4:
        case 0:
            words[9] = f"[{words[9]} {words[10]}](/{section}/)"
        case 1:
            words[4], words[14] = f'"{words[4].title()}', f'{words[14]},"'
            words[15] = "it's said"
        case 2:
            words[5] = f"**{words[5]}**"
            words[20] = f"*{words[20]}*"
        case _:
            words[7] = f"[{words[7]}](https://records.example/{chance.randrange(1000)}/)"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
