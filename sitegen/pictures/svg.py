"""Drawings: what of an SVG is published.

An SVG is a document that may run scripts, load from elsewhere and carry its maker's
folder names. What is not known to be drawing is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat  # entities are refused below, before they could unfold
from xml.sax.saxutils import escape, quoteattr  # only writes

from sitegen.core.problems import Problem
from sitegen.pictures.svg_style import leads_outside
from sitegen.pictures.svg_weight import DEEPEST, HEAVIEST, Part, is_too_heavy, part_of

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        """
    a circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood
    feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter g line linearGradient
    marker mask path pattern polygon polyline radialGradient rect stop style svg switch symbol
    text textPath title tspan use view
        """,
    )
)
_LARGEST = 100_000  # CSS pixels of a side; a poster has ten thousand
_LENGTH = re.compile(r"\s*(\d+\.?\d*|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*$")
_PIXELS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
}


class _RefusalError(Exception):
    """Carries what is wrong with a drawing, and what to do about it."""


def clean_svg(data: bytes, shown_as: str = "drawing.svg") -> bytes | Problem:
    """Return the drawing alone, in UTF-8: no script, handler, foreign or outside content.

    Scripts, event handlers, animation, metadata, comments and editors' own elements are
    left out. A drawing that would look different without what must go (a picture inside
    it, entities) is a problem.
    """
    try:
        return _parse(data).text().encode()
    except _RefusalError as refusal:
        return Problem(shown_as, 0, *refusal.args)


def svg_size(data: bytes, shown_as: str) -> tuple[int, int] | Problem:
    """Return width and height in CSS pixels, from those attributes or the view box."""
    try:
        root = _parse(data).root
    except _RefusalError as refusal:
        return Problem(shown_as, 0, *refusal.args)
    box = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", root.get("viewBox", ""))]
    wide, tall = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        ratio = box[3] / box[2]
        wide = wide or (tall / ratio if tall else box[2])
        tall = tall or wide * ratio
    if not wide or not tall:
        return Problem(
            shown_as,
            0,
            "the drawing does not say how large it is",
            "Give its <svg> element a viewBox, or a width and height in pixels.",
        )
    if not max(wide, tall) <= _LARGEST:  # nor is it "not a number"
        return Problem(
            shown_as,
            0,
            f"the drawing is more than {_LARGEST:,} pixels wide or tall",
            "Give its <svg> element the width and height in pixels at which it is to be shown.",
        )
    return max(1, round(wide)), max(1, round(tall))


def _pixels(text: str) -> float:
    length = _LENGTH.match(text)
    return float(length[1]) * _PIXELS[length[2] or ""] if length else 0.0


@dataclass(slots=True)
class _Writer:
    """Takes the parser's events and writes what may stay."""

    out: list[str] = field(default_factory=list)
    root: dict[str, str] = field(default_factory=dict)
    skipping: int = 0  # depth within an element that is left out
    open: list[str] = field(default_factory=list)
    style: list[str] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)  # style sheets that stay
    parts: list[Part] = field(default_factory=list)
    open_parts: list[Part] = field(default_factory=list)

    def text(self) -> str:
        return "".join(self.out)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self.skipping:
            self.skipping += 1
            return
        if not self.open and (space, local) != (SVG, "svg"):
            raise _RefusalError(
                f"the file is no drawing: its outermost element is <{local}>",
                'Save it as SVG, with xmlns="http://www.w3.org/2000/svg".',
            )
        if space == SVG and local in ("image", "feImage"):
            raise _RefusalError(
                "the drawing holds a picture inside",
                "Save that picture as a JPEG or PNG of its own, or the whole as PNG.",
            )
        if space != SVG or local not in ELEMENTS:
            self.skipping = 1
            return
        good = _attributes(attributes)
        if not self.open:
            self.root = good
            self.out.append(f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}"')
        else:
            self.out.append(f"<{local}")
        self.out.extend(f" {key}={quoteattr(value)}" for key, value in good.items())
        self.out.append(">")
        self.open.append(local)
        if len(self.open) > DEEPEST:
            raise _RefusalError(
                f"more than {DEEPEST} elements of the drawing stand inside one another",
                "Save it with fewer groups, or as PNG.",
            )
        part = part_of(local, good)
        for around in self.open_parts[-1:]:
            around.children.append(part)
        self.parts.append(part)
        self.open_parts.append(part)

    def end(self, _name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            return
        local = self.open.pop()
        self.open_parts.pop()
        if local == "style":
            css = "".join(self.style)
            self.style.clear()
            if not leads_outside(css):
                self.sheets.append(css)
                self.out.append(escape(css))
        self.out.append(f"</{local}>")

    def characters(self, text: str) -> None:
        if self.skipping:
            return
        if self.open and self.open[-1] == "style":
            self.style.append(text)
        else:
            self.out.append(escape(text))


def _attributes(attributes: dict[str, str]) -> dict[str, str]:
    good: dict[str, str] = {}
    for name, value in attributes.items():
        space, _, local = name.rpartition(" ")
        if local.lower().startswith("on") or space not in ("", XLINK, XML):
            continue
        if local == "href":
            if value.strip().startswith("#"):
                good["xlink:href" if space else "href"] = value.strip()
        elif space == XML and local in ("lang", "space"):
            good[f"xml:{local}"] = value
        elif not space and not leads_outside(value):
            good[local] = value
    return good


def _parse(data: bytes) -> _Writer:
    parser = expat.ParserCreate(namespace_separator=" ")
    writer = _Writer()
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.characters
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _RefusalError(
            f"the drawing is damaged at line {error.lineno}: {expat.ErrorString(error.code)}",
            "Save it again from the program that drew it.",
        ) from None
    except (LookupError, ValueError) as error:
        raise _RefusalError(f"the drawing cannot be read: {error}", "Save it as UTF-8.") from None
    if is_too_heavy(writer.parts, writer.sheets):
        raise _RefusalError(
            f"the drawing repeats its parts more than {HEAVIEST:,} times",
            "No browser can draw it. Save it as PNG.",
        )
    return writer


def _refuse_entity(name: str, *_rest: object) -> None:
    raise _RefusalError(
        f"the drawing defines an entity, '{name}'",
        "Save it as plain SVG (in Illustrator: SVG 1.1, without editing data).",
    )
