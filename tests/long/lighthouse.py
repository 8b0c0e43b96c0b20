"""Lighthouse's four scores of pages as a phone gets them: the median of several runs.

    npm install --prefix /tmp/lighthouse lighthouse@12
    python -m tests.long.lighthouse /tmp/lighthouse output / /news/vote/     # --runs 5

The built site is served from 127.0.0.1 with what hosts do: gzip, types, and files of
`/static/` and `/media/` that stay a year. On a busy machine the scores for speed are too low.
"""

from __future__ import annotations

import argparse
import gzip
import json
import mimetypes
import os
import subprocess
import sys
import tempfile
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SQUEEZED = (".html", ".css", ".js", ".svg", ".xml", ".json", ".txt", ".webmanifest")
LASTING = ("/static/", "/media/")
CHROMIUM = os.environ.get("SITEGEN_CHROMIUM", "/usr/bin/chromium")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, output: Path, *args: Any) -> None:
        self.output = output
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        file = self.output / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        is_there = file.is_file()
        data = file.read_bytes() if is_there else (self.output / "404.html").read_bytes()
        self.send_response(200 if is_there else 404)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_header("Content-Type", kind + ("; charset=utf-8" if "text/" in kind else ""))
        if file.suffix in SQUEEZED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        age = 365 * 24 * 3600 if path.startswith(LASTING) else 60
        self.send_header("Cache-Control", f"max-age={age}")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: Any) -> None:
        """Say nothing of requests."""


def scores(program: Path, url: str) -> dict[str, float]:
    """Return the four scores (0 to 100) of one run, with CLS and, in seconds, LCP."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [
            str(program / "node_modules/.bin/lighthouse"),
            url,
            "--quiet",
            "--output=json",
            f"--output-path={result}",
            f"--only-categories={','.join(CATEGORIES)}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        ]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": CHROMIUM})
        said = json.loads(result.read_text("utf-8"))
    audits = said["audits"]
    return {
        **{name: round(100 * (said["categories"][name]["score"] or 0)) for name in CATEGORIES},
        "CLS": round(audits["cumulative-layout-shift"]["numericValue"], 3),
        "LCP": round(audits["largest-contentful-paint"]["numericValue"] / 1000, 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=Path, help="where npm installed lighthouse")
    parser.add_argument("output", type=Path, help="a built site")
    parser.add_argument("paths", nargs="+", help="its pages: / /news/vote/")
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, args.output))
    Thread(target=server.serve_forever, daemon=True).start()
    for path in args.paths:
        url = f"http://127.0.0.1:{server.server_port}{path}"
        runs = [scores(args.program, url) for _ in range(args.runs)]
        print(path, {name: median(run[name] for run in runs) for name in runs[0]}, flush=True)
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
