"""Which sample stories, people and pages there are: one of each kind and state, and a crowd."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import dedent
from typing import Any

from sitegen.core.urls import slugify
from sitegen.newsite.sample_words import headline, paragraphs, plain_headline

CROWD = 58  # ordinary stories of the section "news"

Facts = dict[str, Any]  # front matter: whatever JSON can hold, and dates


@dataclass(frozen=True, slots=True)
class Story:
    path: str  # source file
    facts: Mapping[str, Any]  # front matter, in order
    body: str


_FIELD_NOTE = "This biography is a sample. It stands where a reporter’s own words will stand."

# File in content/authors/ → front matter and biography.
PEOPLE: dict[str, tuple[Facts, str]] = {
    "sample-reporter-one": (
        {
            "name": "Sample Reporter One",
            "role": "City Hall reporter",
            "beat": "City government, budgets, water",
            "languages": ["en", "es"],
            "email": "one@example.org",
            "profiles": ["https://social.example/@sample-one"],
            "image": {"file": "one.png", "alt": "A drawn sample face"},
        },
        (
            f"{_FIELD_NOTE}\n\nA second paragraph names the sample towns where Sample Reporter One "
            "never worked, and the sample prizes that nobody gave."
        ),
    ),
    "sample-reporter-two": (
        {"name": "Sample Reporter Two", "role": "Reporter without a picture"},
        _FIELD_NOTE,
    ),
    "sample-reporter-three": (
        {
            "name": "Sample Reporter Three",
            "role": "Photographer",
            "image": {"file": "three.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-columnist-one": (
        {
            "name": "Sample Columnist One",
            "role": "Columnist",
            "image": {"file": "columnist-one.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-columnist-two": (
        {
            "name": "Sample Columnist Two",
            "role": "Guest writer",
            "image": {"file": "columnist-two.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-columnist-three": (
        {"name": "Sample Columnist Three", "role": "Guest writer without a face"},
        _FIELD_NOTE,
    ),
    "sample-long-name": (
        {
            "name": "Sample Reporter Whose Name Is a Good Deal Longer Than Anybody Had Expected",
            "role": "Special correspondent for names that need more than one line",
        },
        _FIELD_NOTE,
    ),
    "reportera-de-muestra": (
        {"name": "Reportera de Muestra", "role": "Reportera", "lang": "es"},
        "Esta biografía es una muestra.",
    ),
    "phong-vien-mau": (
        {"name": "Phóng Viên Mẫu", "role": "Phóng viên", "lang": "vi"},
        "Tiểu sử này chỉ là mẫu.",
    ),
    "sample-reporter-arabic": (
        {
            "name": "مراسل تجريبي",
            "role": "Correspondent",
            "lang": "ar",
            "image": {"file": "arabic.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-newsroom": (
        {"name": "The Sample Newsroom", "role": "Newsroom", "organisation": True},
        "Stories signed by the newsroom as a whole. This, too, is a sample.",
    ),
}

# File in content/pages/ → front matter and text.
PAGES: dict[str, tuple[Facts, str]] = {
    "about": (
        {
            "title": "About this sample",
            "summary": "A sample page with sample text, a heading and a link on it.",
        },
        """
        This site is a sample. A program wrote its stories, drew its pictures and made up its
        bylines, so that every part of the theme can be seen before there is anything to report.

        ## A heading

        A paragraph with a [link to the corrections policy](corrections-policy.md).
        """,
    ),
    "corrections-policy": (
        {
            "title": "Corrections policy",
            "summary": "A sample policy that promises nothing at all to anybody.",
        },
        """
        A newspaper’s corrections policy belongs here. This is a sample.
        """,
    ),
}

_REPORTERS = ("sample-reporter-one", "sample-reporter-two", "sample-reporter-three")
_TOPICS = ("Budget", "City Hall", "Libraries", "Parks", "Schools", "Transit", "Water")
_ALT = "A drawn sample: hills, water and a low sun"


def ordinary(now: datetime, rng: random.Random) -> Iterator[Story]:
    """Yield the crowd: plain news over a year and a half, enough for pages of archive."""
    for number in range(1, CROWD + 1):
        at = now - timedelta(hours=5 + number * 3 + number * number * 3.5)
        facts: Facts = {
            "title": f"Sample {number}: {plain_headline(rng)}",
            "id": f"sample-{number:03}",
            "slug": f"sample-{number:03}",
            "published": at.replace(second=0),
            "authors": rng.sample(_REPORTERS, rng.choice((1, 1, 1, 2))),
            "tags": rng.sample(_TOPICS, rng.choice((1, 2, 3))),
        }
        if rng.random() < 0.85:
            facts["summary"] = _dek(rng)
        if rng.random() < 0.7:
            facts |= _picture(f"scene-{rng.randint(1, 8)}.jpg")
        yield Story(
            f"content/news/sample-{number:03}.md", facts, paragraphs(rng, rng.randint(3, 14))
        )


def specials(now: datetime, rng: random.Random) -> Iterator[Story]:
    """Yield one story for each kind, length and state that the theme must hold up under."""
    at = _Clock(now)
    yield from _front(at, rng)
    yield from _kinds(at, rng)
    yield from _headlines(at, rng)
    yield from _languages(at, rng)
    yield from _series(at, rng)
    yield from _states(at, rng)
    yield from _opinions(at, rng)
    yield from _places(at, rng)


class _Clock:
    """Moments counted from the making of the site, to the minute."""

    def __init__(self, now: datetime) -> None:
        self.now = now.replace(second=0)

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def ahead(self, hours: float) -> datetime:
        return self.now + timedelta(hours=hours)


def _dek(rng: random.Random) -> str:
    return rng.choice(
        (
            "A sample summary of one sentence says what is new and who says so.",
            (
                "A sample summary may have two sentences. The second says why a reader should "
                "care, which nobody has to in this case."
            ),
            (
                "A sample summary that runs a little longer than the others, so that cards of "
                "different heights stand side by side in a row, as they do on a real front."
            ),
        )
    )


def _picture(name: str, **more: str) -> Facts:
    return {"image": {"file": name, "alt": _ALT, **more}}


def _story(
    section: str,
    title: str,
    published: datetime,
    body: str,
    *,
    slug: str = "",
    folder: bool = False,
    **facts: Any,
) -> Story:
    slug = slug or slugify(title)
    path = f"content/{section}/{slug}/index.md" if folder else f"content/{section}/{slug}.md"
    first = {"title": title, "id": f"sample-{slug}", "slug": slug, "published": published}
    return Story(path, {**first, **facts}, dedent(body).strip())


def _front(at: _Clock, rng: random.Random) -> Iterator[Story]:
    yield _story(
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
        **_picture(
            "photo-1.jpg",
            caption="A drawn sample with the grain of a photograph.",
            credit="Sample Reporter Three",
        ),
    )
    yield _story(
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
    yield _story(
        "news",
        "Sample pinned story: how to find a sample polling place",
        at.ago(30),
        paragraphs(rng, 4),
        slug="sample-pinned",
        summary="A pinned story stays near the top of its section until its time is up.",
        authors=["sample-reporter-two"],
        pinned={"until": at.ahead(24 * 14)},
        **_picture("photo-2.jpg"),
    )


def _kinds(at: _Clock, rng: random.Random) -> Iterator[Story]:
    kinds = ("report", "analysis", "explainer", "review", "callout", "obituary", "event")
    for hours, kind in enumerate((*kinds, "sponsored", "satire", "release"), 4):
        yield _story(
            "news",
            f"Sample of the kind “{kind}”",
            at.ago(hours * 3.3),
            paragraphs(rng, 5),
            slug=f"sample-kind-{kind}",
            kind=kind,
            summary=f"What a story of the kind “{kind}” looks like in lists and on its own page.",
            authors=[_REPORTERS[hours % 3]],
            tags=["Sample kinds"],
            **(_picture(f"scene-{hours % 8 + 1}.jpg") if hours % 2 else {}),
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
    yield _story(
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


def _headlines(at: _Clock, rng: random.Random) -> Iterator[Story]:
    for place, length in enumerate((1, 12, 52, 80, 110, 157, 240, 500)):
        yield _story(
            "news",
            headline(length),
            at.ago(40 + place * 2),
            paragraphs(rng, 4),
            slug=f"sample-headline-{length}",
            summary=f"This headline has {len(headline(length))} characters, and not one is cut.",
            authors=[_REPORTERS[place % 3]],
            tags=["Sample headlines"],
            **(_picture(f"scene-{place + 1}.jpg") if place % 2 else {}),
        )
    yield _story(
        "news",
        "Samplewordthatdoesnotbreakanywhereandgoesonuntilitmustbebrokenbythebrowserandnotbyus",
        at.ago(58),
        "Sample" + "word" * 40 + "\n\n" + paragraphs(rng, 2),
        slug="sample-unbreakable",
        summary="Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2,
        authors=["sample-long-name"],
        tags=["Sample headlines"],
    )
    yield _story(
        "news",
        "Sample <script>alert(1)</script> & \"quotes\", 'apostrophes', {{ braces }} and ]]>",
        at.ago(59),
        "Text with `<b>code</b>`, {{ braces }} and {% tags %}.\n\n" + paragraphs(rng, 2),
        slug="sample-hostile",
        authors=["sample-reporter-two"],
        tags=["Sample headlines"],
    )


def _languages(at: _Clock, rng: random.Random) -> Iterator[Story]:
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
            yield _story(
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
                    else _picture(f"../news/scene-{place + 3}.jpg")
                ),
            )
    yield _story(
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
    yield _story(
        "news",
        "Sample story in English by a writer with a name from right to left",
        at.ago(27),
        paragraphs(rng, 4),
        slug="sample-mixed-directions",
        summary="Names keep their own direction inside a line that runs the other way.",
        authors=["sample-reporter-arabic", "sample-reporter-one"],
        tags=["Sample headlines"],
    )


def _series(at: _Clock, rng: random.Random) -> Iterator[Story]:
    for part in (1, 2, 3):
        yield _story(
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
            **(_picture("photo-3.jpg") if part == 2 else {}),
        )


def _states(at: _Clock, rng: random.Random) -> Iterator[Story]:
    corrections = [
        {"date": at.ago(20), "type": "correction", "text": "A sample figure was wrong. It is 7."},
        {"date": at.ago(30), "type": "clarification", "text": "A sample sentence was unclear."},
        {"date": at.ago(32), "type": "update", "text": "A sample answer was added."},
    ]
    yield _story(
        "news",
        "Sample corrected story: it had a sample mistake in it",
        at.ago(34),
        paragraphs(rng, 5),
        slug="sample-corrected",
        summary="Corrections stand at the end, in the feeds and on a page of their own.",
        authors=["sample-reporter-two"],
        corrections=corrections,
        tags=["Budget"],
        aliases=["/old-sample-address/", "/2019/sample.html"],
    )
    yield _story(
        "news",
        "Sample retracted story",
        at.ago(24 * 20),
        paragraphs(rng, 2),
        slug="sample-retracted",
        authors=["sample-newsroom"],
        corrections=[
            {"date": at.ago(24 * 15), "type": "retraction", "text": "This sample was not sound."}
        ],
    )
    yield _story(
        "news",
        "Sample story that first stood elsewhere",
        at.ago(36),
        paragraphs(rng, 4),
        slug="sample-canonical",
        canonical="https://elsewhere.example/sample-story/",
        card_title="Sample with a short title for cards",
        authors=["sample-newsroom"],
    )
    yield _story(
        "news",
        "Sample story with nothing: no summary, no picture, no topic",
        at.ago(37),
        "One sample sentence.",
        slug="sample-bare",
        authors=["sample-newsroom"],
    )
    yield _story(
        "news",
        "Sample story with a picture that is taller than wide",
        at.ago(38),
        _PICTURES_BODY,
        slug="sample-pictures",
        summary="Tall, wide, small and transparent pictures, and one that a phone turned.",
        authors=["sample-reporter-three"],
        tags=["Parks"],
        **_picture("tall.jpg", caption="Tall.", credit="A program"),
    )
    yield _story(
        "news",
        "Sample story that expires in two weeks",
        at.ago(39),
        paragraphs(rng, 3),
        slug="sample-expiring",
        expires=at.ahead(24 * 14),
        authors=["sample-reporter-one"],
    )
    # These are nowhere on the site: `sitegen serve --drafts` shows them.
    hidden: dict[str, Facts] = {
        "draft": {"draft": True},
        "embargoed": {"embargo": at.ahead(24 * 14)},
        "expired": {"expires": at.ago(1)},
    }
    for word, facts in hidden.items():
        yield _story(
            "news",
            f"Sample hidden story: {word}",
            at.ago(50),
            paragraphs(rng, 3),
            slug=f"sample-hidden-{word}",
            authors=["sample-reporter-one"],
            tags=[f"Sample hidden {word}"],
            **facts,
        )
    yield _story(
        "news",
        "Sample hidden story: future",
        at.ahead(24 * 14),
        paragraphs(rng, 3),
        slug="sample-hidden-future",
        authors=["sample-reporter-one"],
    )


def _opinions(at: _Clock, rng: random.Random) -> Iterator[Story]:
    columnists = ("one", "two", "three", "one", "two")
    views = (
        "what a sample is for",
        "we should all read more samples, and fewer of them should be about samples",
        "no",
        "a view that is put forward at some length, so that a quotation mark may stand before it",
        "the case against a fifth sample",
    )
    for place, columnist in enumerate(columnists):
        yield _story(
            "opinion",
            f"Sample opinion {place + 1}: {views[place]}",
            at.ago(7 + place * 17),
            paragraphs(rng, 6),
            slug=f"sample-opinion-{place + 1}",
            kind="opinion",
            summary="A sample of one writer’s view, with the writer’s face beside it.",
            authors=[f"sample-columnist-{columnist}"],
            tags=["Schools"],
        )


def _places(at: _Clock, rng: random.Random) -> Iterator[Story]:
    yield _story(
        "local",
        "Sample audio story: a sample interview of one second",
        at.ago(9),
        '::: embed interview.wav "A sample sound" transcript=interview.txt\nA sample sound.\n:::'
        "\n\n" + paragraphs(rng, 2),
        slug="sample-audio-story",
        folder=True,
        summary="A story with a sound file, and a transcript for those who cannot hear it.",
        authors=["sample-reporter-two"],
        tags=["Libraries"],
        enclosure={
            "file": "interview.wav",
            "type": "audio/wav",
            "duration": 1,
            "transcript": "interview.txt",
        },
    )
    for place in range(3):
        yield _story(
            "local",
            f"Sample local story {place + 1} from Sample Avenue",
            at.ago(11 + place * 13),
            paragraphs(rng, 5),
            summary=_dek(rng),
            authors=[_REPORTERS[place]],
            tags=["Parks", "Transit"],
            **_picture(f"../news/scene-{place + 2}.jpg"),
        )
    for place in range(2):
        yield _story(
            "business",
            f"Sample business story {place + 1}: a sample shop opens, or closes",
            at.ago(14 + place * 22),
            paragraphs(rng, 4),
            summary=_dek(rng),
            authors=["sample-reporter-two"],
            **(_picture("../news/photo-4.jpg") if place else {}),
        )
    yield _story(
        "sports",
        "Sample game ends with a sample score, and nobody won",
        at.ago(16),
        paragraphs(rng, 4),
        summary="The only sample in its section has the whole row to itself.",
        authors=["sample-reporter-three"],
        **_picture("../news/scene-7.jpg"),
    )
    gallery = "\n".join(f"![Drawn sample {n} of six]({n:02}.jpg)" for n in range(1, 7))
    yield _story(
        "culture",
        "Sample gallery: six drawn pictures",
        at.ago(18),
        f'{paragraphs(rng, 1)}\n\n::: gallery "Six samples"\n{gallery}\n:::',
        slug="sample-gallery",
        folder=True,
        summary="A story in pictures, usable with a keyboard and without scripts.",
        authors=["sample-reporter-three"],
        **_picture("01.jpg"),
    )
    for place in range(2):
        yield _story(
            "culture",
            f"Sample culture story {place + 1}",
            at.ago(44 + place * 30),
            paragraphs(rng, 4),
            kind="review" if place else "news",
            authors=["sample-columnist-two"],
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

![A drawn sample: hills, water and a low sun](scene-2.jpg "A caption under a picture in the text.")

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

_PICTURES_BODY = """
This is a sample story. Nothing in it happened, and nobody in it exists.

![A drawn sample, three times as wide as tall](wide.jpg "Wide.")

![A drawn sample, quite small](small.jpg "Small: never enlarged.")

![Nine bars, the last but one highest and in amber](diagram.png "With a transparent ground.")

![A drawn sample with the grain of a photograph](photo-private.jpg "A phone wrote into this file \
where it was taken. No published file says so.")
"""
