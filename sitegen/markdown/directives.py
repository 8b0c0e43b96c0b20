"""Directives: the `:::` blocks that Markdown has no words for.

    ::: pull "Ana Ruiz, teacher"
    We were never asked.
    :::

A directive is a line of three or more colons with a name, and ends at a line of as many
colons alone. `split` puts a marker paragraph in place of each such line, so that the text
around and inside stays one document for Markdown (footnotes and references work across);
`render` puts the elements in place of the markers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import count
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sitegen.core.dates import Moment
from sitegen.core.problems import Problem, did_you_mean
from sitegen.core.urls import is_web_address
from sitegen.model.article import LiveUpdate

MARK = "\x1a"
NAMES = ("pull", "fact", "embed", "gallery", "update", "note", "lang")
DEEPEST = 20  # directives inside one another; a story needs two

_FENCE = re.compile(r" {0,3}(:{3,})[ \t]*(.*?)[ \t]*$")
_CODE = re.compile(r"(`{3,}|~{3,})")
_WORD = re.compile(
    r"""(?:(?P<key>[A-Za-z][\w-]*)\s*=\s*)?
    (?: "(?P<double>[^"]*)" | “(?P<curly>[^”]*)” | (?P<bare>[^\s"“”]+) )""",
    re.VERBOSE,
)
_MARKER = re.compile(rf"(<p>)?{MARK}([BE])(\d+){MARK}(</p>)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "ur", "yi"})
_VIDEO = frozenset({".mp4", ".m4v", ".webm", ".mov", ".ogv"})
_AUDIO = frozenset({".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac"})
_PIXELS = re.compile(r"[1-9][0-9]{0,4}\Z")
_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(rf"{MARK}[IJ](\d+){MARK}")

# The only words that this module writes itself.
_TRANSCRIPT = {"en": "Transcript", "es": "Transcripción", "vi": "Bản chép lời"}

# Options that each directive takes.
_OPTIONS = {
    "pull": ("by",),
    "fact": ("title",),
    "embed": ("title", "transcript", "captions", "poster", "width", "height"),
    "gallery": ("title",),
    "update": ("title", "time"),
    "note": ("title",),
    "lang": (),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One directive as written."""

    name: str
    words: tuple[str, ...]  # what follows the name, unquoted
    titles: tuple[str, ...]  # what follows the name in quotes
    options: dict[str, str]
    line: int  # of its opening, in the source file


