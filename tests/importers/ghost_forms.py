"""An export of Ghost, written for tests: each feature once, and nothing of anybody's paper."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SECRET = "qxsecret"


def post(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"{number:024x}",
        "title": f"Sample {number}",
        "slug": f"sample-{number}",
        "status": "published",
        "visibility": "public",
        "type": "post",
        "published_at": f"2024-05-{number:02}T09:00:00.000Z",
        "created_at": "2024-05-01T09:00:00.000Z",
        "updated_at": f"2024-05-{number:02}T09:00:00.000Z",
        "featured": 0,
        **fields,
    }


def lexical(*nodes: Mapping[str, Any]) -> str:
    return json.dumps({"root": {"type": "root", "children": list(nodes)}})


def paragraph(*children: Mapping[str, Any] | str) -> dict[str, Any]:
    inner = [text(child) if isinstance(child, str) else child for child in children]
    return {"type": "paragraph", "children": inner}


def text(words: str, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": bits}


def mobiledoc(sections: list[Any], **parts: Any) -> str:
    return json.dumps({"version": "0.3.1", "atoms": [], "cards": [], "markups": [], **parts,
                       "sections": sections})  # fmt: skip


def export(posts: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> dict[str, Any]:
    """Return an export with two writers, three tags and secrets in each place that has some."""
    data = {
        "posts": posts,
        "users": [
            {"id": "u1", "name": "Mai Trần", "slug": "mai-tran", "email": f"{SECRET}@a.example",
             "password": f"$2b$10${SECRET}", "bio": "Writes samples.", "twitter": "@maitran",
             "website": "https://mai.example/"},
            {"id": "u2", "name": "ana@paper.example", "slug": "ana", "email": "x@b.example",
             "password": SECRET},
        ],
        "tags": [
            {"id": "t1", "name": "City Hall", "slug": "city-hall", "visibility": "public",
             "description": "What the council does."},
            {"id": "t2", "name": "Floods", "slug": "floods", "visibility": "public"},
            {"id": "t3", "name": "#qxinternal", "slug": "hash-qxinternal",
             "visibility": "internal"},
        ],
        "posts_tags": [],
        "posts_authors": [],
        "posts_meta": [],
        "settings": [
            {"key": "title", "value": "The Sample Gazette"},
            {"key": "description", "value": "News of samples"},
            {"key": "timezone", "value": "America/Chicago"},
            {"key": "locale", "value": "en"},
            {"key": "navigation", "value": json.dumps(
                [{"label": "City", "url": "/tag/city-hall/"}, {"label": "About", "url": "/about/"}]
            )},
            {"key": "stripe_secret_key", "value": f"sk_{SECRET}"},
            {"key": "members_private_key", "value": f"-----BEGIN {SECRET}"},
        ],
        "api_keys": [{"secret": SECRET}],
        "members": [{"email": f"{SECRET}@reader.example"}],
        **tables,
    }  # fmt: skip
    return {"db": [{"meta": {"version": "5.130.6"}, "data": data}]}


def write_json(folder: Path, data: Any, name: str = "export.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(data), "utf-8")
    return file


def write_zip(folder: Path, data: Any, files: Mapping[str, bytes]) -> Path:
    file = folder / "export.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("data/export.ghost.json", json.dumps(data))
        for name, content in files.items():
            packed.writestr(name, content)
    return file
