"""What the watcher ignores: files that editors and tools leave beside those of a site."""

from __future__ import annotations

import re
from functools import cache

# Written beside a story by those who edit it, and never part of a site. In this order:
# vim's trial file, vim, Emacs, JetBrains, GNOME and KDE, LibreOffice and Word, browsers'
# and macOS's drafts of a save, what the Finder and Explorer leave, and other tools' folders.
_LITTER = re.compile(
    r"""4913 | .*~ | \..*\.sw[a-z] | .*\.sw[op] | \.?\#.* | .*___jb_(tmp|old)___
    | \.goutputstream-.* | .*\.kate-swp | \.~lock\..* | ~\$.* | .*\.crswap
    | .*\.sb-[0-9a-f]{8}-\w{6} | \.DS_Store | \._.* | Thumbs\.db | desktop\.ini
    | \.git | \.hg | \.svn | __pycache__ | \.sitegen_cache""",
    re.VERBOSE | re.IGNORECASE,
)


@cache  # the names of a site are asked about at every look
def is_litter(name: str) -> bool:
    """Say whether a file or folder of this name is an editor's or a tool's, not the site's."""
    return _LITTER.fullmatch(name) is not None
