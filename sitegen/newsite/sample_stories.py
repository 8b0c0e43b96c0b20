"""The sample stories: one of each kind, length and state, and a crowd of plain news."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sitegen.newsite.sample_parts import (
    REPORTERS,
    SCENES,
    Facts,
    Moments,
    Story,
    dek,
    picture,
    story,
)
from sitegen.newsite.sample_sections import opinions, places
from sitegen.newsite.sample_states import states
from sitegen.newsite.sample_words import headline, paragraphs, plain_headline

CROWD = 58  # ordinary stories of the section "news"
_TOPICS = ("Budget", "City Hall", "Libraries", "Parks", "Schools", "Transit", "Water")


def ordinary(now: datetime, rng: random.Random) -> Iterator[Story]:
    """Yield the crowd: plain news over a year and a half, enough for pages of archive."""
    for number in range(1, CROWD + 1):
        at = now - timedelta(hours=5 + number * 3 + number * number * 3.5)
        facts: Facts = {
            "title": f"Sample {number}: {plain_headline(rng)}",
            "id": f"sample-{number:03}",
            "slug": f"sample-{number:03}",
            "published": at.replace(second=0),
            "authors": rng.sample(REPORTERS, rng.choice((1, 1, 1, 2))),
            "tags": rng.sample(_TOPICS, rng.choice((1, 2, 3))),
        }
        if rng.random() < 0.85:
            facts["summary"] = dek(rng)
        if rng.random() < 0.7:
            facts |= picture(f"{rng.choice(SCENES)}.jpg")
        yield Story(
            f"content/news/sample-{number:03}.md", facts, paragraphs(rng, rng.randint(3, 14))
        )


def specials(now: datetime, rng: random.Random) -> Iterator[Story]:
    """Yield one story for each kind, length and state that the theme must hold up under."""
    at = Moments(now)
    yield from _front(at, rng)
    yield from _kinds(at, rng)
    yield from _headlines(at, rng)
    yield from _languages(at, rng)
    yield from _series(at, rng)
    yield from states(at, rng)
    yield from opinions(at, rng)
    yield from places(at, rng)


def _front(at: Moments, rng: random.Random) -> Iterator[Story]:
    yield story(
        "news",
        "Sample lead: the council of Sample City votes on a sample budget for the bayou",
        at.ago(2),
        _FULL_BODY + "\n\n" + paragraphs(rng, 6),
        slug="sample-lead",
        summary="The lead has the widest picture, the largest headline and a summary of two "
        "sentences. Up to three related stories stand below it.",
        authors=["sample-reporter-one", {"name": "sample-reporter-three", "role": "photographs"}],
        contributors=[{"name": "sample-reporter-two", "role": "additional reporting"}],
        tags=["City Hall", "Budget", "Water"],
        lead={"until": at.ahead(24 * 14)},
        related=["sample-breaking.md", "sample-corrected.md"],
        updated={"at": at.ago(1), "note": "A sample note says what was added."},
        dateline="SAMPLE CITY",
        sources=[
            {"title": "Sample budget, page 4", "url": "https://example.com/sample-budget"},
            {"title": "Interview with a sample official"},
        ],
        how_we_reported="Nobody was interviewed and no document was read: this is a sample.",
        **picture(
            "bayou.jpg",
            caption="A drawn sample: no such place exists.",
            credit="Sample Reporter Three",
        ),
    )
    yield story(
        "news",
        "Sample breaking story: a sample road is closed in Sample City",
        at.ago(0.5),
        paragraphs(rng, 3),
        slug="sample-breaking",
        summary="A breaking story also stands in the banner until its time is up.",
        authors=["sample-newsroom"],
        tags=["Transit"],
        breaking={"until": at.ahead(24 * 14), "text": "Sample alert: a sample road is closed"},
    )
    yield story(
        "news",
        "Sample pinned story: how to find a sample polling place",
        at.ago(30),
        paragraphs(rng, 4),
        slug="sample-pinned",
        summary="A pinned story stays near the top of its section until its time is up.",
        authors=["sample-reporter-two"],
        pinned={"until": at.ahead(24 * 14)},
        **picture("storm.jpg"),
    )


def _kinds(at: Moments, rng: random.Random) -> Iterator[Story]:
    kinds = ("report", "analysis", "explainer", "review", "callout", "obituary", "event")
    more = ("sponsored", "satire", "release", "investigation")
    for hours, kind in enumerate((*kinds, *more), 4):
        paid = {"sponsor": {"name": "Sample Credit Union", "url": "https://credit.example/"}}
        yield story(
            "news",
            f"Sample of the kind “{kind}”",
            at.ago(hours * 3.3),
            paragraphs(rng, 5),
            slug=f"sample-kind-{kind}",
            kind=kind,
            summary=f"What a story of the kind “{kind}” looks like in lists and on its own page.",
            tags=["Sample kinds"],
            **(paid if kind == "sponsored" else {"authors": [REPORTERS[hours % 3]]}),
            **(picture(f"{SCENES[hours % 8]}.jpg") if hours % 2 else {}),
        )
    live = "\n\n".join(
        f'::: update {at.ago(hours):%Y-%m-%d %H:%M} "Sample update: {words}"\n'
        f"{paragraphs(rng, 1)}\n:::"
        for hours, words in (
            (1, "the newest stands on top"),
            (1.5, "the second"),
            (2.5, "the first of the day"),
        )
    )
    yield story(
        "news",
        "Sample live story: a sample storm comes near and turns away",
        at.ago(3),
        f"{paragraphs(rng, 1)}\n\n{live}",
        slug="sample-live",
        kind="live",
        live={"start": at.ago(3)},
        summary="A live story lists its updates, newest first, each with its own time.",
        authors=["sample-reporter-one", "sample-reporter-two", "sample-reporter-three"],
        tags=["Sample kinds", "Weather"],
    )


def _headlines(at: Moments, rng: random.Random) -> Iterator[Story]:
    for place, length in enumerate((1, 12, 52, 80, 110, 157, 240, 500)):
        yield story(
            "news",
            headline(length),
            at.ago(40 + place * 2),
            paragraphs(rng, 4),
            slug=f"sample-headline-{length}",
            summary=f"This headline has {len(headline(length))} characters, and not one is cut.",
            authors=[REPORTERS[place % 3]],
            tags=["Sample headlines"],
            **(picture(f"{SCENES[place % 8]}.jpg") if place % 2 else {}),
        )
    yield story(
        "news",
        "Samplewordthatdoesnotbreakanywhereandgoesonuntilitmustbebrokenbythebrowserandnotbyus",
        at.ago(58),
        "Sample" + "word" * 40 + "\n\n" + paragraphs(rng, 2),
        slug="sample-unbreakable",
        summary="Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2,
        authors=["sample-long-name"],
        tags=["Sample headlines"],
    )
    yield story(
        "news",
        "Sample <script>alert(1)</script> & \"quotes\", 'apostrophes', {{ braces }} and ]]>",
        at.ago(59),
        "Text with `<b>code</b>`, `{{ braces }}` and `{% tags %}`.\n\n" + paragraphs(rng, 2),
        slug="sample-hostile",
        authors=["sample-reporter-two"],
        tags=["Sample headlines"],
    )


def _languages(at: Moments, rng: random.Random) -> Iterator[Story]:
    texts = {
        "es": (
            "espanol",
            "reportera-de-muestra",
            (
                "Nota de muestra: el ayuntamiento de muestra aprueba un presupuesto de muestra",
                "¿Una muestra con signos? ¡Sí, y también con eñe!",
                "Muestra breve",
            ),
            "Resumen de muestra en una o dos frases, para ver los acentos.",
        ),
        "vi": (
            "tieng-viet",
            "phong-vien-mau",
            (
                "Bài mẫu: hội đồng thành phố mẫu biểu quyết về một ngân sách mẫu",
                "Đường Bellaire mẫu: chữ hoa có dấu Ế, Ỗ, Ậ ở đầu dòng",
            ),
            "Tóm tắt mẫu bằng tiếng Việt để xem các dấu thanh trên dòng.",
        ),
    }
    for lang, (section, author, titles, summary) in texts.items():
        for place, title in enumerate(titles):
            yield story(
                section,
                title,
                at.ago(6 + place * 20),
                paragraphs(rng, 5, lang),
                lang=lang,
                summary=summary,
                authors=[author],
                tags=["City Hall"],
                **(
                    {"translation_of": "../news/sample-lead.md"}
                    if place == 0
                    else picture(f"../news/{SCENES[(place + 2) % 8]}.jpg")
                ),
            )
    yield story(
        "news",
        "عنوان تجريبي يُقرأ من اليمين إلى اليسار",
        at.ago(26),
        paragraphs(rng, 4, "ar"),
        slug="sample-right-to-left",
        lang="ar",
        summary="ملخص تجريبي من جملتين قصيرتين. لا تقول الجملة الثانية شيئًا جديدًا.",
        authors=["sample-reporter-arabic"],
        tags=["Sample headlines"],
    )
    yield story(
        "news",
        "Sample story in English by a writer with a name from right to left",
        at.ago(27),
        paragraphs(rng, 4),
        slug="sample-mixed-directions",
        summary="Names keep their own direction inside a line that runs the other way.",
        authors=["sample-reporter-arabic", "sample-reporter-one"],
        tags=["Sample headlines"],
    )


def _series(at: Moments, rng: random.Random) -> Iterator[Story]:
    for part in (1, 2, 3):
        yield story(
            "news",
            f"Sample series, part {part}: what is below the sample bridge",
            at.ago(24 * 8 - part * 24),
            paragraphs(rng, 6),
            slug=f"sample-series-{part}",
            series="Below the sample bridge",
            part=part,
            summary="A part of a series names all the others, in their order.",
            authors=["sample-reporter-one"],
            tags=["Water"],
            **(picture("bridge.jpg") if part == 2 else {}),
        )


_FULL_BODY = """
This is a sample story. Nothing in it happened, and nobody in it exists. Its body holds all that
Markdown can say here: *stress*, **strength**, `code`, a [link to another
story](sample-corrected.md), a [link elsewhere](https://example.org/), an abbreviation such as
HISD and a footnote.[^1]

## A heading of the second level

- A list
- of three
- lines

1. A numbered list
2. with two lines

### A heading of the third level

::: pull "Sample Official, Sample Office"
A sentence that is worth setting large, because the story turns on it.
:::

> A quotation of a sample sentence.

| Sample year | Sample figure | A column with rather more words in it than the others |
|---|---:|---|
| 2024 | 1,250 | None of these figures means anything |
| 2025 | 980 | A wide table scrolls in its own box on a phone |

::: fact "Five sample facts"
A fact box stands beside the text or below it, and says in a few lines what a reader needs to
know.
:::

![A drawing of market stalls](market.jpg "A caption under a picture in the text.")

::: note "A sample note"
A note from the newsroom to the reader.
:::

::: lang es
Un párrafo en español dentro de una nota en inglés.
:::

::: embed https://video.example/watch?v=sample "A sample video on another site"
What it shows.
:::

Term
:   A definition of the term.

[^1]: The footnote leads back to where it was called.

*[HISD]: A sample of an abbreviation
"""
