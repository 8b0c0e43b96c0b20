"""What a search index holds, as tests read it."""

from __future__ import annotations

import gzip
import json
from typing import Any

from tests.conftest import Built


def pages(built: Built) -> dict[str, dict[str, Any]]:
    """Return, by title, what the index holds of each page that can be found."""
    found = {}
    for file, data in built.tree.items():
        if file.endswith(".pf_fragment"):
            page = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
            if "title" in page["meta"]:
                found[page["meta"]["title"]] = {**page, "shown": json.loads(page["url"])}
    return found


def parts(built: Built) -> dict[str, str]:
    """Return the folder of each part that the listing names, by the part's name."""
    urls = [part["url"] for part in json.loads(built["search/index.json"])["parts"]]
    return {url.split("/")[-2].split(".")[0]: url.strip("/") for url in urls}
