"""Tables of keys: what a new table may look like, and what is said of mistakes in it.

The tables here are of no file yet: each has a shape that settings will want one day.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sitegen.core.record import Record
from sitegen.schema.frontmatter import FrontMatter, whole
from sitegen.schema.reader import Fields, Reader, Rules
from sitegen.schema.tables import ByName, Key, ListOf, Table
from sitegen.schema.toml_lines import key_lines
from sitegen.schema.toml_reader import TomlReader
from sitegen.schema.values import EMAIL, FLAG, INSTANT, LINE, LINK, WEB_ADDRESS, Choice
from sitegen.schema.yaml_reader import YamlReader

RULES = Rules(zone=ZoneInfo("America/Chicago"))


class Target(Record):
    to: str
    base_url: str = ""
    branch: str = "gh-pages"
    run: tuple[str, ...] = ()
    folder: str = ""


class Podcast(Record):
    section: str
    owner: str
    explicit: bool = False


class Support(Record):
    label: str = "Support us"
    url: str = ""


TARGET = Table(
    (
        Key("to", LINE, "how it gets there", needed='how it gets there: "git"'),
        Key("base_url", WEB_ADDRESS, "the address of this copy"),
        Key("token", LINE, "the host's key", secret="SITEGEN_DEPLOY_TOKEN"),
    ),
    makes=Target,
    by="to",
    variants={
        "git": (Key("branch", LINE, "the branch that is pushed"),),
        "command": (Key("run", ListOf(LINE), "the program and its words"),),
        "folder": (Key("folder", LINE, "where it is copied"),),
        "rclone": (),
    },
)
SETTINGS = Table(
    (
        Key("deploy", ByName(TARGET), "where the site goes"),
        Key(
            "podcasts",
            ListOf(
                Table(
                    (
                        Key("section", LINE, needed="the section it is made of"),
                        Key("owner", EMAIL, needed="who answers for it"),
                        Key("explicit", FLAG),
                    ),
                    makes=Podcast,
                )
            ),
        ),
        Key("follow", Table((Key("networks", ListOf(Choice(("mastodon", "bluesky")))),))),
        Key("archive", Table((Key("before", INSTANT, becomes="archive_before"),))),
        Key("redirects", ByName(LINK)),
        Key("policy", Table((Key("origins", ListOf(WEB_ADDRESS)), Key("cookies", FLAG)))),
        Key(
            "support",
            Table(
                (Key("label", LINE, former=("text",)), Key("url", LINK, needed="where it leads")),
                makes=Support,
            ),
        ),
    )
)


def read(text: str) -> tuple[Fields, list[str]]:
    """Return what a text of TOML says, and what is said of it."""
    lines = {".".join(map(str, key)): line for key, line in key_lines(text).items()}
    data: dict[str, Any] = tomllib.loads(text)
    reader = TomlReader("sitegen.toml", data, lines, RULES)
    fields = SETTINGS.take(reader, data)
    return fields, [str(problem) for problem in sorted(reader.problems)]


def test_tables_by_name_hold_keys_that_depend_on_one_of_them() -> None:
    """What [deploy.NAME] may say follows from how the site gets there."""
    fields, problems = read(
        """
[deploy.live]
to = "git"
branch = "pages"
[deploy.test]
to = "rclone:s3:bucket/test"
base_url = "https://test.example.org"
[deploy.host]
to = "command"
run = ["netlify", "deploy"]
"""
    )

    assert problems == []
    assert fields["deploy"] == {
        "live": Target("git", branch="pages"),
        "test": Target("rclone:s3:bucket/test", base_url="https://test.example.org"),
        "host": Target("command", run=("netlify", "deploy")),
    }


def test_a_key_of_another_variant_is_told_whose_it_is() -> None:
    """Whoever copies a line from another target hears which it belongs to."""
    text = '[deploy.live]\nto = "git"\nrun = ["make"]\nbranhc = "x"\n[deploy.test]\nfolder = "/x"\n'
    assert read(text)[1] == [
        (
            "sitegen.toml:3: error: unknown key 'run'\n"
            "  It belongs to 'to = \"command\"', and here stands 'to = \"git\"'."
        ),
        "sitegen.toml:4: error: unknown key 'branhc'\n  Did you mean 'branch'?",
        (
            "sitegen.toml:6: error: unknown key 'folder'\n"
            "  It belongs to 'to = \"folder\"', and 'to' is not written here."
        ),
    ]


def test_a_secret_stands_in_no_file() -> None:
    """A password in the settings would be in everybody's copy of the site."""
    (problem,) = read('[deploy.live]\nto = "git"\ntoken = "abc"\n')[1]
    assert "abc" not in problem
    assert problem == (
        "sitegen.toml:3: error: 'token' is a secret, and files are seen by many\n"
        "  Delete the line, and give it in the variable SITEGEN_DEPLOY_TOKEN where the command "
        "runs."
    )


