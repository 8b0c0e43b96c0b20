"""The receipt as files: import-report.json for programs, .csv for tables, .html for people."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import IO

from sitegen.core import stored
from sitegen.importers.ledger import REPORT, Ledger
from sitegen.importers.receipt import KINDS, Item, Receipt

COMMENTS = "import-comments.json"
CSV, REPORT_PAGE = "import-report.csv", "import-report.html"
MOST_NAMED = 2_000  # items that the page lists; the table has all

_PLURALS = {
    "post": "posts", "page": "pages", "type": "posts of other types", "picture": "pictures",
    "file": "files", "link": "links", "term": "categories and tags", "user": "people",
    "comment": "comments", "shortcode": "shortcodes and blocks", "address": "old addresses",
}  # fmt: skip
_ONE = {"term": "category or tag", "user": "person", "address": "old address",
        "type": "post of another type", "shortcode": "shortcode or block"}  # fmt: skip
_OUTCOMES = {
    "story": ("story", "stories"), "page": ("page", "pages"), "draft": ("draft", "drafts"),
    "held": ("held until its hour", "held until their hour"), "left out": ("left out", "left out"),
    "problem": ("with a problem", "with problems"), "section": ("section", "sections"),
    "tag": ("tag", "tags"), "person": ("person", "people"), "moved": ("moved", "moved"),
    "alias": ("leads to its story", "lead to their stories"),
    "redirect": ("redirected", "redirected"), "kept": ("shown as it stands", "shown as they stand"),
    "dropped": ("taken out", "taken out"),
}  # fmt: skip
_ORDER = tuple(_OUTCOMES)


def sentences(receipt: Receipt) -> list[str]:
    """Return the sums: "2,014 posts: 1,980 stories, 22 drafts, 12 private left out"."""
    return [_sentence(kind, sums) for kind, sums in receipt.by_kind().items()]


def _sentence(kind: str, sums: Mapping[str, int]) -> str:
    total = sum(sums.values())
    parts = [
        f"{count:,} {_OUTCOMES.get(outcome, (outcome, outcome))[count != 1]}"
        for outcome, count in sorted(sums.items(), key=lambda each: _place(each[0]))
    ]
    return f"{total:,} {name_of(kind, total)}: {', '.join(parts)}"


def _place(outcome: str) -> int:
    return _ORDER.index(outcome) if outcome in _ORDER else len(_ORDER)


def name_of(kind: str, count: int) -> str:
    return _ONE.get(kind, kind) if count == 1 else _PLURALS.get(kind, kind)


def write_report(
    root: Path, receipt: Receipt, ledger: Ledger, program: str, *, whole: bool
) -> None:
    """Write the receipt into a site's folder.

    Args:
        ledger: what imports wrote, and is theirs still.
        whole: False for a run that was stopped: it says so, and the next goes on.
    """
    _put(root / REPORT, lambda out: _write_json(out, receipt, ledger, program, whole=whole))
    _put(root / CSV, lambda out: _write_csv(out, receipt))
    _put(root / REPORT_PAGE, lambda out: _write_html(out, receipt, program, whole=whole))


def write_comments(root: Path, receipt: Receipt, ledger: Ledger) -> int:
    """Write what readers wrote below stories into import-comments.json; return how many."""
    files = {row.key: file for file, row in ledger.rows.items() if row.key}
    count = 0

    def write(out: IO[str]) -> None:
        nonlocal count
        out.write("[")
        for comment in receipt.comments():
            plain = {"story": files.get(comment.key, ""), "name": comment.name, "at": comment.at,
                     "text": comment.text, "number": comment.number,
                     "answers": comment.answers}  # fmt: skip
            out.write((",\n " if count else "\n ") + json.dumps(plain, ensure_ascii=False))
            count += 1
        out.write("\n]\n")

    if next(receipt.comments(), None) is not None:
        _put(root / COMMENTS, write)
    return count


def _put(file: Path, write) -> None:  # type: ignore[no-untyped-def]
    beside = file.with_name(f".{file.name}.import~")
    with beside.open("w", encoding="utf-8", newline="") as out:
        write(out)
    beside.replace(file)


def _write_json(
    out: IO[str], receipt: Receipt, ledger: Ledger, program: str, *, whole: bool
) -> None:
    head = {"program": program, "complete": whole, "sums": receipt.by_kind(),
            "remarks": receipt.remarks, "need_a_hand": receipt.hands}  # fmt: skip
    text = json.dumps(head, ensure_ascii=False, indent=1)
    out.write(text.rstrip().removesuffix("}").rstrip() + ',\n "items": [')
    for number, item in enumerate(receipt.items()):
        out.write((",\n  " if number else "\n  ") + json.dumps(_plain(item), ensure_ascii=False))
    out.write('\n ],\n "files": {')
    for number, (path, row) in enumerate(sorted(ledger.rows.items())):
        out.write(",\n  " if number else "\n  ")
        out.write(f"{json.dumps(path, ensure_ascii=False)}: {stored.to_text(row)}")
    redirects = json.dumps(dict(ledger.redirects), ensure_ascii=False, indent=2)
    archive = json.dumps(ledger.archive)
    out.write(f'\n }},\n "redirects": {redirects},\n "archive": {archive}\n}}\n')


def _plain(item: Item) -> dict[str, str]:
    """Return an item as programs read it: five fields always, the others where they say more."""
    plain = {
        "kind": item.kind,
        "title": item.title,
        "outcome": item.outcome,
        "to": item.to,
        "reason": item.reason,
    }
    if item.remedy:
        plain["remedy"] = item.remedy
    if item.key:
        plain["key"] = item.key
    return plain


def _write_csv(out: IO[str], receipt: Receipt) -> None:
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["kind", "outcome", "title", "to", "reason", "remedy", "key"])
    for item in receipt.items():
        fields = (item.kind, item.outcome, item.title, item.to, item.reason, item.remedy, item.key)
        writer.writerow([_harmless(each) for each in fields])


def _harmless(text: str) -> str:
    """Return a cell that no table program takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _write_html(out: IO[str], receipt: Receipt, program: str, *, whole: bool) -> None:
    out.write(_TOP.replace("PROGRAM", escape(program)))
    if not whole:
        out.write("<p><strong>This run was stopped. Run the same command again: it goes on."
                  "</strong></p>\n")  # fmt: skip
    out.write("<ul>\n")
    for sentence in sentences(receipt):
        out.write(f"<li>{escape(sentence)}</li>\n")
    out.write("</ul>\n")
    if receipt.remarks:
        out.write("<h2>About the archive as a whole</h2>\n<ul>\n")
        for remark in receipt.remarks:
            out.write(f"<li>{escape(remark)}</li>\n")
        out.write("</ul>\n")
    out.write("<h2>What needs a hand</h2>\n")
    if not receipt.hands:
        out.write("<p>Nothing.</p>\n")
    else:
        _write_hands(out, receipt)
    out.write("</main>\n</body>\n</html>\n")


