"""A real WordPress: a paper is written into it, exported, moved in, and compared word by word.

Run by hand, where these are installed:

    apt-get install --no-install-recommends php-cli php-mysql php-gd php-xml php-mbstring \\
        mariadb-server-core mariadb-client-core
    apt-get download wordpress && dpkg -x wordpress_*.deb unpacked
    .venv/bin/python -m tests.long.real_wordpress unpacked/usr/share/wordpress

It takes a minute, has a database of its own behind a socket in a temporary folder, reaches no
network, and ends the server that it began.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sitegen.cli.main import main
from sitegen.markdown.browser_tree import parse
from tests.conftest import Site

SECRET = b"qxsecret"
NOW = "2026-11-27T12:00:00-06:00"


def run(wordpress: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        server = _begin(work)
        try:
            shown = _written(wordpress, work)
        finally:
            server.terminate()
            server.wait(60)
        into = work / "paper"
        uploads = work / "wordpress/wp-content/uploads"
        main(["import", "wordpress", str(work / "export.xml"), "--into", str(into),
              "--media", str(uploads), "--now", NOW])  # fmt: skip
        _compare(Site(into), shown)


def _begin(work: Path) -> subprocess.Popen[bytes]:
    data, socket = work / "data", work / "db.sock"
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}",
         "--auth-root-authentication-method=normal"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = subprocess.Popen(
        ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}",
         "--skip-networking", "--user=root", f"--pid-file={work}/db.pid"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(120):
        time.sleep(0.5)
        made = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={socket}", "-uroot", "-e",
             "CREATE DATABASE paper CHARACTER SET utf8mb4"],
            capture_output=True,
        )  # fmt: skip
        if made.returncode == 0:
            return server
    server.terminate()
    raise SystemExit("MariaDB did not answer")


def _written(wordpress: Path, work: Path) -> dict[str, dict[str, Any]]:
    """Write the paper and export it; return what readers see of it, by the posts' numbers."""
    copy = work / "wordpress"
    shutil.copytree(wordpress, copy, symlinks=True)
    (copy / "wp-config.php").write_text(
        "<?php\n"
        "define('DB_NAME', 'paper'); define('DB_USER', 'root'); define('DB_PASSWORD', '');\n"
        f"define('DB_HOST', 'localhost:{work}/db.sock'); define('DB_CHARSET', 'utf8mb4');\n"
        "define('DB_COLLATE', ''); define('WP_HTTP_BLOCK_EXTERNAL', true);\n"
        "define('DISABLE_WP_CRON', true);\n"
        "$table_prefix = 'wp_';\n"
        "if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }\n"
        "require_once ABSPATH . 'wp-settings.php';\n"
    )
    script = Path(__file__).with_suffix(".php")
    told = subprocess.run(
        ["php", "-d", "error_reporting=E_ALL & ~E_DEPRECATED", "-d", "display_errors=stderr",
         str(script), str(work)],
        env={**os.environ, "WORDPRESS": str(copy)}, capture_output=True, text=True,
    )  # fmt: skip
    if not (work / "shown.json").is_file():
        raise SystemExit(f"WordPress did not export: {told.stdout[-2000:]}{told.stderr[-2000:]}")
    shown: dict[str, dict[str, Any]] = json.loads((work / "shown.json").read_text("utf-8"))
    return shown


def _words(html: str) -> list[str]:
    html = re.sub(r"<(?:style|script|svg|template)\b.*?</(?:style|script|svg|template)>", " ",
                  html, flags=re.DOTALL)  # fmt: skip
    html = re.sub(r"</?(?:p|li|td|th|div|h\d|br|dt|dd|figcaption|cite|pre)\b[^>]*>", " ", html)
    return re.findall(r"\w+", unescape(parse(html).text()))


def _compare(site: Site, shown: dict[str, dict[str, Any]]) -> None:
    report = json.loads(site.read("import-report.json"))
    pieces = {i["key"]: i for i in report["items"] if i["kind"] in ("post", "page", "type")}
    built = site.build(NOW)
    people = {f.stem: f.read_text("utf-8") for f in (site.root / "content/authors").glob("*.md")}
    lost = 0
    for number, post in shown.items():
        text = site.read(pieces[f"wp-{number}"]["to"])
        at = datetime.fromisoformat(post["at"]).astimezone()
        if post["type"] != "page":
            assert f"published: {_local(at)}" in text, (post, text)
            author = re.search(r"authors: \[([\w-]+)\]", text)
            assert author is not None, post["title"]
            assert f"name: {post['author']}" in people[author[1]], post["title"]
        path = unquote(post["address"]).removeprefix("https://old.example.net").strip("/")
        assert f"{path}/index.html" in built.tree, path
        page = built.tree[f"{_path(pieces[f'wp-{number}']['to'], text)}/index.html"].decode()
        assert post["title"] in " ".join(parse(page).text().split()), post["title"]
        missing = list(_words(post["html"]))
        for word in _words(page):
            if word in missing:
                missing.remove(word)
        lost += len(missing)
        if missing:
            print(f"{post['title']}: {' '.join(missing)}")
    for file in site.root.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        assert SECRET not in data, file
        assert b"192.0.2.77" not in data, file
    print(json.dumps(report["sums"], indent=1))
    total = sum(len(_words(post["html"])) for post in shown.values())
    print(f"{len(shown)} pieces of WordPress's are here; of {total} words {lost} are missing.")


def _local(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('America/Chicago')):%Y-%m-%d %H:%M}"


def _path(file: str, text: str) -> str:
    slug = re.search(r"^slug: (\S+)", text, re.MULTILINE)
    parts = file.removesuffix(".md").split("/")
    name = slug[1] if slug else parts[-1]
    return name if parts[1] == "pages" else f"{parts[1]}/{name}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wordpress", type=Path, help="the folder that WordPress was unpacked to")
    run(parser.parse_args().wordpress.resolve())
