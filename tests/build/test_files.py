"""How the making of files is shared out among processes."""

from __future__ import annotations

from sitegen.build.files import group_tasks
from sitegen.model.tasks import Task


def task(file: str, maker: str = "page", recipe: str = "article.html") -> Task:
    return Task(file, maker, recipe, "{}", "base", "key")


def test_what_shares_work_is_made_together_and_what_is_long_begins_first() -> None:
    """Feeds by 400, for a story is written once for all of them; then pictures with many files."""
    feeds = [task(f"{number}/feed.xml", "document", "rss") for number in range(401)]
    pages = [task("a.html"), task("b.html")]
    small = [task("small.webp", "image", "content/small.jpg")]
    large = [task(f"large.{width}.webp", "image", "content/large.jpg") for width in (1, 2)]
    other = task("feed.json", "document", "json")
    assert group_tasks([*pages, *small, *feeds, other, *large]) == [
        feeds[:400], feeds[400:], large, small, pages[:1], pages[1:], [other],
    ]  # fmt: skip
