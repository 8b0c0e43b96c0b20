"""A busy day: 62 sample stories of all kinds and lengths, with pictures of all shapes.

The stories stand in tests/data/busy/stories.txt; their pictures are drawn here, so that the
repository carries none. `files` returns the whole site as the test fixture writes it.
"""

from __future__ import annotations

import io
import json
import random
from datetime import datetime, timedelta
from functools import cache

from PIL import Image, ImageDraw

from tests.conftest import NOW, ROOT

FOLDER = ROOT / "tests/data/busy"
PEOPLE = {
    "sample-rosa": "Rosa Sample",
    "sample-walter": "Walter Sample-Nguyễn",
    "sample-luz": "Luz Muestra",
    "sample-phuong": "Phương Mẫu",
    "sample-mark": "Mark Sample",
    "sample-dana": "Dana Sample",
    "sample-carmen": "Carmen Muestra",
    "sample-minh": "Minh Mẫu",
}
NOTICE = {
    "es": "Esta es una nota de muestra: nada de lo que dice ocurrió.",
    "vi": "Đây là bài viết mẫu: không có gì trong bài đã xảy ra.",
}
_COLOURS = ("#24506b", "#c8744a", "#5c7c54", "#8a5a7c", "#d9a441", "#3f6f73", "#9b3d35", "#4a4f7a")


def files(now: str = NOW) -> dict[str, bytes]:
    """Return every file of the site by its path."""
    made = {"sitegen.toml": (FOLDER / "sitegen.toml").read_bytes()}
    made["content/front.yml"] = b"""scores:
  sports: ["Sample High 24, Sample Creek 21", "Sample Rockets 118, Sample Comets 109"]
"""
    desk = "---\nname: Sample desk\norganisation: true\n---\n\nA sample desk.\n"
    made["content/authors/sample-desk.md"] = desk.encode()
    for slug, name in PEOPLE.items():
        text = f"---\nname: {name}\nrole: Sample reporter\n---\n\nNobody of that name exists.\n"
        made[f"content/authors/{slug}.md"] = text.encode()
    lines = (FOLDER / "stories.txt").read_text("utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    for number, row in enumerate(rows, 1):
        made |= _story(
            number, [cell.strip() for cell in row.split("|")], datetime.fromisoformat(now)
        )
    return made


def _story(number: int, cells: list[str], now: datetime) -> dict[str, bytes]:
    hours, section, kind, shape, title, summary, tags, *other = cells
    name = f"content/{section}/s{number:02}"
    at = now - timedelta(hours=float(hours))
    keys = [f"title: {json.dumps(title, ensure_ascii=False)}", f"published: {at:%Y-%m-%d %H:%M}"]
    if kind:
        keys.append(f"kind: {kind}")
    if summary:
        keys.append(f"summary: {json.dumps(summary, ensure_ascii=False)}")
    if tags:
        keys.append(f"tags: [{tags}]")
    made: dict[str, bytes] = {}
    if shape:
        width, height = map(int, shape.split(":"))
        made[f"{name}.jpg"] = painting(number, width, height)
        keys.append(f"image: {{file: s{number:02}.jpg, alt: Sample shapes, credit: A program}}")
    lang, gallery = "en", 0
    for key in filter(None, ";".join(other).split(";")):
        word, value = (part.strip() for part in key.split(":", 1))
        lang = value if word == "lang" else lang
        if word == "gallery":
            gallery = int(value)
        else:
            keys.append(f"{word}: {_with_dates(value, now)}")
    if "authors" not in ";".join(other):
        keys.append("authors: [sample-desk]")
    body = (
        NOTICE.get(lang, "This is a sample: nothing in it happened.")
        + " "
        + 3 * "Sample words follow. "
    )
    if gallery:
        for each in range(gallery):
            made[f"content/{section}/photos-{each}.jpg"] = painting(
                100 + each, 1200, 800 + 200 * (each % 3)
            )
        pictures = "\n".join(f"![Sample shapes {n}](photos-{n}.jpg)" for n in range(gallery))
        body += f"\n\n::: gallery\n{pictures}\n:::"
    if kind == "live":
        for minutes, what in ((12, "Ferries stop"), (25, "A shelter fills"), (40, "Two ramps")):
            body += f'\n\n::: update {now - timedelta(minutes=minutes):%Y-%m-%d %H:%M} "{what}"\n'
            body += "Sample words follow.\n:::"
    made[f"{name}.md"] = ("---\n" + "\n".join(keys) + f"\n---\n\n{body}\n").encode()
    return made


def _with_dates(value: str, now: datetime) -> str:
    """Write "+6" and "-3", hours from now, as dates."""
    for word in value.replace("}", " ").replace(",", " ").split():
        if word[0] in "+-" and word[1:].isdigit():
            value = value.replace(word, f"{now + timedelta(hours=int(word)):%Y-%m-%d %H:%M}")
    return value


@cache
def painting(seed: int, width: int, height: int) -> bytes:
    """Draw a picture of plain shapes, the same for one seed."""
    rng = random.Random(seed)
    picture = Image.new("RGB", (width, height), rng.choice(_COLOURS))
    pen = ImageDraw.Draw(picture)
    for _ in range(9):
        x, y, size = (
            rng.randrange(width),
            rng.randrange(height),
            rng.randrange(height // 8, height // 2),
        )
        if rng.random() < 0.5:
            pen.ellipse((x - size, y - size, x + size, y + size), fill=rng.choice(_COLOURS))
        else:
            pen.rectangle((x, y, x + size, height), fill=rng.choice(_COLOURS))
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=60)
    return target.getvalue()