def split(
    text: str,
    path: str,
    first_line: int,
    is_held: Callable[[Block], bool] = lambda _block: False,
) -> tuple[str, list[Block], list[Problem]]:
    """Put markers in place of the lines that open and close directives.

    Returns the text, the directives in reading order, and the problems. A directive with
    a problem is left out: its content stands in the text as if it were not there. Of one
    that `is_held` nothing is left but its lines, which are empty.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    output: list[str] = []
    opened: list[tuple[int, int, int, int]] = []  # colons, number or -1, line, place in output
    code = ""
    for line_number, line in enumerate(text.split("\n"), first_line):
        stripped = line.lstrip(" ")
        if code:
            if stripped.startswith(code) and not stripped.strip(code[0] + " "):
                code = ""
            output.append(line)
            continue
        fence_of_code = _CODE.match(stripped)
        if fence_of_code and line[:4] != "    ":
            rest = stripped[fence_of_code.end() :]
            if "`" not in rest:
                code = fence_of_code[1]
            output.append(line)
            continue
        fence = _FENCE.match(line) if stripped.startswith(":::") else None
        if fence is None:
            output.append(line)
            continue
        colons, rest = len(fence[1]), fence[2].strip(": \t")
        if rest:
            block, found = _parse(rest, path, line_number)
            problems += found
            if len(opened) >= DEEPEST:
                problems.append(
                    Problem(path, line_number, f"more than {DEEPEST} blocks inside one another")
                )
                block = None
            number = -1
            if block is not None:
                number = len(blocks)
                blocks.append(block)
            opened.append((colons, number, line_number, len(output)))
            output.append(_marker("B", number))
            continue
        matching = [i for i, (length, *_rest) in enumerate(opened) if length == colons]
        if not matching:
            problems.append(_closes_nothing(path, line_number, fence[1], opened))
            continue
        while len(opened) > matching[-1] + 1:
            _leave_out(opened.pop(), output, problems, path)
        number, place = opened[-1][1], opened[-1][3]
        output.append(_marker("E", opened.pop()[1]))
        if number >= 0 and is_held(blocks[number]):
            output[place:] = [""] * (len(output) - place)
    while opened:
        _leave_out(opened.pop(), output, problems, path)
    return "\n".join(output), blocks, problems


def _marker(kind: str, number: int) -> str:
    return f"\n{MARK}{kind}{number}{MARK}\n" if number >= 0 else ""


def _closes_nothing(
    path: str, line: int, fence: str, opened: Sequence[tuple[int, int, int, int]]
) -> Problem:
    if opened:
        colons, _, opening, _ = opened[-1]
        hint = f"The block opened in line {opening} ends with {':' * colons}"
    else:
        hint = "Take the line out, or open a block above it: ::: note"
    return Problem(path, line, f"'{fence}' closes no block", hint)


def _leave_out(
    opening: tuple[int, int, int, int], output: list[str], problems: list[Problem], path: str
) -> None:
    colons, _, line, place = opening
    output[place] = ""
    problems.append(
        Problem(
            path,
            line,
            "this block is never closed",
            f"Put a line with {':' * colons} alone after its last line.",
        )
    )


def _parse(text: str, path: str, line: int) -> tuple[Block | None, list[Problem]]:
    """Read what stands behind the colons that open a directive."""
    name, _, rest = text.partition(" ")
    if name not in NAMES:
        hint = did_you_mean(name, NAMES, "Blocks")
        return None, [Problem(path, line, f"unknown block '{name}'", hint)]
    words: list[str] = []
    titles: list[str] = []
    options: dict[str, str] = {}
    problems: list[Problem] = []
    for match in _WORD.finditer(rest):
        quoted = match["double"] if match["double"] is not None else match["curly"]
        value = (quoted if quoted is not None else match["bare"]).strip()
        key = match["key"]
        if key and key not in _OPTIONS[name] and quoted is None and "://" in match[0]:
            words.append(match[0])  # an address with a query: watch?v=x has no scheme before "="
        elif key and key not in _OPTIONS[name]:
            known = did_you_mean(key, _OPTIONS[name], "Options")
            problems.append(Problem(path, line, f"block '{name}' has no option '{key}'", known))
        elif key:
            options[key] = value
        elif quoted is not None:
            titles.append(value)
        else:
            words.append(value)
    if '"' in _WORD.sub("", rest):
        problems.append(
            Problem(path, line, "a quotation mark without its other half", f'Write ::: {name} "…"')
        )
    return Block(name, tuple(words), tuple(titles), options, line), problems


@dataclass(slots=True)
class Rendered:
    """What `render` made."""

    html: str
    updates: list[LiveUpdate]
    problems: list[Problem]


def render(html: str, blocks: Sequence[Block], *, path: str, zone: ZoneInfo, lang: str) -> Rendered:
    """Put elements in place of the markers that `split` left.

    Addresses in the elements are written as they stand in the source: pictures and links
    are looked for afterwards. A gallery's pictures are put in order by `galleries`.
    """
    made = Rendered(html, [], [])
    pieces: list[str] = []
    stack: list[tuple[int, list[str]]] = []  # directive, the pieces around it
    used = set(_ID.findall(html))
    broken: set[int] = set()
    position = 0
    for match in _MARKER.finditer(html):
        pieces.append(html[position : match.start()])
        position = match.end()
        number = int(match[3])
        opening, whole = match[2] == "B", match[1] and match[4]
        if not whole or (not opening and (not stack or stack[-1][0] != number)):
            if number not in broken and number < len(blocks):
                broken.add(number)
                made.problems.append(_misplaced(path, blocks[number]))
            continue
        if opening:
            stack.append((number, pieces))
            pieces = []
            continue
        inner = "".join(pieces).strip("\n")
        pieces = stack.pop()[1]
        maker = _Maker(made, path, zone, lang, used)
        pieces.append(_MAKERS[blocks[number].name](maker, blocks[number], inner))
    pieces.append(html[position:])
    while stack:  # its end was misplaced
        number, around = stack.pop()
        if number not in broken:
            made.problems.append(_misplaced(path, blocks[number]))
        pieces = around + pieces
    made.html = "".join(pieces)
    return made


def _misplaced(path: str, block: Block) -> Problem:
    return Problem(
        path,
        block.line,
        f"block '{block.name}' begins or ends inside a list, a table or raw HTML",
        "Put an empty line before it, and begin its lines at the left edge.",
    )


@dataclass(slots=True)
class _Maker:
    """What the makers of elements share."""

    made: Rendered
    path: str
    zone: ZoneInfo
    lang: str
    used: set[str]  # ids taken so far, headings' among them

    def problem(self, block: Block, message: str, hint: str, *, warning: bool = False) -> None:
        self.made.problems.append(Problem(self.path, block.line, message, hint, warning))

    def numbered(self, name: str) -> str:
        found = next(own for n in count(1) if (own := f"{name}-{n}") not in self.used)
        self.used.add(found)
        return found

    def unique(self, wanted: str) -> str:
        found, n = wanted, 1
        while found in self.used:
            n += 1
            found = f"{wanted}-{n}"
        self.used.add(found)
        return found


def _title(block: Block) -> str:
    return block.options.get("title") or " ".join(block.titles) or " ".join(block.words)


def _pull(maker: _Maker, block: Block, inner: str) -> str:
    by = block.options.get("by") or " ".join(block.titles) or " ".join(block.words)
    if not inner:
        maker.problem(block, "a pull quote without words", "Put the quoted words inside.")
        return ""
    caption = f"\n<figcaption>{escape(by, quote=False)}</figcaption>" if by else ""
    hidden = ' aria-hidden="true"' if _repeats(inner, maker.made.html) else ""
    return (
        f'<figure class="pull"{hidden}>\n<blockquote>\n{inner}\n</blockquote>{caption}\n</figure>'
    )


def _repeats(inner: str, html: str) -> bool:
    """Say whether the text itself has these words too: then they are read aloud once."""
    words = _TAG.sub("", inner).strip().strip('“”"‘’')
    return "<a" not in inner and len(words) > 12 and _TAG.sub("", html).count(words) > 1


def _fact(maker: _Maker, block: Block, inner: str) -> str:
    return _aside(maker, block, inner, "fact")


def _note(maker: _Maker, block: Block, inner: str) -> str:
    return _aside(maker, block, inner, "note")


def _aside(maker: _Maker, block: Block, inner: str, name: str) -> str:
    title = _title(block)
    if not title:
        return f'<aside class="{name}">\n{inner}\n</aside>'
    own = maker.numbered(name)
    return (
        f'<aside class="{name}" aria-labelledby="{own}">\n'
        f'<p class="{name}-title" id="{own}">{escape(title, quote=False)}</p>\n{inner}\n</aside>'
    )


def _lang(maker: _Maker, block: Block, inner: str) -> str:
    code = block.words[0] if block.words else ""
    if not _LANGUAGE.match(code):
        maker.problem(
            block,
            f"'{code}' is no language code" if code else "a language block without a language",
            "Write ::: lang es for Spanish, ::: lang vi for Vietnamese.",
        )
        return inner
    direction = ' dir="rtl"' if code.partition("-")[0].lower() in _RIGHT_TO_LEFT else ""
    return f'<div lang="{code}"{direction}>\n{inner}\n</div>'


def _gallery(_maker: _Maker, block: Block, inner: str) -> str:
    # The pictures in it have no placeholders yet: `galleries` finishes the list.
    return f"{MARK}G{block.line}{MARK}{inner}{MARK}g{MARK}"


def update_time(block: Block, zone: ZoneInfo) -> datetime | None:
    """Return when an update happened; None for other blocks, and where it does not say so."""
    return _time(_written_time(block), zone) if block.name == "update" else None


def _written_time(block: Block) -> str:
    return block.options.get("time") or " ".join(block.words)


def _update(maker: _Maker, block: Block, inner: str) -> str:
    written = _written_time(block)
    at = _time(written, maker.zone)
    title = block.options.get("title") or " ".join(block.titles)
    if at is None:
        maker.problem(
            block,
            f"'{written}' is no date and time" if written else "an update without its time",
            'Write ::: update 2026-03-01 19:30 "What happened"',
        )
        return inner
    if not title:
        maker.problem(
            block,
            "an update without a title",
            f'Write ::: update {written} "What happened": readers find it by these words.',
        )
    own = maker.unique(f"update-{at:%Y%m%d-%H%M}")
    number = len(maker.made.updates)
    maker.made.updates.append(LiveUpdate(own, Moment(at), title))
    neutral = f"{at:%Y-%m-%d %H:%M}"
    return (
        f'<section class="update" id="{own}" aria-labelledby="{own}-title">\n'
        f'<h2 class="update-title" id="{own}-title">{escape(title, quote=False)}</h2>\n'
        f'<p class="update-time"><time datetime="{at.isoformat()}">'
        f"{MARK}T{number};{neutral}{MARK}</time></p>\n{inner}\n</section>"
    )


def _time(written: str, zone: ZoneInfo) -> datetime | None:
    """Read an editor's date and time; without an offset it is the newsroom's."""
    match = re.fullmatch(
        r"(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2}):(\d{2})(:\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?", written
    )
    if match is None:
        return None
    day, hour, minute, second, offset = match.groups()
    iso = f"{day}T{int(hour):02d}:{minute}{second or ''}{(offset or '').replace('Z', '+00:00')}"
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(zone)


def _embed(maker: _Maker, block: Block, inner: str) -> str:
    address = block.words[0] if block.words else ""
    if not address:
        maker.problem(block, "an embed without an address", "Write ::: embed https://…")
        return inner
    caption = f"\n<figcaption>\n{inner}\n</figcaption>" if inner else ""
    is_whole = is_web_address(address)
    suffix = PurePosixPath(urlsplit(address).path if is_whole else address).suffix.lower()
    if suffix in _VIDEO or suffix in _AUDIO:
        return _medium(maker, block, address, caption, video=suffix in _VIDEO)
    if not is_whole:
        maker.problem(
            block,
            f"embed of '{address}', which is neither a web address nor a sound or film",
            "Write the whole address, with https://, or the name of a .mp4 or .mp3 file.",
        )
        return inner
    host = urlsplit(address).netloc.removeprefix("www.")
    title = block.options.get("title") or " ".join(block.titles)
    if not title:
        maker.problem(
            block,
            f"the embed of {host} has no title",
            f'Write ::: embed {address} "What it is": the link is named by it.',
            warning=True,
        )
    words = escape(title or address.partition("://")[2], quote=False)
    return (
        f'<figure class="embed">\n<a class="embed-link" href="{escape(address)}">'
        f'<span class="embed-title">{words}</span> '
        f'<span class="embed-host">{escape(host, quote=False)}</span></a>{caption}\n</figure>'
    )


def _medium(maker: _Maker, block: Block, address: str, caption: str, *, video: bool) -> str:
    transcript, captions = block.options.get("transcript"), block.options.get("captions")
    kind = "video" if video else "audio"
    if not transcript and not captions:
        wanted = "captions=file.vtt" if video else "transcript=file.txt"
        maker.problem(
            block,
            f"{kind} '{address}' has neither captions nor a transcript",
            f"Add {wanted}: some readers cannot hear it.",
            warning=True,
        )
    title = block.options.get("title") or " ".join(block.titles)
    label = f' aria-label="{escape(title)}"' if title else ""
    source = escape(address)
    track = (
        f'<track kind="captions" src="{escape(captions)}" srclang="{escape(maker.lang)}" default>'
        if captions
        else ""
    )
    if video:
        width, height = _size(maker, block)
        poster = block.options.get("poster")
        still = f' poster="{escape(poster)}"' if poster else ""
        medium = (
            f'<video controls preload="none" width="{width}" height="{height}"{still}{label} '
            f'src="{source}">{track}</video>'
        )
    else:
        medium = f'<audio controls preload="none"{label} src="{source}">{track}</audio>'
    words = _TRANSCRIPT.get(maker.lang.partition("-")[0], _TRANSCRIPT["en"])
    text = (
        f'\n<p class="embed-transcript"><a href="{escape(transcript)}">{words}</a></p>'
        if transcript
        else ""
    )
    return f'<figure class="embed embed-{kind}">\n{medium}{text}{caption}\n</figure>'


def _size(maker: _Maker, block: Block) -> tuple[int, int]:
    width, height = block.options.get("width", "1280"), block.options.get("height", "720")
    if _PIXELS.match(width) and _PIXELS.match(height):
        return int(width), int(height)
    maker.problem(
        block,
        f"width and height are '{width}' and '{height}'",
        "Write whole numbers of pixels: width=1280 height=720",
    )
    return 1280, 720


_MAKERS: dict[str, Callable[[_Maker, Block, str], str]] = {
    "pull": _pull,
    "fact": _fact,
    "embed": _embed,
    "gallery": _gallery,
    "update": _update,
    "note": _note,
    "lang": _lang,
}


def galleries(html: str, path: str) -> tuple[str, list[Problem]]:
    """Turn galleries into lists, once their pictures have placeholders."""
    problems: list[Problem] = []

    def finish(match: re.Match[str]) -> str:
        line, inner = int(match[1]), match[2]
        numbers = _PICTURE.findall(inner)
        rest = _TAG.sub("", _PICTURE.sub("", inner)).strip()
        if rest or not numbers:
            problems.append(
                Problem(
                    path,
                    line,
                    "a gallery holds pictures only" if numbers else "a gallery without pictures",
                    'Write one ![what it shows](file.jpg "Caption") on each line.',
                )
            )
            return inner
        items = "\n".join(f"<li>\n{MARK}I{n}{MARK}\n</li>" for n in numbers)
        return f'<ul class="gallery">\n{items}\n</ul>'

    # Innermost first: a gallery inside a gallery is one list in the end.
    pattern = re.compile(rf"{MARK}G(\d+){MARK}((?:(?!{MARK}G).)*?){MARK}g{MARK}", re.DOTALL)
    while f"{MARK}g{MARK}" in html:
        html, finished = pattern.subn(finish, html)
        if not finished:
            break
    return html, problems
