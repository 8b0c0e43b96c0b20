"""Reads mutated texts, two ways each: the fast way through Markdown and the full converter.

    python -m tests.markdown.fuzz --count 100000 --seed 7 --also DIR

prints each text on which the two differ or a letter is lost, shortened as far as it still does,
and leaves with status 1 if there was one. `--also` adds a directory's .txt and .md files to
the pool. The tests use the same parts for a short run.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from sitegen.markdown.convert import clean_source
from sitegen.markdown.dialect import StoryMarkdown
from sitegen.markdown.fast import QuickMarkdown
from sitegen.markdown.letters import lost_at
from tests.conftest import ROOT

DOCUMENTS = ROOT / "tests/data/markdown"

_VOCABULARY = (
    "the city of and in to a that for with on this under new county school officials plan three "
    "years residents water rate district while hearing before after council voted Tuesday to "
    "approve a budget adds $1.2 million drainage work along Brays Bayou said it's residents' "
    "don't Mayor O'Brien's 1990s 12 percent Đường niño"
)
WORDS = _VOCABULARY.split()

TOKENS = (
    *(
        "\n1) ",
        "~~",
        "~~a~~",
        "https://a.org/b",
        "www.a.org.",
        "c@b.org",
        "\\\n",
        "[^x]",
        "{a b}",
        "\n\x1aB0\x1a\n",
    ),
    *("`a b`", "[a][r]", "\n\n[r]: /u\n", "\n  - ", "\n  ", "\n>\n> ", "\n2. ", "\n+ ", "<x>"),
    *"'\"*_[]()<>&#`\\!{}|~=+-:^. \n\t",
    *(
        "''",
        "\"'",
        "**",
        "__",
        "***",
        "](",
        "[a](b)",
        '[a b](../c.md "T")',
        "[*a*](b)",
        "![a](b.jpg)",
    ),
    *(
        '![a](b.jpg "it\'s")',
        "<b>",
        "</b>",
        "<div>",
        "<!-- x -->",
        "&amp;",
        "&nbsp;",
        "&#8217;",
        "AT&T",
    ),
    *(
        "--",
        "---",
        "----",
        "...",
        "....",
        "\n\n",
        "\n\n\n",
        "\n\n\n\n",
        "  \n",
        "    ",
        "\n    ",
        "\n ",
    ),
    *(
        "\n#",
        "\n## ",
        "\n- ",
        "\n* ",
        "\n1. ",
        "\n> ",
        "\n: ",
        "\n===\n",
        "\n---\n",
        "\n\n- - -\n\n",
    ),
    *(
        "{: .x}",
        "{#id}",
        "{.decorative}",
        "```",
        "\n```\n",
        "~~~",
        "’",
        "“",
        "”",
        "—",
        "–",
        "…",
        "\xa0",
    ),
    *(
        "'90s",
        "'s ",
        "'em",
        " '",
        "' ",
        ' "',
        '" ',
        '."',
        ".'",
        ",'\"",
        '("',
        "*a*",
        "**b c**",
        "_d_",
    ),
    *(
        "[^1]",
        "\n\n[^1]: note\n",
        "[r]: /u\n",
        "*[HTML]: x\n",
        "*a **b** c*",
        "a_b_c",
        "\u2028",
        "\x0b",
    ),
    *(
        "\x1c",
        "\x85",
        "\x02",
        "\x03",
        "\x1a",
        "é",
        "x",
        "1",
        "9",
        "www.a.org",
        "<a@b.org>",
        "<http://a.b>",
    ),
)


# What newsrooms write beside plain paragraphs; {} are sentences.
_FORMS = (
    "{}\n- {}\n- {}",
    "**{}**\n1. {}\n2. {}",
    "- {}\n  - {}\n  - {}\n- {}",
    "1) {}\n2) {}",
    "1. {}\n\n   {}\n2. {}",
    "> {}\n>\n> {}",
    "> {}\n\n> {}",
    "{}\n> {}",
    "It cost ~~$500~~ $5,000. {}",
    "See https://example.org/plan_a/, or write to tips@example.org. {}",
    "{}  \n{}\\\n{}",
    "Votes:\n| Precinct | Votes |\n|:---|---:|\n| 1 | 204 |",
    "```\n{}\n```",
    "#Hashtag {}",
    "## {}\n{}",
    "Run `make`. {}",
)


def story(rng: random.Random, words: int = 600) -> str:
    """Return a made-up story: sample text without meaning, with a newsroom's usual markup."""
    blocks: list[str] = []
    count = 0
    while count < words:
        kind = rng.random()
        if kind < 0.08:
            block = "## " + " ".join(rng.choices(WORDS, k=5))
        elif kind < 0.12:
            block = "\n".join("- " + _sentence(rng) for _ in range(rng.randint(2, 5)))
        elif kind < 0.14:
            block = "\n".join(f"{n}. {_sentence(rng)}" for n in range(1, 4))
        elif kind < 0.17:
            block = "> " + _sentence(rng)
        elif kind < 0.19:
            block = '![Sample picture](sample.jpg "A caption")'
        elif kind < 0.20:
            block = "| a | b |\n|---|---|\n| 1 | 2 |"
        elif kind < 0.23:
            block = rng.choice(_FORMS).format(*(_sentence(rng) for _ in range(4)))
        else:
            block = " ".join(_sentence(rng) for _ in range(rng.randint(2, 5)))
        blocks.append(block)
        count += len(block.split())
    return "\n\n".join(blocks) + "\n"