def test_lists_of_tables_and_dates_of_toml_are_read() -> None:
    """[[podcasts]] make one value each; a date needs no quotes."""
    fields, problems = read(
        """
[[podcasts]]
section = "news"
owner = "desk@example.org"
[[podcasts]]
section = "local"
owner = "desk@example.org"
explicit = true
[archive]
before = 2024-01-01
[redirects]
"/old/" = "/new/"
"/a.html" = "https://example.org/a"
[follow]
networks = ["mastodon"]
[support]
url = "/support/"
[policy]
origins = ["https://player.example"]
cookies = false
"""
    )

    assert problems == []
    assert fields["podcasts"][1] == Podcast("local", "desk@example.org", explicit=True)
    assert fields["archive_before"] == datetime(2024, 1, 1, tzinfo=RULES.zone)
    assert fields["redirects"] == {"/old/": "/new/", "/a.html": "https://example.org/a"}
    assert fields["support"] == Support(url="/support/")
    assert fields["networks"] == ("mastodon",)
    assert (fields["origins"], fields["cookies"]) == (("https://player.example",), False)


def test_every_mistake_of_such_tables_has_its_line_and_remedy() -> None:
    """All at once: in lists of tables, under names with dots, in words of other programs."""
    text = """
podcasts = ["news", {section = "news"}]
[archive]
before = "1 May"
[redirects]
"/old.html" = "new.html"
"/b.html" = 3
[follow]
networks = ["mastodn"]
[support]
text = "Give"
"""
    assert read(text)[1] == [
        (
            'sitegen.toml:2: error: "news" stands where a table is wanted\n'
            '  Write { section = "…", owner = "…" }.'
        ),
        "sitegen.toml:2: error: 'podcasts.1.owner' is missing\n  It is who answers for it.",
        (
            "sitegen.toml:4: error: archive.before: '1 May' is not a date\n"
            "  Write it as in 2026-11-20 or 2026-11-20 09:00."
        ),
        (
            "sitegen.toml:6: error: 'new.html' is neither a path of this site nor a web address\n"
            '  Write a path as in "/about/", or a whole address as in "https://…".'
        ),
        (
            "sitegen.toml:7: error: redirects./b.html must be text, not 3\n"
            '  Write \'"/b.html" = "3"\'.'
        ),
        (
            "sitegen.toml:9: error: 'mastodn' is not known in follow.networks\n"
            "  Did you mean 'mastodon'?"
        ),
        "sitegen.toml:10: error: 'support.url' is missing\n  It is where it leads.",
        "sitegen.toml:11: error: unknown key 'text'\n  Write 'label'.",
    ]


def test_a_number_may_be_a_name() -> None:
    """A table called 2024 is no item of a list, and is told of as a table."""
    text = '[deploy]\n2024 = "x"\n[redirects]\n1 = 3\n'
    assert read(text)[1] == [
        (
            'sitegen.toml:2: error: deploy.2024 must be a table, not "x"\n'
            "  Write [deploy.2024] on a line of its own."
        ),
        "sitegen.toml:4: error: redirects.1 must be text, not 3\n  Write '1 = \"3\"'.",
    ]


def test_a_reader_says_how_each_value_is_written() -> None:
    """A third way to write tables would have to, as the two that there are."""
    assert Reader.__abstractmethods__ == {
        *("text", "flag", "number", "date_text", "items", "not_a_table", "in_curly_quotes"),
        *("name", "pair", "example", "missing"),
    }


def test_places_have_names_and_lines() -> None:
    """Of an item its number; of a name that the site chose, that name."""
    lines = {"a": 2, "a.0": 3, "a.0.b": 4}
    reader = TomlReader("a.toml", {}, lines, RULES)
    reader.named["a.1"] = "1"
    asked = ("a.0.b", "a.0.c", "a.7", "b", "b.c")
    assert [reader.line(key) for key in asked] == [4, 3, 2, 0, 0]
    assert [reader.last(key) for key in ("a", "a.0", "a.0.b", "a.1")] == ["a", "0", "b", "1"]
    assert [reader.is_item(key) for key in ("a", "a.0", "a.0.b", "a.1")] == [
        *(False, True, False, False)
    ]
    reader.warn("a", "Careful.")
    assert (reader.failed, reader.bad) == (False, set())
    reader.problem("a.0.b", "Wrong.", "Mend it.")
    assert (reader.failed, reader.bad) == (True, {"a", "a.0", "a.0.b"})
    assert [reader.has_failed(key) for key in ("a.0", "b")] == [True, False]
    assert [str(problem) for problem in reader.problems] == [
        "a.toml:2: warning: Careful.", "a.toml:4: error: Wrong.\n  Mend it.",
    ]  # fmt: skip


def test_the_same_table_is_read_from_yaml() -> None:
    """One table, two ways to write it: values, lines and mistakes are the same."""
    matter = whole("a.yml", b"support:\n  label: Give\n  url: /give/\n  labl: x\n")
    assert isinstance(matter, FrontMatter)
    reader: Reader = YamlReader("a.yml", matter, RULES)

    assert SETTINGS.take(reader, matter.values)["support"] == Support("Give", "/give/")
    assert [str(problem) for problem in reader.problems] == [
        (
            "a.yml:4: error: unknown key 'labl'\n"
            "  Did you mean 'label'? It stands there already: delete one of the two."
        )
    ]
