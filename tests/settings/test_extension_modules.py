"""Extension modules by themselves: how they are taken up, and what is said of each fault."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from sitegen.core.dates import NO_DATE, Moment
from sitegen.core.digests import digest_bytes
from sitegen.core.problems import Problem, SitegenError
from sitegen.core.record import Record, replace
from sitegen.model.article import Article, Credit
from sitegen.settings import extension_faults
from sitegen.settings.extension_faults import (
    definition,
    guarded,
    is_interrupt,
    name_of,
    place_of,
    register,
    words_of,
)
from sitegen.settings.extension_files import (
    digests_of,
    files_of,
    forget_compiled,
    watched_places,
)
from sitegen.settings.extension_values import amendment_fault, fits, unprintable
from sitegen.settings.extensions import Extensions, forget_changed, load

STORY = Article(
    path="content/news/vote.md", id="news/vote", slug="vote", section="news", title="Vote",
    kind="news", published=NO_DATE, lang="en", minutes=1,
)  # fmt: skip


class Page(Record):
    kind: str
    id: object


def modules(folder: Path, *names: str, **texts: str) -> Extensions:
    """Load modules with these texts, in the order in which they are given."""
    for name, text in texts.items():
        (folder / f"{name}.py").write_bytes(text.encode("utf-8", "surrogateescape"))
    return load(folder, names or tuple(texts))


def fault(call: Callable[[], object]) -> tuple[int, str, str]:
    """Return line, message and hint of the one problem that a call ends with."""
    with pytest.raises(SitegenError) as raised:
        call()
    (problem,) = raised.value.problems
    assert (problem.path, problem.warning) == ("newsroom.py", False)
    return problem.line, problem.message, problem.hint


def is_said(message: str, words: str) -> bool:
    """Say whether a message is the one; what Python says itself may follow "…"."""
    return message.startswith(words[:-1]) if words.endswith("…") else message == words


NAMES_ALONE = "', with the functions' names alone."
FILTERS = f'Write it as in \'FILTERS = {{"loud": loud}}{NAMES_ALONE}'
CONTEXT = f'Write it as in \'CONTEXT = {{"loud": loud}}{NAMES_ALONE}'
LIST = "Write it as in 'MARKDOWN = [Nl2BrExtension()]'."
NO_LIST = "MARKDOWN is not a list of extensions of Python-Markdown"
EXITS = "it calls sys.exit(), which would end the whole build"

# What the module says → line, what is said after "the extension 'newsroom' cannot be used: ".
AT_IMPORT = {
    "import no_such_module": (1, "ModuleNotFoundError: No module named 'no_such_module'"),
    "x = 1\nfrom os import nothing_of_it": (2, "ImportError: cannot import name 'nothing_of_it'…"),
    "x = 1\nif x\n": (2, "SyntaxError: …"),
    "if 1:\nx = 1\n": (2, "IndentationError: …"),
    "# ok\nx = '\udcff'\n": (None, "SyntaxError: …"),
    "x = 1\ny = x / 0\n": (2, "ZeroDivisionError: division by zero"),
    "import sys\nsys.exit()": (2, EXITS),
    "import sys\n\nsys.exit(0)": (3, EXITS),
    "raise SystemExit": (1, EXITS),
    "import os\nos._exit(0)": (2, EXITS.replace("sys.", "os._")),
    "from os import _exit\n\n_exit(0)": (3, EXITS.replace("sys.", "os._")),
    "raise KeyboardInterrupt": (1, "KeyboardInterrupt"),
    "class E(BaseException): ...\nraise E('x')": (2, "E: x"),
    "class E(Exception):\n    def __str__(self): return 1 / 0\nraise E": (3, "E"),
    "raise BaseExceptionGroup('two', [ValueError()])": (1, "ExceptionGroup: two…"),
    "def f(): f()\nf()": (1, "RecursionError: …"),
    "input()": (1, "EOFError: EOF when reading a line"),
    "class M(dict):\n    def items(self): raise SystemExit\nFILTERS = M(a=1)": (2, EXITS),
    "def __getattr__(name):\n    raise SystemExit": (2, EXITS),
    "raise ValueError('a  b\\nc' + 'd' * 300)": (1, f"ValueError: a b c{'d' * 295}"),
}


@pytest.mark.parametrize("text", AT_IMPORT)
def test_a_module_that_cannot_be_used_is_told(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the line, and in the words of what went wrong there."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    line, words = AT_IMPORT[text]

    at, message, hint = fault(lambda: modules(tmp_path, newsroom=text))

    assert at == line or line is None
    assert is_said(message, f"the extension 'newsroom' cannot be used: {words}")
    assert hint == "Mend newsroom.py, or take 'newsroom' out of 'extensions' in the settings."


# What the module says → line, message, hint.
AS_FOUND = {
    "FILTER = {}": (
        0, "has nothing that sitegen looks for",
        "Give it MARKDOWN, FILTERS, CONTEXT or a function amend(article)."),
    "def loud(t): return t\n\nFILTERS = [loud]": (
        3, "FILTERS is a list, not names with their functions", FILTERS),
    "x = 1\nFILTERS = {'loud': 'loud'}": (2, "'loud' in FILTERS is a str, not a function", FILTERS),
    "FILTERS: dict = {1: str}": (1, "1 in FILTERS is not a name for templates", FILTERS),
    "FILTERS = {'a b': str}": (1, "'a b' in FILTERS is not a name for templates", FILTERS),
    "x = FILTERS = (x for x in 'a')": (
        1, "FILTERS is a generator, not names with their functions", FILTERS),
    "if 1:\n    FILTERS = 5": (0, "FILTERS is a int, not names with their functions", FILTERS),
    "CONTEXT = ['weather']": (1, "CONTEXT is a list, not names with their functions", CONTEXT),
    "CONTEXT = {'weather': 'sunny'}": (1, "'weather' in CONTEXT is a str, not a function", CONTEXT),
    "\ndef weather(site, subject) -> 'Nothing': ...\nCONTEXT = {'weather': weather}": (
        2, "the annotation of weather() cannot be read: NameError: name 'Nothing' is not defined",
        "Import what it names, or leave it out."),
    "MARKDOWN = 'nl2br'": (1, NO_LIST, LIST),
    "MARKDOWN = ['nl2br']": (1, NO_LIST, LIST),
    "from markdown import Extension\nMARKDOWN = [Extension(), Extension]": (2, NO_LIST, LIST),
    "amend = 'x'": (1, "amend is a str, not a function", "Write 'def amend(article):'."),
}  # fmt: skip


@pytest.mark.parametrize("text", AS_FOUND)
def test_what_a_module_has_is_looked_at(text: str, tmp_path: Path) -> None:
    assert fault(lambda: modules(tmp_path, newsroom=text)) == AS_FOUND[text]


CHANGE = "from dataclasses import replace\ndef amend(article):\n    return replace(article, {})"
TYPE = "amend() gives {} a value of the wrong type, {}"
NO_ARTICLE = "amend() returns {}, not the article: end it with 'return replace(article, …)'"
FAILS = "amend() fails for content/news/vote.md: {}"
AMENDMENTS = {
    "def amend(article):\n    return 1 / 0": (
        2, FAILS.format("ZeroDivisionError: division by zero")),
    "import os\ndef amend(article):\n    os._exit(0)": (
        3, FAILS.format(EXITS.replace("sys.", "os._"))),
    "import sys\ndef amend(article):\n    sys.exit()": (3, FAILS.format(EXITS)),
    "def amend():\n    return None": (1, FAILS.format("TypeError: …")),
    "def amend(article):\n    article.title = 'x'\n": (2, FAILS.format("AttributeError: …")),
    "def amend(article): return amend(article)": (1, FAILS.format("RecursionError: …")),
    "def amend(article):\n    raise KeyboardInterrupt": (2, FAILS.format("KeyboardInterrupt")),
    CHANGE.format("headline='x'"): (3, FAILS.format("TypeError: …")),
    "x = 1\ndef amend(article):\n    article.title": (2, NO_ARTICLE.format("nothing")),
    "def amend(article):\n    return article.title": (1, NO_ARTICLE.format("a str")),
    "def amend(article):\n    yield article": (1, NO_ARTICLE.format("a generator")),
    CHANGE.format("title=None"): (2, TYPE.format("title", "NoneType")),
    CHANGE.format("tags=[['x']]"): (2, TYPE.format("tags", "list")),
    CHANGE.format("embargo='2026'"): (2, TYPE.format("embargo", "str")),
    f"from datetime import datetime\n{CHANGE.format('expires=datetime(2030, 1, 1)')}": (
        3, TYPE.format("expires", "datetime")),
    CHANGE.format("kind='poem'"): (
        2, "amend() gives the story a kind that there is none of, 'poem'"),
    CHANGE.format("slug='../x'"): (
        2, "amend() gives the story a slug that cannot stand in an address, '../x'"),
    CHANGE.format("path='x.md'"): (
        2, "amend() changes the story's path, by which sitegen finds its file"),
    CHANGE.format("title=' '"): (2, "amend() takes the story's title away"),
}  # fmt: skip


@pytest.mark.parametrize("text", AMENDMENTS)
def test_a_wrong_amendment_is_told_with_its_story(text: str, tmp_path: Path) -> None:
    line, words = AMENDMENTS[text]
    extensions = modules(tmp_path, newsroom=text)

    at, message, hint = fault(lambda: extensions.amend(STORY))

    assert at == line
    about = "" if "fails" in words else " for content/news/vote.md"
    assert is_said(message, f"{words}{about}")
    assert hint == "Mend it there, or take the module out of 'extensions'."


CALLS = {
    "def loud(text):\n    return text / 0": (2, "fails{}: TypeError: …"),
    "def loud(text):\n    raise SystemExit": (2, f"fails{{}}: {EXITS}"),
    "class E(BaseException): ...\ndef loud(text):\n    raise E": (3, "fails{}: E"),
    "def loud(a, b):\n    return a": (1, "fails{}: TypeError: …"),
    "def loud(text):\n    str(text)": (
        1, "returns nothing: write 'return …', and '' for no text{}"),
    "def loud(text):\n    yield text": (
        1, "returns a generator: make it a list, or text{}"),
    "async def loud(text):\n    return ''": (
        1, "is asynchronous: write 'def' without 'async'{}"),
    "def loud(text):\n    return ''.upper": (
        1, "returns a builtin_function_or_method, not text: is a pair of brackets missing?{}"),
}  # fmt: skip


@pytest.mark.parametrize("text", CALLS)
def test_a_filter_that_fails_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    line, words = CALLS[text]
    loud = (modules(tmp_path, newsroom=f"{text}\nFILTERS = {{'loud': loud}}").filters or {})["loud"]

    at, message, _ = fault(lambda: loud("x"))
    assert at == line
    assert is_said(message, f"loud() {words.format('')}")
    for asked, about in (
        (STORY, "content/news/vote.md"),
        (Page("story", "content/a.md"), "content/a.md"),
        (Page("tag", "water"), "the page 'tag water'"),
    ):
        _, message, _ = fault(lambda asked=asked: loud(asked))  # type: ignore[misc]
        assert is_said(message, f"loud() {words.format(f' for {about}')}")


def test_a_value_is_of_the_type_that_its_annotation_says(tmp_path: Path) -> None:
    """Nothing is an answer only where the annotation has it."""
    text = """
