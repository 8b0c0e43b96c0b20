"""The preview can be searched: what it shows, drafts included, and nothing of it on the disk."""

from __future__ import annotations

import gzip
import json
from typing import Any

from tests.conftest import Site
from tests.preview.previewing import PATIENCE, Served, served


def found(preview: Served) -> tuple[dict[str, Any], str]:
    """Wait for the index; return its listing and all that is in it."""
    index = preview.running._preview.index
    assert index.wait(PATIENCE)
    value: dict[str, Any] = json.loads(preview.get("/search/index.json").body)
    assert value["whole"]
    fragments = [data for file, data in index._files.items() if file.endswith(".pf_fragment")]
    return value, "\n".join(gzip.decompress(data).decode() for data in fragments)


def test_drafts_are_found_in_a_preview_of_drafts_and_stay_in_memory(site: Site) -> None:
    """Who works on a draft looks for it; what readers get must not know of it."""
    site.setting("search = true")
    site.story("content/news/vote.md", title="Sample vote", body="The first text.")
    site.story("content/news/plan.md", title="Sample plan", draft="true", body="A qxdraft.")
    with served(site.root, drafts=True) as preview:
        value, texts = found(preview)
        assert "qxdraft" in texts
        assert preview.get(f"{value['parts'][-1]['url']}pagefind-entry.json").status == 200
        script = preview.get(f"{value['engine']}pagefind.js")
        assert script.headers["Content-Type"].startswith("text/javascript")

        site.story("content/news/vote.md", title="Sample vote", body="The second text.")
        tab = preview.tab("/news/vote/")
        while tab.hear()["do"] != "reload":
            pass
        _, texts = found(preview)

        assert "The second text." in texts
        assert "The first text." not in texts
    assert not (site.root / "output/static").exists()
    with served(site.root) as preview:
        assert "qxdraft" not in found(preview)[1]


def test_a_preview_without_search_has_no_index(site: Site) -> None:
    site.story()
    with served(site.root) as preview:
        assert preview.get("/search/index.json").status == 404
