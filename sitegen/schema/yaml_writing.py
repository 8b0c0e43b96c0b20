"""Writing YAML: lines that hints ask for, sure to mean what they shall mean when typed."""

from __future__ import annotations

from sitegen.core.patterns import late_pattern

# What may stand without quotes. Commas and brackets part the items of a list between brackets.
_PLAIN = late_pattern(r"[^\W_][^\n]*|/[^\n]*|_[^\n]*|[-+.][\w./][^\n]*")
_MEANS_MORE = late_pattern(r":(?:\s|$)|\s#|^\s|\s$|[\x00-\x1f\x7f]")
_PARTS_ITEMS = late_pattern(r"[,\[\]{}]")
_APOSTROPHE = late_pattern(r"(?<=\w)['’](?=\w)")
CURLY_PAIRS = {"“": "”", "„": "“”", "‘": "’", "«": "»", "‹": "›", "”": "”", "‟": "”"}


def as_yaml(value: object, *, in_list: bool = False) -> str:
    """Return a value as it is written on one line.

    Args:
        value: a text, None, or a list or table of such values.
        in_list: it stands between brackets.
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return f"[{', '.join(as_yaml(item, in_list=True) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{key}: {as_yaml(item, in_list=True)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    text = str(value)
    if (
        not text
        or _PLAIN.fullmatch(text) is None
        or _MEANS_MORE.search(text)
        or (in_list and _PARTS_ITEMS.search(text))
    ):
        return in_quotes(text)
    return text


def in_quotes(text: str) -> str:
    """Return a text in the quotes that need the fewest signs: "…", '…' or "…\\"…"."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def without_quotes(text: str) -> str:
    """Take off the quotes around a text, straight or curly, if they are a pair around it all.

    "'The Mayor's plan'" gives "The Mayor's plan"; "'No,' he says, 'never'" stays.
    """
    opening, closing = text[:1], text[-1:]
    if len(text) < 3:
        return text
    if opening in CURLY_PAIRS and closing in CURLY_PAIRS[opening]:
        inner = text[1:-1]
        own = [char for char in _APOSTROPHE.sub("", inner) if char in opening + closing]
        return text if own and own[0] == closing else inner
    if opening not in "'\"" or opening != closing:
        return text
    inner = _APOSTROPHE.sub("x", text[1:-1]) if opening == "'" else text[1:-1]
    first = inner.find(opening)
    opens_another = first >= 0 and (first == 0 or inner[first - 1] in " (")
    if first < 0 or opens_another or inner.count(opening) % 2:
        return text[1:-1]
    return text