def weather(site, subject) -> int | None:
    return subject
def any(site, subject):
    return subject
CONTEXT = {"weather": weather, "any": any}
"""
    context = modules(tmp_path, newsroom=text).context or {}

    assert context["weather"](None, 5) == 5
    assert context["weather"](None, None) is None
    assert context["any"](None, "x") == "x"
    line, message, _ = fault(lambda: context["weather"](None, "x"))
    assert (line, message) == (
        2, "weather() returns a str, and its annotation says int | None",
    )  # fmt: skip
    line, message, _ = fault(lambda: context["any"](None, iter))
    assert (line, message) == (4, f"any() {unprintable(iter)}")


def test_modules_are_joined_in_the_order_of_the_settings(tmp_path: Path) -> None:
    """What each has, by name; two may share none, and the second is to blame."""
    amend = "from dataclasses import replace\ndef amend(a): return replace(a, title=a.title + '{}')"
    both = modules(
        tmp_path,
        second=f"{amend.format('2')}\nFILTERS = {{'loud': str.upper}}",
        newsroom=f"{amend.format('1')}\nFILTERS = {{'soft': str.lower}}\n"
        "from markdown import Extension\nMARKDOWN = [Extension()]\n"
        "CONTEXT = {'one': lambda site, subject: 1}",
    )

    assert both.amend(STORY).title == "Vote21"
    assert list(both.filters or {}) == ["loud", "soft"]
    assert list(both.context or {}) == ["one"]
    assert len(both.markdown) == 1
    assert [name for name, _ in both.files] == ["newsroom.py", "second.py"]
    assert load(tmp_path, ()) == Extensions()

    more = "x = 1\nFILTERS = {'loud': str.upper}\nCONTEXT = {'one': lambda site, subject: 2}"
    with pytest.raises(SitegenError) as raised:
        modules(tmp_path, "second", "newsroom", "third", third=more)
    assert raised.value.problems == (
        Problem("third.py", 2, "'loud' in FILTERS is also a name in second.py",
                "Rename one of them."),
        Problem("third.py", 3, "'one' in CONTEXT is also a name in newsroom.py",
                "Rename one of them."),
    )  # fmt: skip


def test_a_module_whose_file_changed_is_imported_again(tmp_path: Path) -> None:
    """With all that belongs to it, and nothing of the others."""
    text = "import helper\nFILTERS = {'loud': lambda text: text + helper.END}"
    (tmp_path / "helper.py").write_text("END = '1'", "utf-8")
    second = tmp_path / "second"
    second.mkdir()
    other = modules(second, other="FILTERS = {'soft': str.lower}")
    first = modules(tmp_path, newsroom=text)
    assert (first.filters or {})["loud"]("x") == "x1"
    kept = sys.modules["other"]
    forget_changed()
    assert load(tmp_path, ("newsroom",)) is first
    (tmp_path / "helper.py").write_text("END = '2'", "utf-8")
    forget_changed()
    assert "helper" not in sys.modules
    assert "newsroom" not in sys.modules
    assert (load(tmp_path, ("newsroom",)).filters or {})["loud"]("x") == "x2"
    assert sys.modules["other"] is kept
    assert load(second, ("other",)).files == other.files


def test_the_sites_own_folder_is_looked_in_first(tmp_path: Path) -> None:
    """And named once among the places of modules; of a package and a file the package counts."""
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "newsroom").mkdir()
    elsewhere.mkdir()
    (elsewhere / "newsroom.py").write_text("FILTERS = {'far': str}", "utf-8")
    (tmp_path / "newsroom/__init__.py").write_text("FILTERS = {'here': str}", "utf-8")
    (tmp_path / "newsroom.py").write_text("FILTERS = {'file': str}", "utf-8")
    sys.path.insert(0, str(elsewhere))
    for _ in range(2):
        assert list(load(tmp_path, ("newsroom",)).filters or {}) == ["here"]
        load.cache_clear()
    assert sys.path.count(str(tmp_path)) == 1


def test_a_module_that_is_installed_is_part_of_every_key(tmp_path: Path) -> None:
    """With all files of its package, which stand behind those of the site's own."""
    lib, site = tmp_path / "lib", tmp_path / "site"
    for file in ("lib/kit/__init__.py", "lib/kit/more.py", "lib/tool.py", "site/newsroom.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(f"FILTERS = {{'{Path(file).stem}_': str}}", "utf-8")
    sys.path.insert(0, str(lib))
    (lib / "kit/data.txt").write_text("", "utf-8")
    files = load(site, ("kit", "newsroom", "tool")).files
    assert [name for name, _ in files] == ["newsroom.py", "__init__.py", "more.py", "tool.py"]
    assert all(digest for _, digest in files)


def test_a_file_that_is_saved_while_a_module_is_imported_is_told(tmp_path: Path) -> None:
    """What was imported may be neither: nothing is built of it, and it is imported again."""
    for words in "abcdef":
        (tmp_path / "data.txt").write_text("as it was", "utf-8")
        text = (
            "from pathlib import Path\n"
            f'Path(__file__).with_name("data.txt").write_text("{words}")\nFILTERS = {{}}'
        )
        with pytest.raises(SitegenError, match="newsroom"):
            modules(tmp_path, newsroom=text)
        assert "newsroom" not in sys.modules
        assert modules(tmp_path, newsroom=text).filters == {}
        del sys.modules["newsroom"]
        load.cache_clear()


def test_a_module_that_python_has_itself_or_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(SitegenError) as raised:
        modules(tmp_path, calendar="FILTERS = {}")
    assert raised.value.problems == (
        Problem("calendar.py", 0,
                "Python has a module of its own called 'calendar', and takes that one",
                "Rename yours."),
    )  # fmt: skip
    (tmp_path / "newsroom").mkdir()
    for name in ("newsroom", "sys"):
        with pytest.raises(SitegenError) as raised:
            load(tmp_path, (name,))
        assert raised.value.problems == (
            Problem(name, 0, f"'{name}' in 'extensions' is no module with a file",
                    "A folder needs an __init__.py; what is part of Python itself adds nothing."),
        )  # fmt: skip


# Values


class Shown:
    def __html__(self) -> str:
        return ""

    def __call__(self) -> str:
        return ""


@pytest.mark.parametrize(
    ("hint", "right", "wrong"),
    [
        (Any, [1, None], []),
        (object, [1, None], []),
        (Literal["a"], ["a", "b"], []),
        (None, [None], [0, ""]),
        (type(None), [None], [0]),
        (int, [1, True], ["1", 1.0, None]),
        (float, [1.0, 1], ["1"]),
        (str, ["", "a"], [1, None]),
        (str | None, ["", None], [1]),
        (tuple[str, ...], [(), ("a", "b")], [["a"], ("a", 1), (1, "a"), "a"]),
        (tuple[str, int], [("a", 1), 5], []),  # of other tuples nothing is seen
        (Mapping[str, int], [{}, {1: 2}], [[], "a"]),
        (Sequence[str], [[], ["a"], ("a",)], ["a", ["a", 1], {}]),
        (list[str], [["a"]], [[1]]),
        (Iterable[str], [1], []),
        ("Article", [1], []),
        (datetime, [datetime(2026, 1, 1, tzinfo=UTC)], [datetime(2026, 1, 1), "2026"]),
        (datetime | None, [None], [datetime(2026, 1, 1)]),
    ],
)  # fmt: skip
def test_a_value_fits_its_annotation(
    hint: object, right: list[object], wrong: list[object]
) -> None:
    assert [value for value in right if not fits(value, hint)] == []
    assert [value for value in wrong if fits(value, hint)] == []


def test_what_pages_can_show_is_right() -> None:
    for value in ("", 0, [], Shown(), {"a": 1}):
        assert unprintable(value) == ""
    assert unprintable(len) == (
        "returns a builtin_function_or_method, not text: is a pair of brackets missing?"
    )


def test_an_amended_story_is_looked_at() -> None:
    """What it was before is trusted; of records within it each field counts."""
    other = replace(STORY, authors=(Credit("mai-tran"),), tags=["a"], extra={"a": [1]})  # type: ignore[arg-type]
    assert amendment_fault(STORY, STORY) == ""
    assert amendment_fault(STORY, replace(STORY, title="Other")) == ""
    assert amendment_fault(other, replace(other, title="Other")) == ""
    assert amendment_fault(STORY, other) == "gives tags a value of the wrong type, list"
    odd = Moment(at="soon")  # type: ignore[arg-type]
    assert amendment_fault(STORY, replace(STORY, published=odd)) == (
        "gives published a value that holds another of the wrong type"
    )
    whole = Moment(at=datetime(2026, 1, 1, tzinfo=UTC))
    assert amendment_fault(STORY, replace(STORY, published=whole)) == ""


# Places


def test_a_fault_has_the_place_that_is_the_modules_own(tmp_path: Path) -> None:
    """The innermost line of a module's, however deep in others it is called."""
    here = Path(__file__)
    assert (name_of(tmp_path / "a/b.py", tmp_path), name_of(here, tmp_path)) == (
        "a/b.py", str(here),
    )  # fmt: skip

    def plain(text: object) -> object:
        return text / 0  # type: ignore[operator]

    assert definition(plain) == ("", 0)
    assert definition(len) == ("", 0)
    loud = guarded(plain, "loud", "newsroom.py")
    assert fault(lambda: loud("x"))[0] == 0  # no line of the module's had a part
    with pytest.raises(TypeError) as raised:
        plain("x")
    assert place_of(raised.value) is None
    register([here], here.parent)
    try:
        line = plain.__code__.co_firstlineno
        assert definition(plain) == (here.name, line)
        assert place_of(raised.value) == (here.name, line + 1)
    finally:
        del extension_faults._names_by_file[str(here)]


def test_problems_of_ours_and_ctrl_c_are_let_through() -> None:
    def refuse() -> None:
        raise SitegenError([Problem("a.md", 1, "x")])

    with pytest.raises(SitegenError) as raised:
        guarded(refuse, "loud", "newsroom.py")()
    assert raised.value.problems == (Problem("a.md", 1, "x"),)
    assert is_interrupt(KeyboardInterrupt())  # raised by nobody's line
    assert not is_interrupt(ValueError())
    with pytest.raises(KeyboardInterrupt) as pressed:
        raise KeyboardInterrupt  # as a module may
    assert not is_interrupt(pressed.value)


def test_an_error_is_one_line() -> None:
    assert words_of(ValueError(" a\n b ")) == "ValueError: a b"
    assert words_of(ValueError()) == "ValueError"
    assert words_of(ValueError("x" * 301)) == f"ValueError: {'x' * 300}"
    assert words_of(SystemExit(1)) == EXITS


# Files


FILES = {
    "newsroom.py": "import helping.words, os.path\nfrom desk import teams\n"
    "from desk.more import X\n"
    "A = 'list.json'\nB = 'lists'\nC = '../outside.txt'\nD = 'content'\nE = 'content/a.txt'\n"
    "F = '.hidden'\nG = 'x\\ny'\nH = './. '\nI = 'static'\nJ = 'no_such'\nK = '/etc/passwd'\n",
    "helping/__init__.py": "", "helping/words.py": "", "helping/data.csv": "",
    "helping/.secret": "", "helping/__pycache__/words.pyc": "",
    "desk/teams.py": "from . import more\nfrom .more import Y\nfrom .. import top\n",
    "desk/more.py": "T = 'team.txt'\n", "desk/team.txt": "", "desk/unused.py": "",
    "top.py": "import newsroom\n", "list.json": "", "lists/one.txt": "", "lists/in/two.txt": "",
    "templates/d.txt": "", "output/e.txt": "", "top.txt": "",
    "lists/.hidden": "", "content/a.txt": "", "content/b.txt": "", "static/c.txt": "",
    ".hidden": "", "broken.py": "import (",
}  # fmt: skip


def test_the_files_of_a_module_are_those_that_it_imports_or_names(tmp_path: Path) -> None:
    """Of packages all; of folders with stories and pictures only what is named."""
    for path, text in FILES.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_text(text, "utf-8")
    (tmp_path / "outside.txt").write_text("", "utf-8")
    site = tmp_path / "site"

    def of(*names: str) -> list[str]:
        return [file.relative_to(site).as_posix() for file in files_of(site, names)]

    newsroom = [
        *("content/a.txt", "desk/more.py", "desk/team.txt", "desk/teams.py", "helping/__init__.py"),
        *("helping/data.csv", "helping/words.py", "list.json", "lists/in/two.txt", "lists/one.txt"),
        *("newsroom.py", "top.py"),
    ]
    assert of("newsroom") == newsroom
    assert of("helping.words") == ["helping/__init__.py", "helping/data.csv", "helping/words.py"]
    assert of("desk.unused") == ["desk/unused.py"]
    assert of("broken", "no_such") == ["broken.py"]
    assert watched_places(site, ("desk.unused", "helping")) == tuple(
        sorted(site / place for place in (
            "desk/unused", "desk/unused.py", "helping", "helping.py", "helping/data.csv",
            "helping/words.py"))
    )  # fmt: skip


def test_a_text_that_names_a_file_has_a_longest_length(tmp_path: Path) -> None:
    """Nobody asks the disk for each sentence of a module."""
    for length in (200, 201):
        name = f"{'a' * 100}/{'b' * (length - 101)}"
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", "utf-8")
        (tmp_path / "newsroom.py").write_text(f"A = {name!r}", "utf-8")
        assert len(files_of(tmp_path, ("newsroom",))) == (2 if length == 200 else 1)


def test_digests_and_compiled_files_of_modules(tmp_path: Path) -> None:
    file, outside = tmp_path / "a.py", Path(__file__)
    file.write_text("X = 1", "utf-8")
    gone = tmp_path / "gone.py"
    assert digests_of(tmp_path, (file, gone, outside)) == (
        ("a.py", digest_bytes(b"X = 1")),
        ("gone.py", ""),
        (outside.name, digest_bytes(outside.read_bytes())),
    )
    compiled = Path(importlib.util.cache_from_source(str(file)))
    compiled.parent.mkdir()
    compiled.write_bytes(b"")
    other = compiled.with_name("b.pyc")
    other.write_bytes(b"")
    forget_compiled((tmp_path / "a.txt", gone, file))
    assert os.listdir(compiled.parent) == [other.name]
    assert str(tmp_path) not in sys.path
