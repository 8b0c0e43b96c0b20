"""Blocks and phrases put in order: paragraphs that hold phrases, and blocks that hold blocks.

HTML lets a link stand around a heading, and words beside a list; Markdown does not. What comes
out is a row of blocks: a paragraph, heading or cell holds phrases alone, all else blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sitegen.importers.prose.canon import (
    BLOCKS,
    BREAK,
    EMBED,
    FACT,
    FOOTNOTE,
    GALLERY,
    HEADINGS,
    NOTE,
    NOTE_MARK,
    PICTURE,
    PULL,
)
from sitegen.markdown.browser_tree import Element, Node

_EMPHASIS = frozenset({"strong", "em", "del"})
_HOLD_PHRASES = frozenset({*HEADINGS, "summary", "dt", "td", "th", "caption"})
_HOLD_BLOCKS = frozenset(
    {"blockquote", "li", "dd", "figcaption", PULL, FACT, NOTE, EMBED, FOOTNOTE, "details"}
)
_PARTS = frozenset({"li", "dd", "dt", "td", "th", "tr", "thead", "tbody", "tfoot", "caption"})


def blocks_of(children: Sequence[Node]) -> list[Element]:
    """Return the blocks that a row of blocks and phrases is."""
    blocks: list[Element] = []
    phrases: list[Node] = []

    def end_paragraph() -> None:
        for paragraph in _paragraphs(phrases):
            blocks.extend(_with_pictures_apart(paragraph))
        phrases.clear()

    for node in _spread(children):
        if isinstance(node, str) or node.tag not in BLOCKS:
            phrases.append(node)
            continue
        end_paragraph()
        if node.tag == "p":
            blocks.extend(blocks_of(node.children))
        elif node.tag != BREAK:
            blocks.extend(_block(node))
    end_paragraph()
    return blocks


def phrases_of(children: Sequence[Node]) -> list[Node]:
    """Return phrases alone: blocks fall, with a line's end between them."""
    pieces: list[Node] = []
    for node in _spread(children):
        if isinstance(node, str) or node.tag not in BLOCKS:
            pieces.append(node)
            continue
        inner = phrases_of(node.children)
        if node.tag == "li":
            inner = ["– ", *inner]
        if any(_is_seen(each) for each in inner):
            if any(_is_seen(each) for each in pieces):
                pieces.append(Element("br"))
            pieces += [*inner, Element(BREAK)]
        elif pieces and node.tag == BREAK:
            pieces.append(Element(BREAK))
    return _trimmed(_joined(_breaks_as_lines(pieces)))


def _breaks_as_lines(pieces: list[Node]) -> list[Node]:
    """Write the end of a block that fell as a line's end, where words follow it."""
    kept: list[Node] = []
    waits = False
    for piece in pieces:
        if isinstance(piece, Element) and piece.tag == BREAK:
            waits = True
            continue
        is_break = isinstance(piece, Element) and piece.tag == "br"
        if waits and _is_seen(piece) and not is_break:
            last = kept[-1] if kept else None
            if not (isinstance(last, Element) and last.tag == "br"):
                kept.append(Element("br"))
        waits = waits and not _is_seen(piece) and not is_break
        kept.append(piece)
    return kept


def _block(node: Element) -> list[Element]:
    """Return a block whose insides are in order; more than one where parts of it move out."""
    tag = node.tag
    if tag in HEADINGS:
        return _heading(node)
    if tag in ("ul", "ol"):
        return _list(node)
    if tag == "dl":
        return _definitions(node)
    if tag == "table":
        return _table(node)
    if tag == "details":
        return _details(node)
    if tag in ("pre", "hr", GALLERY):
        return [node] if tag != "pre" or node.text().strip() else []
    if tag in _PARTS or tag == "summary":  # outside of what it is a part of
        return blocks_of(node.children)
    if tag in _HOLD_BLOCKS:
        inner: list[Node] = [*blocks_of(node.children)]
        if not inner and tag != EMBED:
            return []
        return [Element(tag, node.attributes, inner)]
    return blocks_of(node.children)


