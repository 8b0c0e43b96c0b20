"""Twins: whether two files of content/ are one story."""

from __future__ import annotations

from sitegen.schema import frontmatter

Twin = tuple[str, str, str]  # id, headline or name, day of publication; each "" when not written


def are_twins(one: bytes, other: bytes) -> bool:
    """Say whether two files are one story: by their ids, else by headline and day."""
    first, second = _twin(one), _twin(other)
    if first[0] and second[0]:
        return first[0] == second[0]
    return bool(first[1]) and first[1:] == second[1:]


def _twin(data: bytes) -> Twin:
    matter = frontmatter.split_with_errors("", data)
    if isinstance(matter, tuple):
        return "", "", ""
    values = matter.values
    title = values.get("title") or values.get("name") or ""
    day = values.get("published") or values.get("date") or ""
    return (
        str(values.get("id") or ""),
        " ".join(str(title).casefold().split()),
        str(day)[:10],
    )