def _sentence(rng: random.Random) -> str:
    words = rng.choices(WORDS, k=rng.randint(6, 24))
    at = rng.randrange(len(words))
    kind = rng.random()
    if kind < 0.15:
        words[at] = '"' + words[at]
        words[-1] += ',"'
        words += ["she", "said"]
    elif kind < 0.22:
        words[at] = f"**{words[at]}**"
    elif kind < 0.30:
        words[at] = f"*{words[at]} {words[at - 1]}*"
    elif kind < 0.40:
        words[at] = f"[{words[at]} of it](https://example.org/a_b/?c=d&e)"
    elif kind < 0.46:
        words[at] = f"[{words[at]}](../local/vote.md)"
    elif kind < 0.50:
        words.insert(at, "--")
    sentence = " ".join(words)
    return sentence[0].upper() + sentence[1:] + "."


_INDENTS = ("", "", "", "", " ", "  ", "   ")
_MARKERS = ("- ", "* ", "+ ", "1. ", "2. ", "3) ", "> ", "> ", "## ", "-   ", "10. ")
_PIECES = (
    *("word", "two words", "Đường", "“so”", "1", "a_b_c", "*a*", "**b**", "_c_", "__d__"),
    *("***e***", "*", "**", "_", "__", "~~f~~", "`g`", "``h`i``", "`", "[j](/k)"),
    *("![l](m.jpg)", "[n][o]", "[", "]", "(", ")", "!", "<b>p</b>", "<br>", "&amp;", "&", "\\*"),
    *(".", ",", "—", "'", '"', "\\"),
)


def mixture(rng: random.Random) -> str:
    """Return lines of mixed markup: lists in quotes in lists, emphasis that overlaps."""
    lines: list[str] = []
    for _ in range(rng.randint(2, 9)):
        kind = rng.random()
        if kind < 0.2:
            lines.append("")
            continue
        before = rng.choice(_INDENTS) + "".join(
            rng.choices(_MARKERS, k=rng.choice((0, 0, 1, 1, 2)))
        )
        if kind < 0.24:
            lines += [before + "| a | b |", "|---|--:|", "| *c* | d |"]
        elif kind < 0.27:
            lines.append(rng.choice(("---", "===", "* * *", "```", "~~~")))
        else:
            pieces = rng.choices(_PIECES, k=rng.randint(1, 6))
            lines.append(before + "word" + "".join(rng.choice((" ", "")) + one for one in pieces))
    return "\n".join([*lines, "", "[o]: /r", ""])


