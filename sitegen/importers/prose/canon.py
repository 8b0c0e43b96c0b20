"""The few elements that the writer of Markdown knows, made of all that HTML of the web holds.

What comes out is a tree of plain blocks and phrases and of these:

* `sitegen-picture src alt caption credit`: a picture, by the site's own name of it;
* `sitegen-embed href title`: a film, post, map, recording; its children are the caption;
* `sitegen-gallery title`: pictures in a row;
* `sitegen-pull by`: a quotation lifted out; `sitegen-fact title`, `sitegen-note title`: boxes;
* `sitegen-mark n`, `sitegen-footnote n`: a note's number in the text, and its words;
* `sitegen-break`: where a wrapper fell that began or ended a paragraph.

Wrappers fall, and no word falls with them. Nothing here calls itself by depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from sitegen.core.figures import whole_number
from sitegen.core.record import Record, replace
from sitegen.core.urls import is_web_address
from sitegen.importers.prose.uses import FoundPicture, Uses
from sitegen.markdown.browser_tree import Element, Node, parse, to_html

BREAK = "sitegen-break"
PICTURE, EMBED, GALLERY = "sitegen-picture", "sitegen-embed", "sitegen-gallery"
PULL, FACT, NOTE = "sitegen-pull", "sitegen-fact", "sitegen-note"
NOTE_MARK, FOOTNOTE = "sitegen-mark", "sitegen-footnote"

_DEEPEST = 36  # elements within one another; sitegen takes forty quotes and lists

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    {"p", "ul", "ol", "li", "blockquote", "pre", "hr", "table", "dl", "dt", "dd", "details"}
    | {"summary", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figcaption", *HEADINGS}
    | {BREAK, EMBED, GALLERY, PULL, FACT, NOTE, FOOTNOTE}
)
PHRASES = frozenset(
    {"strong", "em", "del", "code", "a", "br", "sub", "sup", "kbd", "samp", "var", "mark", "u"}
    | {"ins", "abbr", "cite", "q", "dfn", "small", "ruby", "rt", "rp", "bdi", "bdo", "wbr"}
    | {"span", PICTURE, NOTE_MARK}
)
_SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del", "tt": "code", "acronym": "abbr"}
_ATTRIBUTES = {
    "a": ("href", "id"), "abbr": ("title",), "td": ("colspan", "rowspan", "align"),
    "th": ("colspan", "rowspan", "align", "scope"), "ol": ("start", "reversed", "type"),
    "li": ("value",), "bdo": ("dir",), "code": ("class",), "pre": ("class", "lang"),
}  # fmt: skip

# Gone with all that is in them: nobody read it.
_NOT_READ = frozenset(
    {"script", "style", "template", "head", "title", "meta", "link", "svg", "canvas", "map", "area"}
    | {"param", "track", "source", "input", "col", "colgroup", "base", "frame", "frameset"}
)
# Each of these stands on lines of its own; of all others that fall only the tags go.
_WRAPPERS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "nav", "address", "center"}
    | {"fieldset", "form", "legend", "hgroup", "figure", "body", "html", "option", "optgroup"}
    | {"select", "menu", "dir", "textarea", "search", "dialog", "listing", "xmp", "video", "audio"}
)
_BUILDERS = re.compile(r"\b(?:et_pb_|vc_|wpb_|elementor-|fl-(?:row|col|module)|fusion-|siteorigin-|"
                       r"tve_|kb-|uagb-|wp-block-(?:cover|group|columns?)\b)")  # fmt: skip
_GALLERIES = frozenset(
    {"wp-block-gallery", "gallery", "tiled-gallery", "blocks-gallery-grid"}
    | {"wp-block-jetpack-slideshow", "wp-block-jetpack-tiled-gallery"}
)
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file",
         "data-full-url", "data-lazyload", "data-image")  # fmt: skip
_FULL = ("data-orig-file", "data-full-url", "data-large-file")
_NO_PICTURE = re.compile(
    r"^(?:data:|about:|$)|/wp-includes/images/(?:blank|spacer)|/1x1\.|/blank\.gif"
)
_SMILEY = re.compile(r"/(?:smilies|images/core/emoji|twemoji)/|/emoji/")
_RECORDING = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|wav|mp4|m4v|mov|webm|ogv)$")
_IN_CAPTIONS = frozenset({"a", "em", "strong", "br"})
_SMALL = 60  # pixels: no wider picture stands inside a line
_IDS = re.compile(r"[A-Za-z][\w-]*")
_WP_IMAGE = re.compile(r"\bwp-image-(\d+)\b")

# Hosts whose frames have an address that people can open.
_PLAYERS = (
    (re.compile(r"//(?:www\.)?youtube(?:-nocookie)?\.com/embed/videoseries\?(?:.*&)?list=([\w-]+)"),
     "https://www.youtube.com/playlist?list={}"),
    (re.compile(r"//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]+)"),
     "https://www.youtube.com/watch?v={}"),
    (re.compile(r"//player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"//(?:www\.)?dailymotion\.com/embed/video/(\w+)"),
     "https://www.dailymotion.com/video/{}"),
    (re.compile(r"//open\.spotify\.com/embed(?:-podcast)?/([\w/]+)"), "https://open.spotify.com/{}"),
)  # fmt: skip
_NAMES = {
    "youtube.com": "Video on YouTube", "youtu.be": "Video on YouTube",
    "vimeo.com": "Video on Vimeo",
    "soundcloud.com": "Recording on SoundCloud", "open.spotify.com": "Recording on Spotify",
    "twitter.com": "Post on X", "x.com": "Post on X", "facebook.com": "Post on Facebook",
    "instagram.com": "Post on Instagram", "tiktok.com": "Video on TikTok",
    "bsky.app": "Post on Bluesky", "gist.github.com": "Code on GitHub",
    "dailymotion.com": "Video on Dailymotion", "threads.net": "Post on Threads",
}  # fmt: skip


class Canon(Record):
    """A text as the writer knows it, and what could not stay as it was."""

    root: Element
    remarks: tuple[str, ...]  # a few words each: "a form", "a script of example.com"


def canonical(root: Element, uses: Uses) -> Canon:
    """Return the tree of the few elements; links and pictures are the site's own in it."""
    maker = _Maker(uses)
    result = maker.fill(root.children, Element("body"))
    return Canon(result, tuple(dict.fromkeys(maker.remarks)))


