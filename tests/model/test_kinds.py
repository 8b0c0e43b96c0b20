"""What the trade has decided of each kind of story and of each type of correction."""

from __future__ import annotations

from sitegen.model.kinds import CORRECTION_TYPES, KINDS, Kind

# A kind that comes later is free in all of this.
# In the order of the manual.
NAMES = [
    "news",
    "report",
    "investigation",
    "analysis",
    "opinion",
    "explainer",
    "review",
    "callout",
    "obituary",
    "event",
    "sponsored",
    "satire",
    "release",
    "live",
    "page",
]


def named(**values: object) -> set[str]:
    """Return the kinds of which all these columns hold these values."""
    return {
        name
        for name in NAMES
        if all(getattr(KINDS[name], column) == value for column, value in values.items())
    }


def test_kinds_stand_in_the_order_of_the_manual() -> None:
    """By name; a new one stands among them where it belongs."""
    assert [name for name in KINDS if name in NAMES] == NAMES


def test_a_label_stands_in_titles_where_readers_would_take_a_story_for_news() -> None:
    """A headline travels alone: in tabs, searches, feeds and shared cards."""
    assert named(in_title=True) == {"analysis", "opinion", "sponsored", "satire", "release"}
    assert named(signed=True) == {"opinion"}
    assert named(label="") == {"news", "report", "page"}


def test_what_is_no_reporting_neither_leads_nor_counts_as_news() -> None:
    """Paid words stand apart; a release and satire never come first; the rest is for readers."""
    assert named(may_lead=False) == {"sponsored", "satire", "release"}
    assert named(apart=True) == named(needs="sponsor") == named(address="sponsored")
    assert named(apart=True) == {"sponsored"}
    assert named(news=False) == {
        "callout", "obituary", "event", "sponsored", "satire", "release", "page",
    }  # fmt: skip
    assert named(by_day=True) == {"obituary"}


def test_schema_org_is_told_what_each_kind_is() -> None:
    """Source: schema.org, NewsArticle and its kin."""
    assert {name: KINDS[name].type for name in NAMES} == {
        **dict.fromkeys(("news", "report", "obituary", "event"), "NewsArticle"),
        "investigation": "ReportageNewsArticle",
        "analysis": "AnalysisNewsArticle",
        "opinion": "OpinionNewsArticle",
        "explainer": "BackgroundNewsArticle",
        "review": "ReviewNewsArticle",
        "callout": "AskPublicNewsArticle",
        "sponsored": "AdvertiserContentArticle",
        "satire": "SatiricalArticle",
        "release": "Article",
        "live": "LiveBlogPosting",
        "page": "WebPage",
    }
    assert named(type_with_sources="ReportageNewsArticle") == {"report"}
    assert named(type_with_sources="") == {*NAMES} - {"report"}


def test_a_kind_is_plain_news_but_for_what_its_row_says() -> None:
    """These are the columns that a row may leave out."""
    plain = Kind("sample", "NewsArticle")
    assert (plain.label, plain.tone, plain.needs, plain.address) == ("", "", "", "")
    assert (plain.may_lead, plain.news) == (True, True)
    assert [plain.in_title, plain.apart, plain.by_day, plain.signed] == [False] * 4


def test_a_retraction_alone_stands_before_its_headline() -> None:
    """And the gravest type goes before all others."""
    assert [*CORRECTION_TYPES] == ["retraction", "correction", "clarification", "update"]
    marks = {name: (type_.label, type_.mark) for name, type_ in CORRECTION_TYPES.items()}
    assert marks["retraction"] == ("Retraction", "Retracted")
    assert marks["correction"] == ("Correction", "Corrected")
    assert marks["clarification"] == ("Clarification", "Clarified")
    assert marks["update"] == ("Update", "Updated")
    assert [name for name, type_ in CORRECTION_TYPES.items() if type_.before_headline] == [
        "retraction"
    ]
