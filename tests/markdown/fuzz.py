"""Compares the fast way through Markdown with Python-Markdown itself, on mutated texts.

    python -m tests.markdown.fuzz --seconds 600 --seed 7 --also DIR

prints each text on which the two differ, shortened as far as it still differs, and leaves
with status 1 if there was one. `--also` adds a directory's .txt and .md files to the pool.
The tests use the same parts for a short run.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension

from sitegen.markdown.dialect import SMART, standard_extensions
from sitegen.markdown.fast import QuickMarkdown
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
    """Python-Markdown as it comes, and the same with the fast way before it."""

    def __init__(self) -> None:
        self.stock = Markdown(
            output_format="html", extensions=standard_extensions(FootnoteExtension())
        )
        self.bypassed = Markdown(
            output_format="html", extensions=standard_extensions(FootnoteExtension())
        )
        self.quick = QuickMarkdown(self.bypassed, SMART)

    def both(self, text: str) -> tuple[str, str]:
        self.stock.reset()
        self.bypassed.reset()
        return _result(self.stock.convert, text), _result(self.quick.convert, text)

    def differ(self, text: str) -> bool:
        expected, got = self.both(text)
        return expected != got


def _result(convert: object, text: str) -> str:
    try:
        return convert(text)  # type: ignore[operator, no-any-return]
    except Exception as error:  # what Python-Markdown cannot take, neither way may take
        return type(error).__name__


def shorten(pair: Pair, text: str) -> str:
    """Return a shorter text on which the two still differ."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if pair.differ(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def texts(seed: int, *more: Path) -> Iterator[str]:
    """Yield mutated texts without end: half of them stories, half test documents."""
    rng = random.Random(seed)
    known = documents(*more)
    while True:
        original = (
            rng.choice(known) if rng.random() < 0.5 else story(rng, rng.choice((20, 80, 200)))
        )
        yield mutate(rng, original, known) if rng.random() < 0.9 else original


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--also", type=Path, action="append", default=[])
    parser.add_argument("--most", type=int, default=10, help="differences after which to stop")
    args = parser.parse_args()
    pair, end, count, found = Pair(), time.monotonic() + args.seconds, 0, 0
    for text in texts(args.seed, *args.also):
        if time.monotonic() > end or found >= args.most:
            break
        count += 1
        if pair.differ(text):
            found += 1
            short = shorten(pair, text)
            expected, got = pair.both(short)
            print(f"--- {short!r}\n  stock {expected!r}\n  quick {got!r}")
    print(f"{count} texts, {found} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
