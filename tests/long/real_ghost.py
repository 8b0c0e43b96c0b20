"""A real Ghost: posts are written into it, exported, moved in, and compared with what it shows.

Run by hand, beside a Ghost that is set up in its folder and nowhere else:

    npm pack ghost@5.130.6 && tar xzf ghost-5.130.6.tgz && cd package
    npm pkg delete devDependencies
    npm install --omit=dev --ignore-scripts --legacy-peer-deps
    npm rebuild sqlite3 --build-from-source --nodedir=/usr --ignore-scripts=false
    cd SITEGEN && .venv/bin/python -m tests.long.real_ghost FOLDER/package

It takes half a minute beside the installation, listens on 127.0.0.1 only, and ends the server
that it began.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from sitegen.cli.main import main
from tests.conftest import Site
from tests.importers.ghost_forms import lexical, paragraph, text
from tests.importers.test_ghost import CARDS

PORT = 2371
ADDRESS = f"http://127.0.0.1:{PORT}"
SECRET = "qxsecret"
PASSWORD = f"{SECRET}-0123456789"


def run(package: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        server = _begin(package, content)
        try:
            shown, export = _written(_admin())
        finally:
            server.terminate()
            server.wait(30)
        file = content / "export.json"
        file.write_text(json.dumps(export), "utf-8")
        into = content / "paper"
        main(["import", "ghost", str(file), "--into", str(into)])
        _compare(Site(into), shown)


def _begin(package: Path, content: Path) -> subprocess.Popen[bytes]:
    for name in ("data", "images", "logs", "settings", "files", "media", "public"):
        (content / name).mkdir()
    shutil.copytree(package / "content/themes", content / "themes")
    settings = {
        "url": ADDRESS,
        "server__host": "127.0.0.1",
        "server__port": str(PORT),
        "database__client": "sqlite3",
        "database__connection__filename": str(content / "data/ghost.db"),
        "mail__transport": "stub",
        "paths__contentPath": f"{content}/",
        "security__staffDeviceVerification": "false",
        "privacy__useUpdateCheck": "false",
        "NODE_ENV": "development",
    }
    server = subprocess.Popen(
        ["node", "index.js"], cwd=package, env={**os.environ, **settings},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(240):
        time.sleep(0.5)
        try:
            if httpx.get(f"{ADDRESS}/ghost/api/admin/site/", timeout=5).status_code == 200:
                return server
        except httpx.HTTPError:
            continue
    server.terminate()
    raise SystemExit("Ghost did not answer")


def _admin() -> httpx.Client:
    client = httpx.Client(
        base_url=f"{ADDRESS}/ghost/api/admin/", timeout=60, headers={"Origin": ADDRESS}
    )
    owner = {"name": "Mai Trần", "email": f"{SECRET}@paper.example", "password": PASSWORD,
             "blogTitle": "The Sample Gazette"}  # fmt: skip
    client.post("authentication/setup/", json={"setup": [owner]}).raise_for_status()
    login = {"username": owner["email"], "password": PASSWORD}
    client.post("session/", json=login).raise_for_status()
    return client


def _written(client: httpx.Client) -> tuple[dict[str, dict[str, Any]], Any]:
    """Write posts; return those that everybody may read, as Ghost shows them, and the export."""
    posts: list[dict[str, Any]] = [
        {"title": f"Card {name}", "status": "published", "tags": ["City Hall", "#qxinternal"],
         "lexical": lexical(paragraph("Before ", text("strong", 1), "."),
                            {"version": 1, **card}, paragraph("After."))}
        for name, (card, _markdown) in CARDS.items()
    ]  # fmt: skip
    secret = lexical(paragraph(SECRET))
    posts += [
        {"title": SECRET, "status": "published", "visibility": "members", "lexical": secret},
        {"title": "A draft", "status": "draft", "lexical": lexical(paragraph("Not yet."))},
        {"title": "Later", "status": "scheduled", "published_at": "2036-01-01T00:00:00.000Z",
         "lexical": lexical(paragraph("Later."))},
    ]  # fmt: skip
    shown = {}
    for post in posts:
        answer = client.post("posts/?formats=html", json={"posts": [post]})
        if answer.status_code >= 400:
            raise SystemExit(f"{post['title']}: {answer.text[:500]}")
        made = answer.json()["posts"][0]
        if made["status"] == "published" and made["visibility"] == "public":
            shown[made["id"]] = made
    page = {"title": "About", "status": "published", "lexical": lexical(paragraph("Of us."))}
    client.post("pages/", json={"pages": [page]}).raise_for_status()
    export = client.get("db/")
    export.raise_for_status()
    return shown, export.json()


def _compare(site: Site, shown: dict[str, dict[str, Any]]) -> None:
    report = json.loads(site.read("import-report.json"))
    stories = {item["key"]: item for item in report["items"] if item["kind"] == "post"}
    missing = [post["title"] for id_, post in shown.items() if f"ghost-{id_}" not in stories]
    assert missing == [], missing
    built = site.build(datetime.now(UTC).isoformat())
    for id_, post in shown.items():
        story = site.read(stories[f"ghost-{id_}"]["to"])
        assert f"guid: {id_}" in story, post["title"]
        assert "Before **strong**." in story, post["title"]
        assert story.rstrip().endswith("After."), post["title"]
        assert f"{post['slug']}/index.html" in built.tree, post["title"]
    for file in site.root.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        assert SECRET.encode() not in data, file
        assert b"qxinternal" not in data, file
    print(json.dumps(report["sums"], indent=1))
    print(f"{len(shown)} posts of Ghost's are stories, word for word.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the folder in which Ghost was installed")
    run(parser.parse_args().package.resolve())
