"""Sample stories of the sections beside news: columns, local, business, sports, culture."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sitegen.newsite.sample_parts import REPORTERS, SCENES, Moments, Story, dek, picture, story
from sitegen.newsite.sample_words import paragraphs


def opinions(at: Moments, rng: random.Random) -> Iterator[Story]:
    """Yield columns, some by the same columnist."""
    columnists = ("one", "two", "three", "one", "two")
    views = (
        "what a sample is for",
        "we should all read more samples, and fewer of them should be about samples",
        "no",
        "a view that is put forward at some length, so that a quotation mark may stand before it",
        "the case against a fifth sample",
    )
    for place, columnist in enumerate(columnists):
        yield story(
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


def places(at: Moments, rng: random.Random) -> Iterator[Story]:
    """Yield the stories of the sections that have few."""
    yield from _local(at, rng)
    yield from _business_and_sports(at, rng)
    yield from _culture(at, rng)


def _local(at: Moments, rng: random.Random) -> Iterator[Story]:
    yield story(
        "local",
        "Sample audio story: a sample interview of three seconds",
        at.ago(9),
        '::: embed interview.mp3 "A sample sound" transcript=interview.txt\nA sample sound.\n:::'
        "\n\n" + paragraphs(rng, 2),
        slug="sample-audio-story",
        folder=True,
        summary="A story with a sound file, and a transcript for those who cannot hear it.",
        authors=["sample-reporter-two"],
        tags=["Libraries"],
        enclosure={
            "file": "interview.mp3",
            "transcript": "interview.txt",
        },
    )
    for place in range(3):
        yield story(
            "local",
            f"Sample local story {place + 1} from Sample Avenue",
            at.ago(11 + place * 13),
            paragraphs(rng, 5),
            summary=dek(rng),
            authors=[REPORTERS[place]],
            tags=["Parks", "Transit"],
            **picture(f"../news/{SCENES[place + 5]}.jpg"),
        )


def _business_and_sports(at: Moments, rng: random.Random) -> Iterator[Story]:
    for place in range(2):
        yield story(
            "business",
            f"Sample business story {place + 1}: a sample shop opens, or closes",
            at.ago(14 + place * 22),
            paragraphs(rng, 4),
            summary=dek(rng),
            authors=["sample-reporter-two"],
            **(picture("../news/houses.jpg") if place else {}),
        )
    yield story(
        "sports",
        "Sample game ends with a sample score, and nobody won",
        at.ago(16),
        paragraphs(rng, 4),
        summary="The only sample in its section has the whole row to itself.",
        authors=["sample-reporter-three"],
        **picture("../news/stadium.jpg"),
    )


def _culture(at: Moments, rng: random.Random) -> Iterator[Story]:
    gallery = "\n".join(f"![Drawn sample {n} of six]({n:02}.jpg)" for n in range(1, 7))
    yield story(
        "culture",
        "Sample gallery: six drawn pictures",
        at.ago(18),
        f'{paragraphs(rng, 1)}\n\n::: gallery "Six samples"\n{gallery}\n:::',
        slug="sample-gallery",
        folder=True,
        summary="A story in pictures, usable with a keyboard and without scripts.",
        authors=["sample-reporter-three"],
        **picture("01.jpg"),
    )
    for place in range(2):
        yield story(
            "culture",
            f"Sample culture story {place + 1}",
            at.ago(44 + place * 30),
            paragraphs(rng, 4),
            kind="review" if place else "news",
            authors=["sample-columnist-two"],
        )
