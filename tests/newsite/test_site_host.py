"""A site that exists is set up for a host."""

from __future__ import annotations

import pytest

from sitegen.newsite.site_host import set_host
from sitegen.settings.load import load
from tests.conftest import Site


def test_the_host_is_written_into_the_settings(site: Site) -> None:
    """One line is new, above the first table, and nothing else is changed."""
    before = site.read("sitegen.toml")

    files, warnings = set_host(load(site.root), "github")

    assert files == ("sitegen.toml", ".github/workflows/site.yml")
    assert warnings == ()
    assert load(site.root).host == "github"
    after = site.read("sitegen.toml").splitlines()
    assert [line for line in after if line not in before.splitlines()] == [
        'host = "github"', "[deploy.live]", 'to = "command"', 'folder = "public"',
    ]  # fmt: skip
    assert load(site.root).deploy["live"].folder == "public"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_settings_keep_their_line_ends(site: Site, end: str) -> None:
    """An editor of Windows wrote them: git would show every line as changed."""
    site.write_bytes("sitegen.toml", site.read("sitegen.toml").replace("\n", end).encode())

    set_host(load(site.root), "github")

    lines = (site.root / "sitegen.toml").read_bytes().splitlines(keepends=True)
    assert {line[-2:] == b"\r\n" for line in lines} == {end == "\r\n"}


def test_another_host_has_another_table_of_deploys(site: Site) -> None:
    """The one that was written for the host before goes; a newsroom's own stays."""
    set_host(load(site.root), "github")
    assert set_host(load(site.root), "nginx")[1] == ()
    text = site.read("sitegen.toml")
    assert text.count("[deploy.live]") == 1
    assert 'to = "folder:/srv/www/site"' in text

    site.write("sitegen.toml", text.replace("/srv/www/site", "/home/www"))
    _files, (warning,) = set_host(load(site.root), "caddy")
    assert warning.message.startswith("[deploy.live] is left as it is")
    site.write("sitegen.toml", text.replace("deploy.live", "deploy.own"))
    _files, (warning,) = set_host(load(site.root), "caddy")
    assert 'to = "folder:/srv/www/site"' in warning.hint


@pytest.mark.parametrize(
    "line", ["host = 'netlify' # ours", '# host = "netlify"', 'host="netlify"', "#host = ''"]
)
def test_a_line_that_is_there_is_changed(site: Site, line: str) -> None:
    """The setting, or the example that `init` left as a comment, becomes the new host's."""
    site.setting(line)

    set_host(load(site.root), "gitlab")

    assert load(site.root).host == "gitlab"
    assert site.read("sitegen.toml").count("host =") + site.read("sitegen.toml").count("host=") == 1
    assert ("# ours" in site.read("sitegen.toml")) == ("# ours" in line)


def test_settings_in_a_project_file_are_changed_there(site: Site) -> None:
    """[tool.sitegen] of pyproject.toml holds the settings of some sites."""
    settings = site.read("sitegen.toml").replace("[[sections]]", "[[tool.sitegen.sections]]")
    site.delete("sitegen.toml")
    site.write("pyproject.toml", f'[project]\nname = "x"\n\n[tool.sitegen]\n{settings}')

    set_host(load(site.root), "s3")

    assert load(site.root).host == "s3"


def test_a_build_file_that_is_there_stays(site: Site) -> None:
    """A newsroom that changed its workflow does not lose it."""
    site.write(".github/workflows/site.yml", "# ours\n")

    files, warnings = set_host(load(site.root), "netlify")

    assert files == ("sitegen.toml",)
    assert [warning.path for warning in warnings] == [".github/workflows/site.yml"]
    assert site.read(".github/workflows/site.yml") == "# ours\n"
    assert set_host(load(site.root), "netlify")[0] == ()


def test_a_server_gets_what_runs_the_site_on_it(site: Site) -> None:
    """A timer and a line for cron; the second time there is nothing to write."""
    files, warnings = set_host(load(site.root), "nginx")

    assert files == (
        "sitegen.toml", "schedule/site.service", "schedule/site.timer", "schedule/crontab",
    )  # fmt: skip
    assert warnings == ()
    assert set_host(load(site.root), "nginx") == ((), ())