def embed_title(address: str) -> str:
    """Return what the link to a film or post is called where nobody gave it a name."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        host = ""
    return _NAMES.get(host, host or "Recording")


def opened(address: str) -> str:
    """Return the address that people open, of the one that a frame loads."""
    address = f"https:{address}" if address.startswith("//") else address.strip()
    for pattern, page in _PLAYERS:
        match = pattern.search(address)
        if match:
            return page.format(match[1])
    return address


class _Whole(NamedTuple):
    """An element of the new tree, ready with all that is in it."""

    element: Element


class _Open(NamedTuple):
    """An element of the new tree, and what of the old one comes to stand in it."""

    element: Element
    children: Sequence[Node]


# What stands for an element: nodes of the old tree, which are looked at in their turn, and
# elements of the new one.
_Pieces = list[Node | _Whole | _Open]


class _Maker:
    """Goes through a tree once; what it meets is put into a new one."""

    def __init__(self, uses: Uses) -> None:
        self._uses = uses
        self.remarks: list[str] = []

    def fill(self, children: Sequence[Node], target: Element, depth: int = 0) -> Element:
        """Put nodes of the old tree into an element of the new one, and return that."""
        stack: list[tuple[Node | _Whole | _Open, Element, int]] = []

        def push(pieces: Iterable[Node | _Whole | _Open], parent: Element, level: int) -> None:
            stack.extend((piece, parent, level) for piece in reversed(list(pieces)))

        push(_without_twins(children), target, depth)
        while stack:
            piece, parent, level = stack.pop()
            match piece:
                case str():
                    parent.children.append(piece)
                case _Whole():
                    parent.children.append(piece.element)
                case _Open():
                    parent.children.append(piece.element)
                    push(_without_twins(piece.children), piece.element, level + 1)
                case Element():
                    push(self._pieces(piece, level), parent, level)
        return target

    def _pieces(self, node: Element, level: int) -> _Pieces:
        """Return what stands for an element of the old tree."""
        tag = _SAME.get(node.tag, node.tag)
        match tag:
            case "script":
                return self._script(node)
            case "svg":
                self.remarks.append("a drawing in the text (svg)")
                return []
            case "img" | "amp-img":
                return self._picture(node, node.attributes.get("data-sitegen-caption", ""))
            case "picture":
                image = node.find("img")
                return self._picture(image, "") if image is not None else []
            case "figure":
                return self._figure(node, level)
            case "iframe" | "embed" | "object" | "video" | "audio" | "amp-youtube":
                return self._frame(tag, node, level)
            case "sitegen-embed":
                return self._embed(node.attributes.get("href", ""), node, level)
            case "sitegen-gallery":
                return self._gallery(node, level)
            case "sitegen-mark":
                return [_Whole(Element(NOTE_MARK, {"n": node.attributes.get("n", "1")}))]
            case "sitegen-footnote":
                return self._box(FOOTNOTE, node.children, level, n=node.attributes.get("n", "1"))
        if tag in _NOT_READ:
            return []
        if node.classes & _GALLERIES and len([e for e in node.walk() if e.tag == "img"]) > 1:
            return self._gallery(node, level)
        for name in (FACT, NOTE):
            if name in node.classes:
                return self._box(name, node.children, level, title=node.attributes.get("title", ""))
        if level < _DEEPEST and (tag in BLOCKS or tag in PHRASES):
            return self._kept(tag, node)
        return self._fallen(tag, node)

    def _kept(self, tag: str, node: Element) -> _Pieces:
        attributes = {
            name: value
            for name, value in node.attributes.items()
            if name in _ATTRIBUTES.get(tag, ())
            or (name == "lang" and value)
            or (name == "id" and tag in HEADINGS and _IDS.fullmatch(value))
        }
        if tag == "a":
            return self._link(node, attributes)
        if tag == "span" and not attributes:
            return [*node.children]
        if tag in ("td", "th"):
            _align(node, attributes)
        return [_Open(Element(tag, attributes), node.children)]

    def _link(self, node: Element, attributes: dict[str, str]) -> _Pieces:
        address = attributes.pop("href", "").strip()
        id_ = attributes.pop("id", "") or node.attributes.get("name", "")
        image = node.find("img", "amp-img")
        is_bare = not node.text().strip()
        if image is not None and is_bare and _is_own_picture(node, image):
            return [*node.children]
        to = self._uses.link(address) if address else ""
        if to:
            return [_Open(Element("a", {"href": to, **attributes}), node.children)]
        if id_ and is_bare and image is None and _IDS.fullmatch(id_):
            return [_Whole(Element("span", {"id": id_}))]
        return [*node.children]

    def _fallen(self, tag: str, node: Element) -> _Pieces:
        if tag == "form":
            self.remarks.append("a form")
        classes = node.attributes.get("class", "")
        if classes and _BUILDERS.search(classes):
            self.remarks.append("wrappers of a page builder")
        if tag in _WRAPPERS or tag in BLOCKS:
            return [_pause(), *node.children, _pause()]
        return [*node.children]

    def _script(self, node: Element) -> _Pieces:
        source = node.attributes.get("src", "")
        gist = re.match(r"(https://gist\.github\.com/[^?#]+?)\.js", source)
        if gist:
            return [_embed_of(gist[1], embed_title(gist[1]))]
        try:
            host = urlsplit(source).hostname if source else ""
        except ValueError:
            host = ""
        self.remarks.append(f"a script of {host}" if host else "a script")
        return []

    # Pictures

    def _picture(self, node: Element, caption: str) -> _Pieces:
        """Return an <img> as the site's picture, or as a link to what is not here."""
        attributes = node.attributes
        addresses = _addresses(attributes)
        alt = attributes.get("alt")
        if not addresses or _SMILEY.search(addresses[0]):
            is_sign = _SMILEY.search(attributes.get("src", "")) is not None
            return [alt] if alt and is_sign else []
        match = _WP_IMAGE.search(attributes.get("class", ""))
        key = attributes.get("data-id", "") or attributes.get("data-attachment-id", "")
        found = self._uses.picture(addresses, match[1] if match else key)
        caption = caption or attributes.get("data-caption", "")
        if found is not None and "data-sitegen-words" not in attributes:
            found = replace(found, caption="")  # which is shown in galleries alone
        if found is None:
            return _link_to_lost(addresses[0], alt, caption)
        return [_Whole(_picture_of(found, alt, caption, attributes))]

    def _figure(self, node: Element, level: int) -> _Pieces:
        images = [e for e in node.walk() if e.tag in ("img", "amp-img")]
        captions = [e for e in node.walk() if e.tag == "figcaption"]
        if node.classes & {"wp-block-pullquote", PULL}:
            return self._pull(node, level)
        if len(images) > 1:
            return self._gallery(node, level)
        inner = node.find("iframe", "embed", "object", "video", "audio", "sitegen-embed")
        if inner is not None and not images:
            made = self._pieces(inner, level)
            if made and isinstance(made[0], _Open) and made[0].element.tag == EMBED:
                words = [child for caption in captions for child in caption.children]
                return [_Open(made[0].element, words or made[0].children)]
        own_words = _letters(node) - sum(_letters(caption) for caption in captions)
        holds_more = inner is not None or node.find("table", "pre", "blockquote") is not None
        if not images or own_words or holds_more:
            return [_pause(), *_caption_last(node), _pause()]
        return self._one_picture(node, images[0], captions)

    def _one_picture(self, node: Element, image: Element, captions: list[Element]) -> _Pieces:
        """Return a figure that is one picture with its caption."""
        caption = " ".join(filter(None, map(self._phrase, captions)))
        link = next((e for e in node.walk() if e.tag == "a" and image in e.walk()), None)
        address = link.attributes.get("href", "").strip() if link is not None else ""
        is_own = link is None or not address or _is_own_picture(link, image)
        made = self._picture(image, caption)
        first = made[0] if made else None
        is_here = isinstance(first, _Whole) and first.element.tag == PICTURE
        to = self._uses.link(address) if is_here and not is_own else ""
        if to and isinstance(first, _Whole):
            words = first.element.attributes.pop("caption", "")
            linked = Element("p", {}, [Element("a", {"href": to}, [first.element])])
            made = [_Whole(linked)]
            if words:
                made.append(_Whole(Element("p", {}, parse(words).children)))
        return [_pause(), *made, _pause()]

    def _phrase(self, element: Element) -> str:
        """Return the words of a caption as HTML whose links are the site's."""
        made = self.fill(element.children, Element("figcaption"))
        pieces: list[str] = []
        for child in made.children:
            is_block = isinstance(child, Element) and child.tag in BLOCKS
            inner = child.children if isinstance(child, Element) and child.tag == "p" else [child]
            pieces += [" "] if is_block else []
            pieces += [
                " " if isinstance(each, Element) and each.tag in ("br", BREAK) else to_html(each)
                for each in inner
            ]
            pieces += [" "] if is_block else []
        return re.sub(r"\s+", " ", "".join(pieces)).strip()

    def _gallery(self, node: Element, _level: int) -> _Pieces:
        gallery = Element(GALLERY)
        title = " ".join(node.attributes.get("title", "").split())
        if title:
            gallery.attributes["title"] = title
        rest: _Pieces = []
        for image, caption in _gallery_parts(node):
            for piece in self._picture(image, self._phrase(caption) if caption else ""):
                if isinstance(piece, _Whole) and piece.element.tag == PICTURE:
                    gallery.children.append(piece.element)
                else:
                    rest.append(piece)
            if rest:
                rest.append(_pause())
        heading = next(
            (c for c in node.children if isinstance(c, Element) and c.tag == "figcaption"), None
        )
        if heading is not None:
            rest += [_pause(), *heading.children]
        if not gallery.children:
            return [_pause(), *rest, _pause()]
        row = gallery if len(gallery.children) > 1 else gallery.children[0]
        assert isinstance(row, Element)
        return [_pause(), _Whole(row), _pause(), *rest, _pause()]

    # Films, posts, quotations, boxes

    def _frame(self, tag: str, node: Element, level: int) -> _Pieces:
        attributes = node.attributes
        address = next(
            filter(None, (attributes.get(name, "") for name in ("src", "data-src", "data"))), ""
        )
        if tag == "amp-youtube":
            address = f"https://www.youtube.com/watch?v={attributes.get('data-videoid', '')}"
        for each in node.walk() if not address else ():
            if each.tag in ("source", "embed"):
                address = address or each.attributes.get("src", "")
            elif each.tag == "param" and each.attributes.get("name") in ("movie", "src"):
                address = address or each.attributes.get("value", "")
        return self._embed(address, node, level)

    def _embed(self, address: str, node: Element, level: int) -> _Pieces:
        address = opened(address)
        title = " ".join(node.attributes.get("title", "").split())
        # Within an object stands the same film once more, for browsers that do not know one.
        words = [
            each
            for each in (node.children if node.tag in (EMBED, "object") else [])
            if isinstance(each, str) or each.tag not in ("embed", "object", "iframe")
        ]
        inside, behind = (words, []) if level < _DEEPEST else ([], words)
        path = address.partition("?")[0].lower()
        if _RECORDING.search(path):
            file = self._uses.media(address)
            if file:
                return [_embed_of(file, title or embed_title(""), inside), *behind]
        to = self._uses.link(address) if address else ""
        if to == address and is_web_address(address):
            return [_embed_of(address, title or embed_title(address), inside), *behind]
        # A page of the paper itself, or an address that nobody can open: no card of another site.
        shown: Node | _Open = title or address
        if to:
            shown = _Open(Element("a", {"href": to}), [title or address])
        return [_pause(), *([shown] if address else []), _pause(), *words, _pause()]

    def _pull(self, node: Element, level: int) -> _Pieces:
        cites = [e for e in node.walk() if e.tag in ("cite", "figcaption")]
        by = " ".join(" ".join(each.text() for each in cites).split())
        for element in node.walk():
            element.children = [c for c in element.children if c not in cites]
        quote = node.find("blockquote")
        return self._box(PULL, (quote or node).children, level, by=by)

    def _box(self, name: str, children: Sequence[Node], level: int, **attributes: str) -> _Pieces:
        if level >= _DEEPEST:
            return [_pause(), *children, _pause()]
        box = Element(name, {key: value for key, value in attributes.items() if value})
        return [_Open(box, children)]


