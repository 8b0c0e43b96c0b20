"""Comments: what an editor writes for other editors never hides the text behind it.

By the rules of Markdown all of a line that begins with a comment is HTML, the text behind
the comment too. Comments are not published, so such a line is read as if it began there.
"""

from __future__ import annotations

import re

_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COMMENT = re.compile(r" {0,3}<!--(?!-?>)")


def uncover(text: str) -> str:
    """Return `text` without comments that begin a line on whose last line other text stands.

    A comment over several lines leaves its line ends, so that all else keeps its line.
    """
    output: list[str] = []
    fence, position, size = "", 0, len(text)
    while position < size:
        line_end = text.find("\n", position)
        line_end = size if line_end < 0 else line_end
        code = _CODE.match(text, position, line_end)
        if code is not None and (not fence or code[1].startswith(fence)):
            fence = "" if fence else code[1]
        elif not fence and _COMMENT.match(text, position, line_end):
            end = text.find("-->", position) + 3
            if end < 3:
                break
            line_end = text.find("\n", end)
            line_end = size if line_end < 0 else line_end
            words = text[end:line_end].lstrip(" \t")
            if words:
                text_before = text[position:end]
                output.append("\n" * text_before.count("\n"))
                position = line_end - len(words)
                continue
        output.append(text[position : line_end + 1])
        position = line_end + 1
    return "".join(output) + text[position:]