def _heading(node: Element) -> list[Element]:
    phrases = phrases_of(node.children)
    words, pictures = _apart(phrases)
    if not any(_is_seen(word) for word in words):
        return pictures
    return [Element(node.tag, node.attributes, _trimmed(words)), *pictures]


def _list(node: Element) -> list[Element]:
    items: list[Element] = []
    loose: list[Node] = []
    for child in node.children:
        if isinstance(child, Element) and child.tag == "li":
            items.append(Element("li", child.attributes, [*blocks_of(child.children)]))
        elif isinstance(child, Element) and child.tag in ("ul", "ol") and items:
            items[-1].children += _list(child)  # which browsers show within the item before
        else:
            loose.append(child)
    rest = blocks_of(loose)
    kept = [item for item in items if item.children]
    return [*([Element(node.tag, node.attributes, [*kept])] if kept else []), *rest]


def _definitions(node: Element) -> list[Element]:
    parts: list[Element] = []
    stack = list(reversed(node.children))
    while stack:
        child = stack.pop()
        if isinstance(child, Element) and child.tag == "dt":
            parts.append(Element("dt", {}, phrases_of(child.children)))
        elif isinstance(child, Element) and child.tag == "dd":
            parts.append(Element("dd", {}, [*blocks_of(child.children)]))
        elif isinstance(child, Element) and child.tag not in BLOCKS:
            stack.extend(reversed(child.children))
        else:
            parts.append(Element("dd", {}, [*blocks_of([child])]))
    kept = [part for part in parts if part.children]
    return [Element("dl", {}, [*kept])] if kept else []


def _table(node: Element) -> list[Element]:
    """Return a table of rows, each with its head or body; words between cells come before it."""
    rows: list[Element] = []
    before: list[Element] = []
    stack: list[tuple[Node, bool]] = [(child, False) for child in reversed(node.children)]
    while stack:
        child, in_head = stack.pop()
        if isinstance(child, str):
            before += blocks_of([child])
        elif child.tag in ("thead", "tbody", "tfoot"):
            is_head = child.tag == "thead"
            stack.extend((each, is_head) for each in reversed(child.children))
        elif child.tag == "tr":
            row: list[Node] = [
                Element(cell.tag, cell.attributes, phrases_of(cell.children))
                for cell in child.children
                if isinstance(cell, Element) and cell.tag in ("td", "th")
            ]
            if row:
                rows.append(Element("tr", {"head": "1"} if in_head else {}, row))
        else:
            before += blocks_of(child.children)
    if not rows:
        return before
    cells = [cell for row in rows for cell in row.children]
    if len(cells) == 1 and isinstance(cells[0], Element):  # a frame for looks
        return [*before, *blocks_of(cells[0].children)]
    return [*before, Element("table", {}, [*rows])]


def _details(node: Element) -> list[Element]:
    summary: list[Node] = []
    rest: list[Node] = []
    for child in node.children:
        if isinstance(child, Element) and child.tag == "summary" and not summary:
            summary = phrases_of(child.children)
        else:
            rest.append(child)
    inner = blocks_of(rest)
    if not summary:
        return inner
    return [Element("details", {}, [Element("summary", {}, summary), *inner])]


# Phrases


def _spread(children: Sequence[Node]) -> Iterator[Node]:
    """Yield blocks and phrases; a phrase around blocks comes to stand within them."""
    for node in children:
        if isinstance(node, str) or node.tag in BLOCKS or not _holds_block(node):
            yield node
        else:
            yield from _pushed_down(node)


def _holds_block(node: Element) -> bool:
    return any(each.tag in BLOCKS for each in node.walk())


def _pushed_down(phrase: Element) -> Iterator[Node]:
    run: list[Node] = []
    for node in _spread(phrase.children):
        if isinstance(node, str) or node.tag not in BLOCKS:
            run.append(node)
            continue
        if run:
            yield Element(phrase.tag, phrase.attributes, run)
            run = []
        if node.tag in (BREAK, "hr", "pre", GALLERY) or not node.children:
            yield node
        else:
            inner = Element(phrase.tag, phrase.attributes, node.children)
            yield Element(node.tag, node.attributes, list(_spread([inner])))
    if run:
        yield Element(phrase.tag, phrase.attributes, run)