def _pause() -> _Whole:
    return _Whole(Element(BREAK))


def _letters(element: Element) -> int:
    return len("".join(element.text().split()))


def _without_twins(children: Sequence[Node]) -> list[Node]:
    """Leave out what browsers without scripts are shown in place of a lazy picture or frame."""
    kept: list[Node] = []
    before = ""
    for child in children:
        if isinstance(child, Element):
            is_twin = child.tag == "noscript" and before in ("img", "iframe", "picture")
            before = child.tag
            if is_twin and child.find("img", "iframe") is not None:
                continue
        kept.append(child)
    return kept


def _is_own_picture(link: Element, image: Element) -> bool:
    """Say whether a picture's link leads to the same picture, or to the page around it.

    The larger one that it leads to is noted in the picture.
    """
    address = link.attributes.get("href", "").strip()
    path = address.partition("?")[0]
    if re.search(r"\.(?:jpe?g|png|gif|webp|avif|heic)$", path.lower()):
        own = image.attributes.get("src", "").partition("?")[0]
        if own.startswith("data:") or not own or full_size(own) == full_size(path):
            image.attributes.setdefault("data-full-url", address)
            return True
        return False
    return "attachment_id=" in address or "attachment" in link.attributes.get("rel", "").split()


def full_size(path: str) -> str:
    """Return the name that all sizes of a picture share: "hall" for "/2019/hall-300x200.jpg"."""
    stem = path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2]
    return re.sub(r"-\d+x\d+$|-scaled$|-rotated$|-e\d{13}(?=-|$)", "", stem).lower()


