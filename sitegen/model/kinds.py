"""Kinds of stories and of corrections."""

from __future__ import annotations

# What kinds of story there are, in the order in which the manual lists them.
KINDS = (
    "news",
    "report",  # reporting with its sources shown
    "analysis",
    "opinion",
    "explainer",
    "review",
    "callout",  # asks readers to contribute
    "obituary",
    "event",
    "sponsored",
    "satire",
    "release",  # a press release, printed as received
    "live",
    "page",  # about, contact, policies: has no byline and stands in no list
)
CORRECTION_TYPES = ("correction", "clarification", "update", "retraction")
