"""Elements of HTML: which hold nothing, which may lack their end tag, which are no more.

Source: HTML Living Standard, "Elements", "Optional tags", "Obsolete features".
"""

from __future__ import annotations


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Elements without content: they have no end tag.
VOID = _names(
    """
    area base br col embed frame hr img input link meta param source track wbr basefont bgsound
    image keygen spacer
    """
)

# Elements whose end tag may be left out.
OMITTED_ENDS = _names(
    """
    p li dt dd rt rp rb rtc option optgroup thead tbody tfoot tr td th caption colgroup
    """
)

# Of these, those that only certain end tags pass over: a </span> does not end a paragraph.
STAY_OPEN = _names(
    """
    p li dt dd thead tbody tfoot tr td th caption colgroup
    """
)

# Elements whose content is letters and no tags, up to their own end tag.
LETTERS_ONLY = _names(
    """
    script style textarea title xmp iframe noembed noframes
    """
)

# Stands for the element of a directive, whichever that will be: a block like them, which
# nobody writes any more.
DIRECTIVE = "dir"

# What begins a block, and so ends the paragraph that it stands in.
ENDS_PARAGRAPH = _names(
    """
    address article aside blockquote center details dialog dir div dl fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p plaintext pre
    search section summary table ul xmp li dt dd
    """
)

# Whose end tags end what stands open in them.
ENDS_OTHERS = ENDS_PARAGRAPH | _names(
    """
    table caption thead tbody tfoot tr td th button select object template
    """
)

# The parts of a table: what each may stand in.
TABLE_PARENTS = {
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "col": frozenset({"colgroup", "table"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "tr": frozenset({"table", "thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
}
BETWEEN_CELLS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup"})
ANYWHERE = frozenset({"script", "style", "template", "form", "input"})

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# What belongs to the page around the story, or hides the rest of it.
NOT_IN_A_STORY = {
    "html": "A story is a part of a page, which has its own. Take the tag and its end out.",
    "head": "A story is a part of a page, which has its own. Take it out, with all that is in it.",
    "body": "A story is a part of a page, which has its own. Take the tag and its end out.",
    "title": "The headline stands in the front matter. Take it out.",
    "base": "It would change where every link of the page leads. Take it out.",
    "meta": "It speaks for the whole page. Take it out.",
    "frame": "Readers see nothing of it. Link to the page that it shows.",
    "frameset": "Readers see nothing of it. Link to the page that it shows.",
    "plaintext": "It shows all that follows it as letters. Put the passage between lines of ```.",
    "noframes": "Readers see nothing of its text. Take the tag and its end out.",
    "noembed": "Readers see nothing of its text. Take the tag and its end out.",
    "image": "Write <img>, or ![what it shows](file.jpg).",
}

# What HTML had once, and what is written now.
OBSOLETE = {
    "acronym": "Write <abbr>.",
    "applet": "Browsers show none any more.",
    "basefont": "Leave how text looks to the theme.",
    "bgsound": "Write ::: embed sound.mp3",
    "big": "Leave how text looks to the theme.",
    "blink": "Leave how text looks to the theme.",
    "center": 'Write <div style="text-align: center">.',
    "font": "Leave how text looks to the theme, or write <span>.",
    "keygen": "Browsers know it no more.",
    "listing": "Put the passage between lines of ```.",
    "marquee": "Text that runs cannot be read by everybody.",
    "menuitem": "Browsers know it no more.",
    "multicol": "Leave how text looks to the theme.",
    "nobr": 'Write <span style="white-space: nowrap">.',
    "param": "Browsers know it no more.",
    "rb": "Write <ruby> without it.",
    "rtc": "Write <ruby> without it.",
    "spacer": "Leave how text looks to the theme.",
    "strike": "Write ~~words~~ or <s>.",
    "tt": "Write `words` or <code>.",
    "xmp": "Put the passage between lines of ```.",
}

ELEMENTS = _names(
    """
    a abbr address area article aside audio b bdi bdo blockquote br button canvas caption cite
    code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe img input ins kbd
    label legend li link main map mark math menu meter nav noscript object ol optgroup option
    output p picture pre progress q rp rt ruby s samp script search section select slot small
    source span strong style sub summary sup svg table tbody td template textarea tfoot th thead
    time tr track u ul var video wbr
    """
)
