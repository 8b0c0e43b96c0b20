"""Sample stories in every state: corrected, retracted, bare, about to expire, hidden."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sitegen.newsite.sample_parts import Facts, Moments, Story, picture, story
from sitegen.newsite.sample_words import paragraphs


def states(at: Moments, rng: random.Random) -> Iterator[Story]:
    """Yield one story in each state."""
    yield from _corrections(at, rng)
    yield from _unusual(at, rng)
    yield from _not_public(at, rng)


def _corrections(at: Moments, rng: random.Random) -> Iterator[Story]:
    """Yield what was put right after publication."""
    corrections = [
        {"date": at.ago(20), "type": "correction", "text": "A sample figure was wrong. It is 7."},
        {"date": at.ago(30), "type": "clarification", "text": "A sample sentence was unclear."},
        {"date": at.ago(32), "type": "update", "text": "A sample answer was added."},
    ]
    yield story(
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
    yield story(
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


def _unusual(at: Moments, rng: random.Random) -> Iterator[Story]:
    """Yield what lacks something, or has a front matter key that few stories have."""
    yield story(
        "news",
        "Sample story that first stood elsewhere",
        at.ago(36),
        paragraphs(rng, 4),
        slug="sample-canonical",
        canonical="https://elsewhere.example/sample-story/",
        card_title="Sample with a short title for cards",
        authors=["sample-newsroom"],
    )
    yield story(
        "news",
        "Sample story with nothing: no summary, no picture, no topic",
        at.ago(37),
        "One sample sentence.",
        slug="sample-bare",
        authors=["sample-newsroom"],
    )
    yield story(
        "news",
        "Sample story with a picture that is taller than wide",
        at.ago(38),
        _PICTURES_BODY,
        slug="sample-pictures",
        summary="Tall, wide, small and transparent pictures, and one that a phone turned.",
        authors=["sample-reporter-three"],
        tags=["Parks"],
        **picture("tall.jpg", caption="Tall.", credit="A program"),
    )
    yield story(
        "news",
        "Sample story that expires in two weeks",
        at.ago(39),
        paragraphs(rng, 3),
        slug="sample-expiring",
        expires=at.ahead(24 * 14),
        authors=["sample-reporter-one"],
    )


def _not_public(at: Moments, rng: random.Random) -> Iterator[Story]:
    """Yield what is nowhere on the site: `sitegen serve --drafts` shows it."""
    hidden: dict[str, Facts] = {
        "draft": {"draft": True},
        "embargoed": {"embargo": at.ahead(24 * 14)},
        "expired": {"expires": at.ago(1)},
    }
    for word, facts in hidden.items():
        yield story(
            "news",
            f"Sample hidden story: {word}",
            at.ago(50),
            paragraphs(rng, 3),
            slug=f"sample-hidden-{word}",
            authors=["sample-reporter-one"],
            tags=[f"Sample hidden {word}"],
            **facts,
        )
    yield story(
        "news",
        "Sample hidden story: future",
        at.ahead(24 * 14),
        paragraphs(rng, 3),
        slug="sample-hidden-future",
        authors=["sample-reporter-one"],
    )


_PICTURES_BODY = """
This is a sample story. Nothing in it happened, and nobody in it exists.

![A drawn sample, three times as wide as tall](wide.jpg "Wide.")

![A drawn sample, quite small](small.jpg "Small: never enlarged.")

![Nine bars, the last but one highest and in amber](diagram.png "With a transparent ground.")

![A drawing of a streetcar](private.jpg "A phone wrote into this file \
where it was taken. No published file says so.")
"""
