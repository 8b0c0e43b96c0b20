"""Litter: files that editors, disks and tools leave beside those of a site.

They are never part of a site: nobody publishes them, and nobody builds when they change.
"""

from __future__ import annotations

import re
from functools import cache

from sitegen.core.patterns import late_pattern

# Hidden files first, but for what a web host asks for: names with a dot or, of Emacs, with
# "#" before them. Then vim and vim's trial
# file, JetBrains, KDE, Word and LibreOffice, browsers' and macOS's drafts of a save, what
# programs put aside, what the Explorer leaves in a folder, and what Python and an unpacked
# archive of a Mac leave.
_LITTER = late_pattern(
    r"""\.(?!(?:well-known|nojekyll)\Z).* | \#.* | .*~ | .*\.sw[opx] | 4913
    | .*___jb_(tmp|old)___ | .*\.kate-swp | ~\$.* | .*\.crswap
    | .*\.sb-[0-9a-f]{8}-\w{6} | .*\.(tmp|bak)
    | Thumbs\.db | ehthumbs(_vista)?\.db | desktop\.ini | Icon\r
    | __pycache__ | __MACOSX""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@cache  # the names of a site are asked about at every look
def is_litter(name: str) -> bool:
    """Say whether a file or folder of this name is an editor's or a tool's, not the site's."""
    return _LITTER.fullmatch(name) is not None
