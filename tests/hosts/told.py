"""All that hosts are told of one site, as it is kept in tests/hosts/told/.

python -m tests.hosts.told     # writes it anew, after a change that was meant
"""

from __future__ import annotations

from pathlib import Path

from sitegen.hosts import HOSTS, ci_file, host_files
from sitegen.model.documents import Redirect

FOLDER = Path(__file__).parent / "told"
_REDIRECTS = (
    Redirect("/old/", "/paper/news/vote/"),
    Redirect("/tin tức/:a/*/", "/tin-t%E1%BB%A9c/?a=b#c", 302),
    Redirect("/a/", "/n/", query="p=1&x=b%20*"),
    Redirect("/", "/one/", query="p=12"),
    Redirect("/", "/$two/", query="p=13"),
    Redirect("/index.php", "/n/", query="option=com_content&view=article&id=55:a-slug-with-words"),
    Redirect("/", "/c/", query='x[y]="; z'),
)
_FEEDS = {"feeds/wire.xml": "application/atom+xml; charset=utf-8"}
_ACTIVE = (
    "content/news/map one.html", "content/news/data/index.html", "content/news/plan.htm",
    "content/news/feed.XML",
)  # fmt: skip


def told(host: str) -> dict[str, str]:
    """Return what a host reads of the site, and what builds it there, by file."""
    site = ("https://gazette.org:8443/paper", _REDIRECTS, _FEEDS, (), 0, _ACTIVE)
    return {file.file: file.text for file in (*host_files(host, *site)[0], ci_file(host)) if file}


if __name__ == "__main__":
    for name in HOSTS:
        for file, text in told(name).items():
            target = FOLDER / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
