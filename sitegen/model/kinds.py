"""Kinds of stories, and what a correction may be: one row for each, and all that follows from it.

What a kind is called, where its stories may stand and what they must say is decided here and
nowhere else. Words are English; the catalogues hold them in other languages.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.record import Record


class Kind(Record):
    """One kind of story."""

    name: str  # as front matter writes it
    type: str  # of schema.org
    label: str = ""  # what readers see before the headline, wherever it stands; "": nothing
    tone: str = ""  # colour of the label: "alert", "quiet", "opinion", "live"; "" for the section's
    in_title: bool = False  # the label stands in titles too, where a headline travels alone
    may_lead: bool = True  # False: first neither on the front nor in a section
    apart: bool = False  # in its section and archives only: never among or beside news, no feed
    news: bool = True  # stands in the news sitemap
    by_day: bool = False  # lists tell the day that it appeared, and no hour
    signed: bool = False  # the label names the writer, in lists too
    needs: str = ""  # a key of front matter that every such story must have
    type_with_sources: str = ""  # of schema.org, for stories that show theirs; "" for `type`
    address: str = ""  # of the kind's own feed: /feeds/NAME.xml; "" for none


class CorrectionType(Record):
    """One type of correction, from an added line to a story taken back."""

    name: str  # as front matter writes it
    label: str  # before its text: "Correction"
    mark: str  # what the story is, beside its date and on cards: "Corrected"
    before_headline: bool = False  # the mark stands before the headline, and in titles


# In the order in which the manual lists them.
_KINDS = (
    Kind("news", "NewsArticle"),
    # Reporting that shows its sources.
    Kind("report", "NewsArticle", type_with_sources="ReportageNewsArticle"),
    Kind("investigation", "ReportageNewsArticle", "Investigation"),
    Kind("analysis", "AnalysisNewsArticle", "Analysis", in_title=True),
    Kind("opinion", "OpinionNewsArticle", "Opinion", "opinion", in_title=True, signed=True),
    Kind("explainer", "BackgroundNewsArticle", "Explainer"),
    Kind("review", "ReviewNewsArticle", "Review"),
    # Asks readers to contribute.
    Kind("callout", "AskPublicNewsArticle", "Help us report", news=False),
    Kind("obituary", "NewsArticle", "Obituary", news=False, by_day=True),
    Kind("event", "NewsArticle", "Event", news=False),
    Kind(
        "sponsored", "AdvertiserContentArticle", "Sponsored", "quiet", in_title=True,
        may_lead=False, apart=True, news=False, needs="sponsor", address="sponsored",
    ),
    Kind(
        "satire", "SatiricalArticle", "Satire", "alert", in_title=True, may_lead=False, news=False
    ),
    # A press release, printed as received.
    Kind("release", "Article", "Press release", "quiet", in_title=True, may_lead=False, news=False),
    Kind("live", "LiveBlogPosting", "Live", "live"),
    # About, contact, policies: has no byline and stands in no list.
    Kind("page", "WebPage", news=False),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}

# The gravest first: it is the one of which lists tell.
_CORRECTION_TYPES = (
    CorrectionType("retraction", "Retraction", "Retracted", before_headline=True),
    CorrectionType("correction", "Correction", "Corrected"),
    CorrectionType("clarification", "Clarification", "Clarified"),
    CorrectionType("update", "Update", "Updated"),
)
CORRECTION_TYPES: Mapping[str, CorrectionType] = {type_.name: type_ for type_ in _CORRECTION_TYPES}
