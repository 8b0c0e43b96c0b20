"""A site that exists is set up for a host."""

from __future__ import annotations

import pytest

from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import replace
from sitegen.newsite.host_files import deploy_table
from sitegen.newsite.site_host import set_host, with_host
from sitegen.settings.load import load
from tests.conftest import Site


def test_the_host_is_written_into_the_settings(site: Site) -> None:
    """One line is new, above the first table, and nothing else is changed."""
    before = site.read("sitegen.toml")

    files, warnings = set_host(load(site.root), "github")

    assert files == ("sitegen.toml", ".github/workflows/site.yml")
    assert warnings == ()
    assert load(site.root).host == "github"
    address = 'base_url = "https://gazette.example"\n'
    assert site.read("sitegen.toml") == (
        before.replace(address, f'{address}host = "github"\n').rstrip()
        + '\n\n[deploy.live]\nto = "command"\nfolder = "public"\n'
    )
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
    line = site.read("sitegen.toml").splitlines().index("[deploy.live]") + 1
    files, warnings = set_host(load(site.root), "caddy")
    what = "[deploy.live] is left as it is: see that it leads to this host"
    assert warnings == (Problem("sitegen.toml", line, what, "", warning=True),)
    assert files == ("sitegen.toml",)
    site.write("sitegen.toml", text.replace("deploy.live", "deploy.own"))
    _files, warnings = set_host(load(site.root), "caddy")
    what = "there is no [deploy.live], and the host's files call: sitegen deploy live"
    hint = 'Write it:\n[deploy.live]\nto = "folder:/srv/www/site"'
    assert warnings == (Problem("sitegen.toml", 0, what, hint, warning=True),)


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

    before = site.read("pyproject.toml").replace("\n[tool", "\n# host = 'mine'\n[tool", 1)
    site.write("pyproject.toml", before)

    set_host(load(site.root), "s3")

    assert load(site.root).host == "s3"
    address = 'base_url = "https://gazette.example"\n'
    assert site.read("pyproject.toml") == (
        before.replace(address, f'{address}host = "s3"\n').rstrip()
        + f"\n{deploy_table('s3', 'site', below='tool.sitegen.')}"
    )


@pytest.mark.parametrize("line", ["host = '''nginx'''", 'host = """nginx"""'])
def test_a_host_that_is_written_in_another_way_is_left_to_its_newsroom(
    site: Site, line: str
) -> None:
    """Nothing is written, and the hint says what to write."""
    site.setting(line)
    before = site.read("sitegen.toml")

    with pytest.raises(SitegenError) as refused:
        set_host(load(site.root), "caddy")

    hint = 'Write it yourself, above the first table: host = "caddy"'
    assert refused.value.problems == (
        Problem("sitegen.toml", 1, "'host' cannot be set here", hint),
    )
    assert site.read("sitegen.toml") == before
    assert not (site.root / "schedule").exists()


@pytest.mark.parametrize(
    "text",
    ['title = "A"\nbase_url = "https://a.example"',
     'title = "A\u2028b"\nbase_url = "https://a.example"\n[feeds]\n# host = "x"\nlinks = []\n',
     'title = "A\u2028b"\n# host = "netlify"\nbase_url = "https://a.example"\n',
     'title = "A\u2028b"\nhost = "netlify"\nbase_url = "https://a.example"\n'],
    ids=["no last line end", "below a table", "comment", "setting"],
)  # fmt: skip
def test_one_line_of_odd_settings_is_changed_too(site: Site, text: str) -> None:
    """They end without a line end, or a title holds what some take for one."""
    lines = {"base_url": 2 if "netlify" not in text else 3}
    if '\nhost = "netlify"' in text:
        lines["host"] = 2
    settings = replace(load(site.root), lines=lines)
    assert with_host(text, settings, "s3") == (
        text.replace('# host = "netlify"', 'host = "s3"').replace("netlify", "s3")
        if "netlify" in text
        else text.replace('a.example"', 'a.example"\nhost = "s3"')
    )


def test_a_build_file_that_is_there_stays(site: Site) -> None:
    """A newsroom that changed its workflow does not lose it."""
    site.write(".github/workflows/site.yml", "# ours\n")

    files, warnings = set_host(load(site.root), "netlify")

    assert files == ("sitegen.toml",)
    what = "this file is there already, and it is left as it is"
    hint = "Give it another name and run the command again to have the one for this host."
    assert warnings == (Problem(".github/workflows/site.yml", 0, what, hint, warning=True),)
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
