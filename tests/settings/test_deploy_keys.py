"""[deploy.NAME]: what a place may say, and that no secret is kept or repeated."""

from __future__ import annotations

import pytest

from sitegen.core.problems import SitegenError
from sitegen.settings.load import load
from sitegen.settings.types import DeploySettings
from tests.conftest import Site


def problems(site: Site, lines: str) -> str:
    site.setting(f"[deploy.live]\n{lines}")
    with pytest.raises(SitegenError) as refused:
        load(site.root)
    return str(refused.value)


def test_a_place_says_what_its_way_asks(site: Site) -> None:
    """Each way has keys of its own; the others are known for what they are."""
    site.setting(
        """
        [deploy.live]
        to = "rclone:s3:gazette-site"
        max_removed = 100
        [deploy.pages]
        to = "git:git@github.com:gazette/site.git"
        history = "squash"
        [deploy.staging]
        to = "command"
        run = ["netlify", "deploy", "--dir", "{folder}"]
        base_url = "https://staging.gazette.test/new/"
        """
    )
    places = load(site.root).deploy
    assert places["live"] == DeploySettings("rclone:s3:gazette-site", max_removed=100)
    assert (places["live"].way, places["live"].place) == ("rclone", "s3:gazette-site")
    assert (places["pages"].branch, places["pages"].history) == ("gh-pages", "squash")
    assert places["staging"].base_url == "https://staging.gazette.test/new"
    assert places["staging"].prefix == "/new"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('to = "ftp:host"', "'deploy.live.to' does not begin with a known way"),
        ('to = "folder:"', "'deploy.live.to' names no place"),
        ('to = "folder"', "'deploy.live.to' names no place"),
        ('to = "command:"', "'deploy.live.to' names no place"),
        ('to = "bucket"', "'deploy.live.to' does not begin with a known way"),
        ('to = "zip"', "'deploy.live.to' does not begin with a known way"),
        ('to = "rclone:s3"', "A remote's name ends in a colon"),
        ("max_removed = 3", "'deploy.live.to' is missing"),
        ('branch = "x"', "It belongs to 'to = \"git\"', and 'to' is not written here"),
        ('to = "folder:/x"\nbranch = "x"', "It belongs to 'to = \"git\"'"),
        ('to = "git:x"\nbranch = "a b"', "'a b' is not the name of a branch"),
        ('to = "git:x"\nhistory = "all"', "Known: keep, squash."),
        ('to = "command"\nrun = []', "'deploy.live.run' is empty"),
        ('to = "folder:/x"\nmax_removed = -1', "Write a number from 0 to"),
    ],
)
def test_a_wrong_value_is_told_with_the_right_one(site: Site, lines: str, said: str) -> None:
    """Whoever sets up a first deploy reads what to write."""
    assert said in problems(site, lines)


SECRETS = [
    'to = "rclone::s3,provider=AWS,access_key_id=AK,secret_access_key=hunter2hunter2:site"',
    'to = "rclone::sftp,host=h,user=u,pass=hunter2hunter2:/www"',
    'to = "git:https://bob:hunter2hunter2@git.test/site.git"',
    'to = "git:https://ghp_hunter2hunter2hunter2@github.com/x/y"',
    'to = "rclone::webdav,url=https://bob:hunter2hunter2@dav.test:/x"',
    'to = "command"\nrun = ["netlify", "deploy", "--auth", "hunter2hunter2"]',
    'to = "command"\nrun = ["sh", "-c", "TOKEN=hunter2hunter2 up"]',
    'to = "command"\nrun = ["curl", "-H", "Authorization: Bearer hunter2hunter2"]',
    'to = "folder:/x"\npassword = "hunter2hunter2"',
    'to = "rclone:s3:x"\nsecret-access-key = "hunter2hunter2"',
    'to = "git:x"\ntoken = ["hunter2hunter2"]',
]


@pytest.mark.parametrize("lines", SECRETS)
def test_a_secret_is_refused_and_never_repeated(site: Site, lines: str) -> None:
    """A password in a file that many see is a problem, and the message does not spread it."""
    said = problems(site, lines)
    assert "hunter2" not in said
    assert "whoever has seen this file knows it" in said


@pytest.mark.parametrize(
    "lines",
    [
        'to = "rclone::s3,access_key_id=${ID},secret_access_key=${SECRET}:site"',
        'to = "git:https://bob:${PASSWORD}@git.test/site.git"',
        'to = "git:https://github.com/token/key.git"',
        'to = "folder:/srv/pass:word/secret=x"',
        'to = "rclone:key:secret/www"',
        'to = "rclone::sftp,host=h,key_file=/home/x/.ssh/id,key_use_agent=true:/www"',
        'to = "command"\nrun = ["up", "--token", "${TOKEN}", "--auth", "--prod"]',
    ],
)
def test_variables_and_plain_words_are_no_secrets(site: Site, lines: str) -> None:
    """A name that only looks like a secret's is taken as it stands."""
    site.setting(f"[deploy.live]\n{lines}")
    assert load(site.root).deploy["live"].to


def test_where_the_site_goes_is_no_part_of_it(site: Site) -> None:
    """A new place to deploy to makes no page anew."""
    before = load(site.root).digest
    site.setting('[deploy.live]\nto = "folder:/x"')
    assert load(site.root).digest == before