def _write_hands(out: IO[str], receipt: Receipt) -> None:
    """Write what needs a hand: kind by kind of trouble, that of most readers first."""
    counts: Counter[tuple[str, str]] = Counter()
    readers: Counter[tuple[str, str]] = Counter()
    named: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    room = MOST_NAMED
    for item in receipt.items():
        if item.remedy:
            group = (item.kind, item.remedy)
            counts[group] += 1
            readers[group] += max(item.readers, 1)
            if room > 0:
                named[group].append(item)
                room -= 1
    for group, count in sorted(
        counts.items(), key=lambda each: (-readers[each[0]], KINDS.index(each[0][0]))
    ):
        kind, remedy = group
        out.write(f"<section>\n<h3>{count:,} {escape(name_of(kind, count))}</h3>\n")
        out.write(f"<p>{escape(remedy)}</p>\n<ul>\n")
        for item in named[group]:
            where = f" <code>{escape(item.to)}</code>" if item.to else ""
            why = f": {escape(item.reason)}" if item.reason else ""
            out.write(f"<li>{escape(item.title or item.key or kind)}{where}{why}</li>\n")
        if count > len(named[group]):
            out.write(f"<li>… and {count - len(named[group]):,} more, in {CSV}</li>\n")
        out.write("</ul>\n</section>\n")


def lines_of_hands(receipt: Receipt, most: int) -> Iterator[str]:
    """Yield the first items that need a hand, a line each."""
    for item in receipt.items():
        if item.remedy and most > 0:
            most -= 1
            why = f": {item.reason}" if item.reason else ""
            yield f"{item.to or item.title or item.key or item.kind}{why}\n  {item.remedy}"


_TOP = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>What came from PROGRAM</title>
<style>
body { font: 1.05rem/1.5 system-ui, sans-serif; margin: 0; color: #1b1b1b; background: #fff; }
main { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; }
h3 { margin: 2rem 0 0; }
code { font-size: .9em; overflow-wrap: anywhere; }
li { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616; } }
</style>
</head>
<body>
<main>
<h1>What came from PROGRAM</h1>
"""