def documents(*more: Path) -> list[str]:
    """Return Python-Markdown's own test documents, ours, and those of other directories."""
    files = [f for d in (DOCUMENTS, *more) for f in d.rglob("*") if f.suffix in (".txt", ".md")]
    return [f.read_bytes().decode("utf-8", "replace") for f in sorted(files)]


def mutate(rng: random.Random, text: str, pool: list[str]) -> str:
    """Return `text` with one to six changes of the kind that typing hands make."""
    for _ in range(rng.randint(1, 6)):
        at = rng.randint(0, len(text))
        kind = rng.random()
        if kind < 0.5:
            text = text[:at] + rng.choice(TOKENS) + text[at:]
        elif kind < 0.65:
            text = text[:at] + text[at + rng.randint(1, 12) :]
        elif kind < 0.75:
            blocks = text.split("\n\n")
            rng.shuffle(blocks)
            text = "\n\n".join(blocks)
        elif kind < 0.85:
            other = rng.choice(pool).split("\n\n")
            start = rng.randrange(len(other))
            text = text[:at] + "\n\n" + "\n\n".join(other[start : start + 2]) + "\n\n" + text[at:]
        else:
            lines = text.split("\n")
            here = rng.randrange(len(lines))
            lines[here] = rng.choice(TOKENS) + lines[here] + rng.choice(TOKENS)
            text = "\n".join(lines)
    return text


class Pair:
    """The full converter as it is, and the same with the fast way before it."""

    def __init__(self) -> None:
        self.full = StoryMarkdown()
        self.bypassed = StoryMarkdown()
        self.quick = QuickMarkdown(self.bypassed)

    def both(self, text: str) -> tuple[str, str]:
        """Return what either way writes, and the lines that it remarks on."""
        text = clean_source(text)
        results = []
        for md, convert in ((self.full, self.full.convert), (self.bypassed, self.quick.convert)):
            md.begin("story", "en")
            html = convert(text)
            lines = sorted((remark.line, remark.message) for remark in md.remarks)
            results.append(f"{html}\n{lines}" if lines else html)
        return results[0], results[1]

    def differ(self, text: str) -> bool:
        expected, got = self.both(text)
        return expected != got

    def fails(self, text: str) -> bool:
        return self.differ(text) or bool(self.lost_at(text))

    def lost_at(self, text: str) -> int:
        """Return the line where the letters of `text` and of its page part; 0 for nowhere."""
        text = clean_source(text)
        self.full.begin("story", "en")
        html = self.full.convert(text)
        if not all(remark.warning for remark in self.full.remarks):
            return 0  # the editor is told of a line already
        return lost_at(text, html, [(note.first, note.last) for note in self.full.story.notes])


def shorten(pair: Pair, text: str) -> str:
    """Return a shorter text that still fails."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if pair.fails(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def texts(seed: int, *more: Path) -> Iterator[str]:
    """Yield mutated texts without end: half of them stories, half test documents."""
    rng = random.Random(seed)
    originals = documents(*more)
    while True:
        original = (
            rng.choice(originals) if rng.random() < 0.5 else story(rng, rng.choice((20, 80, 200)))
        )
        if rng.random() < 0.2:
            yield mixture(rng) + "".join(rng.choices(TOKENS, k=8))
        else:
            yield mutate(rng, original, originals) if rng.random() < 0.9 else original


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5_000, help="texts to read (default: 5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--also", type=Path, action="append", default=[])
    parser.add_argument("--most", type=int, default=10, help="failures after which to stop")
    args = parser.parse_args()
    pair, count, failures = Pair(), 0, 0
    for text in itertools.islice(texts(args.seed, *args.also), args.count):
        count += 1
        if pair.fails(text):
            failures += 1
            short = shorten(pair, text)
            expected, got = pair.both(short)
            print(f"--- {short!r}\n  full {expected!r}\n  quick {got!r}")
            print(f"  letters lost in line {pair.lost_at(short)}")
            if failures >= args.most:
                break
    print(f"{count} texts, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
