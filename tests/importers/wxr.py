"""Exports of WordPress, written as WordPress writes them."""

from __future__ import annotations

import json
import re
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from sitegen.cli.main import main

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
	<title>The Bayou Sample</title>
	<link>https://old.example.net</link>
	<description>All the news of the sample</description>
	<language>en-US</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>https://old.example.net</wp:base_site_url>
	<wp:base_blog_url>https://old.example.net</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def author(login: str, name: str) -> str:
    return (
        f"<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[{login}]]>"
        f"</wp:author_login><wp:author_email><![CDATA[{login}@secret.example]]></wp:author_email>"
        f"<wp:author_display_name><![CDATA[{name}]]></wp:author_display_name></wp:author>\n"
    )


def category(slug: str, name: str, parent: str = "", number: int = 0) -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename><![CDATA[{slug}]]>"
        f"</wp:category_nicename><wp:category_parent><![CDATA[{parent}]]></wp:category_parent>"
        f"<wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>\n"
    )


def cdata(text: str) -> str:
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def item(number: int, title: str = "A story", text: str = "<p>Words.</p>", **more: Any) -> str:
    """Return an entry; `more` are fields by name, terms as "domain:slug" → name, meta as a dict."""
    fields = {
        "link": f"https://old.example.net/2019/05/story-{number}/",
        "creator": "mtran",
        "guid": f"https://old.example.net/?p={number}",
        "excerpt": "",
        "date": "2019-05-04 09:30:00",
        "date_gmt": "2019-05-04 14:30:00",
        "modified": "2019-05-04 09:30:00",
        "modified_gmt": "2019-05-04 14:30:00",
        "name": f"story-{number}",
        "status": "publish",
        "parent": "0",
        "type": "post",
        "password": "",
        "sticky": "0",
        "order": "0",
        **{key: str(value) for key, value in more.items() if key not in ("terms", "meta", "raw")},
    }
    terms = "".join(
        f'<category domain="{key.partition(":")[0]}" nicename="{key.partition(":")[2]}">'
        f"{cdata(name)}</category>"
        for key, name in more.get("terms", {}).items()
    )
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}"
        "</wp:meta_value></wp:postmeta>"
        for key, value in more.get("meta", {}).items()
    )
    return f"""<item>
	<title>{cdata(title)}</title>
	<link>{escape(fields["link"])}</link>
	<pubDate>Sat, 04 May 2019 14:30:00 +0000</pubDate>
	<dc:creator>{cdata(fields["creator"])}</dc:creator>
	<guid isPermaLink="false">{escape(fields["guid"])}</guid>
	<description></description>
	<content:encoded>{cdata(text)}</content:encoded>
	<excerpt:encoded>{cdata(fields["excerpt"])}</excerpt:encoded>
	<wp:post_id>{number}</wp:post_id>
	<wp:post_date>{cdata(fields["date"])}</wp:post_date>
	<wp:post_date_gmt>{cdata(fields["date_gmt"])}</wp:post_date_gmt>
	<wp:post_modified>{cdata(fields["modified"])}</wp:post_modified>
	<wp:post_modified_gmt>{cdata(fields["modified_gmt"])}</wp:post_modified_gmt>
	<wp:post_name>{cdata(fields["name"])}</wp:post_name>
	<wp:status>{cdata(fields["status"])}</wp:status>
	<wp:post_parent>{fields["parent"]}</wp:post_parent>
	<wp:menu_order>{fields["order"]}</wp:menu_order>
	<wp:post_type>{cdata(fields["type"])}</wp:post_type>
	<wp:post_password>{cdata(fields["password"])}</wp:post_password>
	<wp:is_sticky>{fields["sticky"]}</wp:is_sticky>
	{terms}{meta}{more.get("raw", "")}
</item>
"""


def attachment(number: int, file: str, **more: Any) -> str:
    """Return a picture of the archive: `file` is "2019/05/hall.jpg"."""
    address = f"https://old.example.net/wp-content/uploads/{file}"
    raw = f"<wp:attachment_url>{cdata(address)}</wp:attachment_url>"
    fields = {"link": f"https://old.example.net/hall-{number}/", "guid": address, **more}
    return item(
        number, fields.pop("title", f"IMG_{number}"), fields.pop("text", ""), raw=raw,
        type="attachment", status=fields.pop("status", "inherit"), **fields,
    )  # fmt: skip


def export(*parts: str) -> str:
    return HEAD + "".join(parts) + TAIL


def photo(color: str, width: int = 1300, height: int = 900) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), color).save(out, "JPEG")
    return out.getvalue()


class Moved:
    """A paper that moved: what the command said, what is in its folder."""

    def __init__(self, folder: Path, status: int) -> None:
        self.folder = folder
        self.status = status
        report = folder / "import-report.json"
        self.report: dict[str, Any] = json.loads(report.read_text()) if report.exists() else {}

    @property
    def sums(self) -> dict[str, dict[str, int]]:
        sums: dict[str, dict[str, int]] = self.report["sums"]
        return sums

    def items(self, kind: str) -> list[dict[str, str]]:
        return [each for each in self.report["items"] if each["kind"] == kind]

    def item(self, key: str) -> dict[str, str]:
        pieces = ("post", "page", "type", "picture", "file")
        return next(
            each
            for each in self.report["items"]
            if each.get("key") == key and each["kind"] in pieces
        )

    def text(self, key: str) -> str:
        """Return the file of a piece."""
        return (self.folder / self.item(key)["to"]).read_text("utf-8")

    def body(self, key: str) -> str:
        return re.sub(r"\A---\n.*?\n---\n", "", self.text(key), flags=re.DOTALL).strip()

    def settings(self) -> str:
        return (self.folder / "sitegen.toml").read_text("utf-8")


def move(folder: Path, *parts: str, options: tuple[str, ...] = (), raw: bytes = b"") -> Moved:
    """Import an export of these parts into folder/site."""
    file = folder / "export.xml"
    file.write_bytes(raw or export(*parts).encode("utf-8"))
    site = folder / "site"
    status = main(
        ["import", "wordpress", str(file), "--into", str(site), "--now", "2026-11-27 12:00",
         *options]
    )  # fmt: skip
    return Moved(site, status)


def build(moved: Moved, capsys: Any) -> str:
    """Build the site; return what the build said, which must not be a problem."""
    capsys.readouterr()
    status = main(["build", "--root", str(moved.folder), "--now", "2026-11-27 12:00"])
    said = capsys.readouterr()
    assert status == 0, said.err
    return str(said.err + said.out)