def _paragraphs(phrases: Sequence[Node]) -> Iterator[list[Node]]:
    """Yield the paragraphs of a run of phrases: two line breaks in a row part them."""
    paragraph: list[Node] = []
    breaks = 0
    for node in _joined(phrases):
        if isinstance(node, Element) and node.tag == "br":
            breaks += 1
        elif not isinstance(node, str) or node.strip():
            if breaks > 1:
                yield _trimmed(paragraph)
                paragraph = []
            breaks = 0
        paragraph.append(node)
    yield _trimmed(paragraph)


def _joined(phrases: Sequence[Node]) -> list[Node]:
    """Join neighbours of one kind, take out what is empty, and what stands in its like."""
    joined: list[Node] = []
    for node in phrases:
        last = joined[-1] if joined else None
        if isinstance(node, str):
            if isinstance(last, str):
                joined[-1] = last + node
            elif node:
                joined.append(node)
            continue
        node = Element(node.tag, node.attributes, _joined(node.children))
        if node.tag in ("a", *_EMPHASIS) and not any(_is_seen(child) for child in node.children):
            joined.extend(node.children)
            continue
        if node.tag in _EMPHASIS:
            node.children = _without(node.tag, node.children)
            if isinstance(last, Element) and last.tag == node.tag:
                joined[-1] = Element(last.tag, {}, _joined([*last.children, *node.children]))
                continue
        joined.append(node)
    return joined


def _without(tag: str, children: Sequence[Node]) -> list[Node]:
    kept: list[Node] = []
    for node in children:
        if isinstance(node, Element) and node.tag == tag:
            kept.extend(_without(tag, node.children))
        else:
            kept.append(node)
    return kept


def _trimmed(phrases: Sequence[Node]) -> list[Node]:
    """Take line breaks and spaces off both ends."""
    kept = list(phrases)
    for end in (0, -1):
        while kept:
            node = kept[end]
            if isinstance(node, str):
                node = node.lstrip() if end == 0 else node.rstrip()
                if node:
                    kept[end] = node
                    break
            elif node.tag not in ("br", "wbr"):
                break
            kept.pop(end)
    return kept


def _is_seen(node: Node) -> bool:
    if isinstance(node, str):
        return bool(node.strip())
    return any(e.tag in (PICTURE, NOTE_MARK) or "id" in e.attributes for e in node.walk()) or bool(
        node.text().strip()
    )


# Pictures


def _apart(phrases: Sequence[Node]) -> tuple[list[Node], list[Element]]:
    """Part words from pictures that stand among them; small ones stay."""
    words: list[Node] = []
    pictures: list[Element] = []
    for node in phrases:
        if isinstance(node, Element) and node.tag in _EMPHASIS:
            inner, inner_pictures = _apart(node.children)
            pictures += inner_pictures
            if inner:
                words.append(Element(node.tag, node.attributes, inner))
        elif isinstance(node, Element) and node.tag == PICTURE and "small" not in node.attributes:
            pictures.append(node)
        else:
            words.append(node)
    return words, pictures


def _with_pictures_apart(paragraph: list[Node]) -> list[Element]:
    """Return a paragraph, and its pictures as blocks before or behind it."""
    if not any(_is_seen(node) for node in paragraph):
        return []
    first = next(node for node in paragraph if _is_seen(node))
    words, pictures = _apart(paragraph)
    words = _trimmed(_joined(words))
    if not any(_is_seen(word) for word in words):
        return pictures
    text = Element("p", {}, [*_bare(words)])
    leads = isinstance(first, Element) and bool(_apart([first])[1])
    return [pictures[0], text, *pictures[1:]] if leads else [text, *pictures]


def _bare(phrases: Sequence[Node]) -> Iterator[Node]:
    """Yield phrases; the words below a picture that stays in its line come behind it."""
    for node in phrases:
        yield node
        for each in node.walk() if isinstance(node, Element) else ():
            each.attributes.pop("credit", None)
            caption = each.attributes.pop("caption", "")
            if caption:
                yield f" ({caption})"