def _align(node: Element, attributes: dict[str, str]) -> None:
    align = attributes.pop("align", "").lower()
    style = f"{node.attributes.get('style', '')} {node.attributes.get('class', '')}"
    match = re.search(r"text-align(?::\s*|-)(left|right|center)", style)
    align = match[1] if match else align
    if align in ("left", "right", "center"):
        attributes["align"] = align


def _addresses(attributes: dict[str, str]) -> tuple[str, ...]:
    """Return where a picture may be had, the largest first."""
    wide: list[tuple[float, str]] = []
    for name in ("srcset", "data-srcset", "data-lazy-srcset"):
        for part in re.split(r",\s+", attributes.get(name, "")):
            address, _, size = part.strip().partition(" ")
            number = re.match(r"\d+(?:\.\d+)?", size.strip())
            if address:
                wide.append((float(number[0]) if number else 1.0, address))
    largest = [address for _width, address in sorted(wide, reverse=True)]
    full = [attributes.get(name, "") for name in _FULL]
    lazy = [attributes.get(name, "") for name in _LAZY]
    candidates = [*full, attributes.get("src", ""), *lazy, *largest]
    return tuple(dict.fromkeys(a.strip() for a in candidates if not _NO_PICTURE.search(a.strip())))


def _picture_of(
    found: FoundPicture, alt: str | None, caption: str, attributes: dict[str, str]
) -> Element:
    made = {"src": found.target}
    said = alt or found.alt
    if said is not None and said.strip():
        made["alt"] = " ".join(said.split())
    words = (caption or found.caption).strip()
    if words:
        made["caption"] = _caption_words(words) if "<" in words else words
    if found.credit.strip():
        made["credit"] = " ".join(found.credit.split())
    if whole_number(attributes.get("width", ""), _SMALL) < _SMALL:
        made["small"] = "1"
    return Element(PICTURE, made)


def _caption_words(html: str) -> str:
    """Return a caption with what one may hold: emphasis and links."""
    root = parse(html)
    stack: list[Element] = [root]
    while stack:
        element = stack.pop()
        kept: list[Node] = []
        todo = list(reversed(element.children))
        while todo:
            child = todo.pop()
            if isinstance(child, str) or child.tag in _IN_CAPTIONS:
                kept.append(child)
            else:
                todo.extend(reversed([*child.children, " "] if child.tag in BLOCKS else
                                     child.children))  # fmt: skip
        element.children = kept
        stack.extend(child for child in kept if isinstance(child, Element))
    return "".join(map(to_html, root.children)).strip()


def _link_to_lost(address: str, alt: str | None, caption: str) -> _Pieces:
    """Return words that lead to a picture that is not here."""
    name = re.sub(r"[?#].*", "", address).rpartition("/")[2]
    words = " ".join((alt or "").split()) or name or "Picture"
    link = Element("a", {"href": address}, [words]) if is_web_address(address) else None
    pieces: _Pieces = [_Whole(link)] if link is not None else [words]
    if caption.strip():
        pieces += [
            " – ",
            *(c if isinstance(c, str) else _Whole(c) for c in parse(caption).children),
        ]
    return pieces


def _embed_of(address: str, title: str, words: Sequence[Node] = ()) -> _Open:
    return _Open(Element(EMBED, {"href": address, "title": title}), words)


def _caption_last(figure: Element) -> list[Node]:
    """Return what stands in a figure, with its caption as a paragraph behind it."""
    captions = [c for c in figure.children if isinstance(c, Element) and c.tag == "figcaption"]
    rest = [c for c in figure.children if c not in captions]
    return [*rest, *(Element("p", {}, each.children) for each in captions)]


def _gallery_parts(node: Element) -> list[tuple[Element, Element | None]]:
    """Return the pictures of a gallery in their order, each with its own caption."""
    captions: dict[int, Element | None] = {}
    for figure in node.walk():
        is_item = figure.tag in ("figure", "li", "dl") or "gallery-item" in figure.classes
        if figure is node or not is_item:
            continue
        images = [e for e in figure.walk() if e.tag in ("img", "amp-img")]
        if len(images) == 1:
            captions[id(images[0])] = figure.find("figcaption", "dd")
    return [
        (image, captions.get(id(image))) for image in node.walk() if image.tag in ("img", "amp-img")
    ]
