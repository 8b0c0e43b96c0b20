"""Folders of Hugo, Jekyll, Eleventy and Pelican: texts, front matter, pictures, old addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.core.problems import SitegenError
from sitegen.importers.folders.eleventy import ELEVENTY
from sitegen.importers.folders.hugo import HUGO
from sitegen.importers.folders.jekyll import JEKYLL
from sitegen.importers.folders.matter import matter_of
from sitegen.importers.folders.origin import Folder
from sitegen.importers.folders.pelican import PELICAN
from sitegen.importers.folders.program import Program
from sitegen.importers.loose import moment
from sitegen.importers.model import Paper, Piece
from sitegen.importers.receipt import Receipt
from tests.conftest import text_of

CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def receipt() -> Iterator[Receipt]:
    with Receipt() as receipt:
        yield receipt


class Read:
    """What a folder says."""

    def __init__(
        self, root: Path, program: Program, files: Mapping[str, str | bytes], receipt: Receipt
    ) -> None:
        for name, content in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else text_of(content).encode()
            file.write_bytes(data)
        self.origin = Folder(root, program)
        self.paper: Paper = self.origin.survey(receipt)
        self.pieces: dict[str, Piece] = {
            piece.head.key.partition(":")[2]: piece for piece in self.origin.pieces()
        }

    def __getitem__(self, path: str) -> Piece:
        return self.pieces[path]


# Front matter


FORMS = {
    "yaml": "---\ntitle: A sample\ntags: [no, 077]\n---\nText.\n",
    "yaml that ends in dots": "---\ntitle: A sample\ntags:\n- no\n- 077\n...\nText.\n",
    "toml": '+++\ntitle = "A sample"\ntags = ["no", "077"]\n+++\nText.\n',
    "json": '{\n "title": "A sample",\n "tags": ["no", "077"]\n}\n\nText.\n',
    "json in a fence": '---json\n{"title": "A sample", "tags": ["no", "077"]}\n---\nText.\n',
    "with a mark and returns": "\ufeff---\r\nTitle: A sample\r\ntags: [no, 077]\r\n---\r\nText.\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_front_matter_is_read_in_its_form(form: str) -> None:
    """`no` is a word, and 077 a number as it was typed."""
    matter = matter_of(FORMS[form])
    assert matter.values == {"title": "A sample", "tags": ["no", "077"]}
    assert (matter.text, matter.fault) == ("Text.\n", "")


def test_lines_of_key_and_value_are_front_matter_of_pelican() -> None:
    matter = matter_of("Title: A: sample\nSummary: One\n    and two\nTags: a, b\n\nText: x\n",
                       pairs=True)  # fmt: skip
    assert matter.values == {"title": "A: sample", "summary": "One\nand two", "tags": "a, b"}
    assert matter.text == "Text: x\n"
    assert matter_of("Just words: and more\n", pairs=True).text == "Just words: and more\n"
    assert matter_of("Just words.\n", pairs=True).text == "Just words.\n"


def test_fields_are_front_matter_of_restructuredtext() -> None:
    matter = matter_of("A sample\n########\n\n:date: 2019-05-01\n:tags: a\n\nText.\n", fields=True)
    assert matter.values == {"title": "A sample", "date": "2019-05-01", "tags": "a"}
    assert matter.text == "Text.\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("---js\n{ title: 'A' }\n---\nText.\n", "JavaScript"),
        ("---\ntitle: 'A\n---\nText.\n", "YAML"),
        ("---\n\tx: 1\n---\nText.\n", "YAML"),
        ("+++\ntitle = A\n+++\nText.\n", "TOML"),
        ("---json\n{,}\n---\nText.\n", "JSON"),
        ("---\n- a\n- b\n---\nText.\n", "no keys"),
        ("---\na: " + "[" * 1000 + "\n---\nText.\n", "YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_stays_in_the_text(source: str, words: str) -> None:
    """No word of it is lost, and the reason is said."""
    matter = matter_of(source)
    assert words in matter.fault
    assert matter.values == {}
    assert matter.text.startswith("```")
    assert matter.text.endswith("Text.\n")
    assert source.splitlines()[1].strip() in matter.text


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2019-05-01", datetime(2019, 5, 1, tzinfo=CHICAGO)),
        ("2019-05-01 10:30", datetime(2019, 5, 1, 10, 30, tzinfo=CHICAGO)),
        ("2019-05-01 10:30:00 -0600", datetime(2019, 5, 1, 16, 30, tzinfo=UTC)),
        ("2019-05-01T10:30:00Z", datetime(2019, 5, 1, 10, 30, tzinfo=UTC)),
        ("2019-05-01T10:30:00.123+02:00", datetime(2019, 5, 1, 8, 30, 0, 123000, tzinfo=UTC)),
        ("2019-05-01 10:30:00 UTC", datetime(2019, 5, 1, 10, 30, tzinfo=UTC)),
        ("May 1, 2019", datetime(2019, 5, 1, tzinfo=CHICAGO)),
        ("2019/05/01", datetime(2019, 5, 1, tzinfo=CHICAGO)),
        ("Wed, 01 May 2019 10:30:00 GMT", datetime(2019, 5, 1, 10, 30, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, at: datetime | None) -> None:
    assert moment(written, CHICAGO) == at


# Hugo


HUGO_SITE = {
    "hugo.toml": """\
        baseURL = "https://old.example/paper/"
        title = "The Sample Gazette"
        languageCode = "en-us"
        timeZone = "America/Chicago"
        [params]
        description = "News of samples"
        [permalinks]
        blog = "/:year/:month/:slug/"
        [taxonomies]
        tag = "tags"
        district = "districts"
        [[menu.main]]
        name = "City"
        url = "/city/"
        """,
    "content/_index.md": "---\ntitle: Home\n---\n",
    "content/city/_index.md": "---\ntitle: City Hall\ndescription: The council\n---\n",
    "content/city/vote/index.md": """\
        +++
        title = "The vote"
        date = 2019-05-01T10:30:00-05:00
        lastmod = 2019-05-02
        expiryDate = 2030-01-01
        tags = ["Budget", "City council"]
        categories = ["Politics"]
        authors = ["Ana Ruiz", "mtran@paper.example (Mai Trần)"]
        aliases = ["/old/vote/", "/paper/older"]
        summary = "What it *says*."
        series = ["The budget"]
        [cover]
        image = "hall.jpg"
        alt = "The hall"
        caption = "Today"
        +++
        ![A map](map.png "The map"), [the other]({{< relref "other.md" >}}) and [it](../other.md#a).
        """,
    "content/city/vote/hall.jpg": b"hall",
    "content/city/vote/map.png": b"map",
    "content/city/other.md": "---\ntitle: Other\ndate: 2019-04-01\ndraft: false\n---\nWords.\n",
    "content/blog/a-note.md": "---\ntitle: A note\ndate: 2019-03-02\nslug: the-note\n---\nWords.\n",
    "content/about.md": "---\ntitle: About\n---\n![Us](/img/us.jpg)\n",
    "content/city/idea.md": "---\ntitle: Idea\ndate: 2019-03-02\ndraft: true\n---\nWords.\n",
    "content/city/bad.md": "---js\n{}\n---\nWords.\n",
    "content/city/list.org": "* Heading\n",
    "content/city/part.md": "---\ntitle: P\nheadless: true\n---\n",
    "content/pages/team/us.md": "---\ntitle: Us\ndate: 2019-01-01\n---\n"
    "[Who?](../who/?a#b) [Up](..)\n",
    "static/img/us.jpg": b"us",
    "data/team.yaml": "- a\n",
    "themes/x/content/evil.md": "---\ntitle: E\ndate: 2019-01-01\n---\n",
}


@pytest.fixture
def hugo(tmp_path: Path, receipt: Receipt) -> Read:
    return Read(tmp_path, HUGO, HUGO_SITE, receipt)


def test_hugo_is_surveyed(hugo: Read, receipt: Receipt) -> None:
    """Settings, sections with their names, people without their e-mail addresses, the menu."""
    paper = hugo.paper
    assert (paper.title, paper.tagline) == ("The Sample Gazette", "News of samples")
    assert (paper.address, paper.zone, paper.language) == (
        "https://old.example/paper", "America/Chicago", "en-US",
    )  # fmt: skip
    city = next(term for term in paper.terms if term.key == "category:city")
    assert (city.name, city.description) == ("City Hall", "The council")
    assert city.addresses[:2] == (
        "https://old.example/paper/city/", "https://old.example/paper/city/index.xml",
    )  # fmt: skip
    assert [author.name for author in paper.authors] == ["Ana Ruiz", "Mai Trần"]
    assert paper.menus[0].links[0].title == "City"
    assert paper.addresses == {"/index.xml": "/feed.xml"}
    assert any("districts" in remark for remark in receipt.remarks)
    assert any("team.yaml" in remark for remark in receipt.remarks)


def test_a_bundle_of_hugo_comes_whole(hugo: Read) -> None:
    """Dates, writers, addresses, pictures beside the text, links by files."""
    piece = hugo["content/city/vote/index.md"]
    head = piece.head
    assert head.published == datetime(2019, 5, 1, 15, 30, tzinfo=UTC)
    assert head.updated == datetime(2019, 5, 2, tzinfo=CHICAGO)
    assert piece.expires == datetime(2030, 1, 1, tzinfo=CHICAGO)
    assert head.address == "https://old.example/paper/city/vote/"
    assert head.addresses == ("https://old.example/paper/old/vote/",
                              "https://old.example/paper/older")  # fmt: skip
    assert head.terms == (
        "category:city", "category:politics", "tag:budget", "tag:city-council",
    )  # fmt: skip
    assert head.authors == ("ana-ruiz", "mai-tran")
    assert piece.summary == "What it says."
    assert (piece.picture, piece.picture_alt, piece.picture_caption) == (
        "/city/vote/hall.jpg", "The hall", "Today",
    )  # fmt: skip
    assert piece.text == (
        '![A map](/city/vote/map.png "The map"), [the other](https://old.example/paper/city/other/)'
        " and [it](https://old.example/paper/city/other/#a).\n"
    )
    assert (piece.form, piece.guid) == ("markdown", head.address)
    assert piece.extra == {"series": "The budget"}
    assert hugo.origin.data("/city/vote/map.png") == b"map"
    assert hugo.origin.data("https://old.example/paper/img/us.jpg") == b"us"


def test_kinds_and_states_of_hugo(hugo: Read, receipt: Receipt) -> None:
    """Pages, permalinks, drafts; what cannot be read is a draft, what is no page stays away."""
    assert hugo["content/blog/a-note.md"].head.address == (
        "https://old.example/paper/2019/03/the-note/"
    )
    about = hugo["content/about.md"]
    assert (about.head.kind, about.text) == ("page", "![Us](/img/us.jpg)\n")
    idea = hugo["content/city/idea.md"].head
    assert (idea.state, idea.published, idea.address) == ("draft", None, "")
    bad = hugo["content/city/bad.md"]
    assert bad.head.state == "draft"
    assert "JavaScript" in bad.head.reason
    assert bad.head.remedy
    assert "Words." in bad.text
    us = hugo["content/pages/team/us.md"]
    assert (us.head.kind, us.text) == (
        "page",
        "[Who?](/paper/pages/team/who/?a#b) [Up](/paper/pages/team)\n",
    )
    assert set(hugo.pieces) == {
        "content/about.md", "content/blog/a-note.md", "content/city/bad.md",
        "content/city/idea.md", "content/city/other.md", "content/city/vote/index.md",
        "content/pages/team/us.md",
    }  # fmt: skip
    assert sum(n for (_, outcome), n in receipt.sums.items() if outcome == "left out") == 4


SHORTCODES = {
    "figure": (
        '{{< figure src="/a.jpg" alt="A [b]" caption="The \\"hall\\"" attr="Ana" >}}',
        r'![A \[b\]](/a.jpg "The \"hall\". Ana")',
    ),
    "youtube": ("{{< youtube abc >}}",
                '::: embed https://www.youtube.com/watch?v=abc "Video on YouTube"\n:::'),
    "vimeo": ('{{< vimeo id="12" >}}', '::: embed https://vimeo.com/12 "Video on Vimeo"\n:::'),
    "x": ('{{< x user="ana" id="12" >}}',
          '::: embed https://x.com/ana/status/12 "Post on X"\n:::'),
    "gist": ("{{< gist ana abc >}}",
             '::: embed https://gist.github.com/ana/abc "Code on GitHub"\n:::'),
    "highlight": ("{{< highlight go >}}\na < b\n{{ x }}\n{{< /highlight >}}",
                  "```go\na < b\n{{ x }}\n```"),
    "highlight around a fence": (
        "{{< highlight md >}}\n````go\nx\n````\n{{< /highlight >}}",
        "`````````md\n````go\nx\n````\n`````````",
    ),
    "notice": ("{{% notice tip %}}\nWords.\n{{% /notice %}}", "::: note\nWords.\n:::"),
    "details": ('{{< details title="All" >}}\n- x\n{{< /details >}}',
                "<details>\n<summary>All</summary>\n\n- x\n\n</details>"),
    "gallery": ("{{< gallery >}}\n![a](/a.jpg)\n![b](/b.jpg)\n{{< /gallery >}}",
                "::: gallery\n![a](/a.jpg)\n![b](/b.jpg)\n:::"),
    "button": ('{{< button href="/x/" >}}Read{{< /button >}}', "[Read](/x/)"),
    "written, not meant": ("`{{< figure >}}` and {{</* figure */>}}",
                           "`{{< figure >}}` and {{< figure >}}"),
    "param": ("{{< param subtitle >}}", "Below"),
    "unknown": ("{{< chart data=\"x\" >}}", '{{< chart data="x" >}}'),
    "unknown around known": ("{{< tabs >}}{{< button href=\"/x/\" >}}R{{< /button >}}{{< /tabs >}}",
                             "{{< tabs >}}[R](/x/){{< /tabs >}}"),
    "without an end": ("{{% notice %}} Words.", "::: note\n\n:::\n\n Words."),
}  # fmt: skip


@pytest.mark.parametrize("name", SHORTCODES)
def test_shortcodes_of_hugo(tmp_path: Path, receipt: Receipt, name: str) -> None:
    """The commonest are blocks; what nobody knows stays visible, and is counted."""
    source, wanted = SHORTCODES[name]
    front = "---\ntitle: T\ndate: 2019-01-01\nsubtitle: Below\n---\n"
    read = Read(tmp_path, HUGO, {"content/a/b.md": f"{front}{source}\n"}, receipt)
    piece = read["content/a/b.md"]
    assert piece.text.strip() == wanted
    assert bool(piece.notes) == name.startswith("unknown")
    assert receipt.count("shortcode") == name.startswith("unknown")


FRAMES = {
    "a film": (
        ('<div class="video"><iframe width="560" src="https://www.youtube.com/embed/abc?rel=0" '
         'title="The vote"></iframe></div>'),
        '::: embed https://www.youtube.com/watch?v=abc "The vote"\n:::',
        "",
    ),
    "a film among words": (
        "Before <iframe src='https://player.vimeo.com/video/12'></iframe> after",
        'Before \n\n::: embed https://vimeo.com/12 "Video on Vimeo"\n:::\n\n after',
        "",
    ),
    "a script": (
        'Words.\n\n<script async src="https://platform.x.example/w.js"></script>\nMore.',
        "Words.\n\nMore.",
        "without a script of platform.x.example",
    ),
    "code of the page's own": ("<script>let a = 1</script>Words.", "Words.", "without a script"),
    "a gist": (
        '<script src="https://gist.github.com/ana/abc.js"></script>',
        '::: embed https://gist.github.com/ana/abc "Code on GitHub"\n:::',
        "",
    ),
    "code that shows one": ("`<script>a</script>`", "`<script>a</script>`", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FRAMES)
def test_frames_are_embeds_and_scripts_fall(tmp_path: Path, receipt: Receipt, name: str) -> None:
    """Nothing of another site loads before a reader asks, whatever stood in the Markdown."""
    source, wanted, note = FRAMES[name]
    front = "---\ntitle: T\ndate: 2019-01-01\n---\n"
    piece = Read(tmp_path, HUGO, {"content/a/b.md": f"{front}{source}\n"}, receipt)[
        "content/a/b.md"
    ]
    assert piece.text.strip() == wanted
    assert piece.notes == ((note,) if note else ())


@pytest.mark.parametrize("line", ["private: true", "password: qxsecret", "status: private"])
def test_what_is_private_is_nowhere(tmp_path: Path, receipt: Receipt, line: str) -> None:
    """No word of it, no title: not in a value, not in the receipt."""
    files = {
        "content/a/b.md": f"---\ntitle: qxsecret\ndate: 2019-01-01\n{line}\n---\nqxsecret\n",
        "content/a/c.md": "---\ntitle: C\ndate: 2019-01-01\n---\nWords.\n",
    }
    read = Read(tmp_path, HUGO, files, receipt)
    said = repr((read.paper, read.pieces, list(receipt.items()), receipt.remarks))
    assert "qxsecret" not in said
    assert receipt.sums["post", "left out"] == 1


# Settings


WHOLE = ("The Gazette", "All of it", "https://g.org", "es-MX")
CONFIGS = {
    "Jekyll": (JEKYLL, "_config.yml",
               "title: The Gazette\ntagline: All of it\nurl: https://g.org/\nlang: es_MX\n"),
    "Jekyll's themes": (
        JEKYLL, "_config.yml",
        "name: The Gazette\nsubtitle: All of it\nurl: https://g.org\nlocale: es-MX\n",
    ),
    "Eleventy": (
        ELEVENTY, "_data/metadata.json",
        ('{"title": "The Gazette", "tagline": "All of it", "url": "https://g.org/", '
        '"language": "es-MX"}'),
    ),
    "Eleventy's starters": (
        ELEVENTY, "_data/site.json",
        ('{"name": "The Gazette", "description": "All of it", "base": "https://g.org", '
        '"lang": "es_mx"}'),
    ),
    "Hugo": (HUGO, "hugo.toml", ('title = "The Gazette"\nbaseURL = "https://g.org/"\n'
             'languageCode = "es-MX"\n[params]\ntagline = "All of it"\n')),
    "Hugo's themes": (
        HUGO, "hugo.toml", ('title = "The Gazette"\nbaseURL = "https://g.org"\n'
        'locale = "es-MX"\n[params]\nsubtitle = "All of it"\n'),
    ),
    "Pelican": (PELICAN, "pelicanconf.py", ("SITENAME = 'The Gazette'\nSITESUBTITLE = 'All of it'\n"
                "SITEURL = 'https://g.org/'\nDEFAULT_LANG = 'es_MX'\n")),
    "Pelican's themes": (
        PELICAN, "pelicanconf.py", ("SITENAME = 'The Gazette'\nTAGLINE = 'All of it'\n"
        "SITEURL = 'https://g.org'\nDEFAULT_LANG = 'es-MX'\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("config", CONFIGS)
def test_a_site_says_of_itself_what_it_is(config: str, tmp_path: Path, receipt: Receipt) -> None:
    """Under each of the names that programs and their themes have for it."""
    program, file, text = CONFIGS[config]
    words = "Title: A\nDate: 2020-01-01\n\nWords.\n"
    story = words if program is PELICAN else f"---\n{words.lower().strip()}\n---\nWords.\n"
    story = story.replace("\n\nwords.", "")
    place = "_posts/2020-01-01-a.md" if program is JEKYLL else "content/posts/a.md"
    paper = Read(tmp_path, program, {file: text, place: story}, receipt).paper
    assert (paper.title, paper.tagline, paper.address, paper.language) == WHOLE


def test_each_feed_of_pelican_leads_to_ours(tmp_path: Path, receipt: Receipt) -> None:
    """Those that it writes unasked, and those that the settings name."""
    config = "FEED_ALL_ATOM = 'f/all.atom'\nFEED_RSS = '/rss'\nFEED_ALL_RSS = None\n"
    files = {"pelicanconf.py": config, "content/a.md": "Title: A\nDate: 2020-01-01\n\nWords.\n"}
    assert Read(tmp_path, PELICAN, files, receipt).paper.addresses == {
        "/feeds/all.atom.xml": "/atom.xml",
        "/feeds/all.rss.xml": "/feed.xml",
        "/f/all.atom": "/atom.xml",
        "/rss": "/feed.xml",
    }


# Jekyll


JEKYLL_SITE = {
    "_config.yml": """\
        title: The Sample Gazette
        description: News of samples
        url: https://old.example
        baseurl: /paper
        timezone: America/Chicago
        permalink: pretty
        collections:
          events: {output: true}
        defaults:
          - scope: {path: "", type: posts}
            values: {author: ana}
        """,
    "_data/authors.yml": "ana:\n  name: Ana Ruiz\n  bio: Writes.\n  email: a@b.example\n",
    "_posts/2019-05-01-the-vote.md": """\
        ---
        title: The vote
        categories: city council
        tags: budget taxes
        redirect_from: /old-vote
        image: {path: /assets/hall.jpg, alt: The hall}
        ---
        * TOC
        {:toc}

        {% highlight ruby linenos %}
        puts "{{ x }}"
        {% endhighlight %}

        ![Map]({{ site.baseurl }}/assets/map.png){: .wide}
        See [that]({% post_url 2019-04-01-other %}) and [us]({% link about.md %}), {{ page.title }}.
        {% comment %}Secret words{% endcomment %}{% raw %}{{ kept }}{% endraw %}

        {% include figure.html url="/assets/a.jpg" caption="A" %}
        {% include video id="abc" provider="youtube" %}
        {% chart x %}
        """,
    "news/_posts/2019-04-01-other.markdown": "---\ndate: 2019-04-01 10:30:00 -0500\n---\n"
    "# Other\n\nW\n",
    "_posts/no-date.md": "---\ntitle: N\n---\n",
    "_posts/2019-04-03-hidden.md": "---\ntitle: H\npublished: false\n---\nWords.\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nWords.\n",
    "_events/fair.md": "---\ntitle: The fair\n---\nWords.\n",
    "_layouts/post.html": "---\n---\n{{ content }}\n",
    "_includes/x.md": "---\ntitle: X\n---\n",
    "about.md": "---\ntitle: About\npermalink: /us/\n---\nWords.\n",
    "archive-by-hand.html": "---\ntitle: A\n---\n{% for post in site.posts %}x{% endfor %}\n",
    "index.html": "---\n---\n",
    "README.md": "# Nothing\n",
    "assets/map.png": b"map",
}


@pytest.fixture
def jekyll(tmp_path: Path, receipt: Receipt) -> Read:
    return Read(tmp_path, JEKYLL, JEKYLL_SITE, receipt)


def test_a_post_of_jekyll_comes_whole(jekyll: Read) -> None:
    """Its day by its name, its address by the permalink, its Liquid as Markdown."""
    piece = jekyll["_posts/2019-05-01-the-vote.md"]
    head = piece.head
    assert head.published == datetime(2019, 5, 1, tzinfo=CHICAGO)
    assert head.address == "https://old.example/paper/city/council/2019/05/01/the-vote/"
    assert head.addresses == ("https://old.example/paper/old-vote",)
    assert head.terms == ("category:city", "category:council", "tag:budget", "tag:taxes")
    assert head.authors == ("ana",)
    assert (piece.picture, piece.picture_alt) == ("/assets/hall.jpg", "The hall")
    assert piece.guid == "https://old.example/paper/city/council/2019/05/01/the-vote"
    for part in ('```ruby\nputs "{{ x }}"\n```', "![Map](/assets/map.png)\n",
                 "[that](https://old.example/paper/news/2019/04/01/other/)",
                 "[us](https://old.example/paper/us/), The vote.", "{{ kept }}",
                 '![](/assets/a.jpg "A")', "watch?v=abc", "{% chart x %}"):  # fmt: skip
        assert part in piece.text
    assert "Secret" not in piece.text
    assert "{:" not in piece.text


def test_kinds_and_states_of_jekyll(jekyll: Read, receipt: Receipt) -> None:
    """Drafts, what says `published: false`, collections, pages; templates stay away."""
    other = jekyll["news/_posts/2019-04-01-other.markdown"]
    assert (other.head.title, other.text.strip()) == ("Other", "W")
    assert other.head.terms == ("category:news",)
    assert jekyll["_drafts/idea.md"].head.state == "draft"
    assert jekyll["_posts/2019-04-03-hidden.md"].head.state == "draft"
    fair = jekyll["_events/fair.md"].head
    assert (fair.kind, fair.type, fair.as_page) == ("type", "events", True)
    assert fair.address == "https://old.example/paper/events/fair/"
    assert jekyll["about.md"].head.address == "https://old.example/paper/us/"
    assert len(jekyll.pieces) == 6
    assert jekyll.paper.authors[0].name == "Ana Ruiz"
    assert "@" not in repr(jekyll.paper)
    assert receipt.sums["page", "left out"] == 2
    assert receipt.sums["post", "left out"] == 1
    assert receipt.sums["shortcode", "kept"] == 1


# Eleventy


ELEVENTY_SITE = {
    "eleventy.config.js": 'export default function () { return { dir: { input: "src" } }; }\n',
    "src/_data/metadata.json": '{"title": "The Sample Gazette", "url": "https://old.example",'
    ' "description": "News", "language": "en"}\n',
    "src/posts/posts.json": '{"tags": ["posts"], "author": "Ana Ruiz"}\n',
    "src/posts/2019-05-01-the-vote.md": """\
        ---
        title: The vote
        tags: [Budget]
        ---
        {% image "./hall.jpg", "The hall" %}{# not shown #}
        [that](/posts/other/) [it](other.md) {{ title }}
        """,
    "src/posts/other.md": "---\ntitle: Other\ndate: 2019-04-01\npermalink: /o/{{ page.fileSlug }}/"
    "\n---\nWords.\n",
    "src/posts/part.md": "---\ntitle: P\ndate: 2019-04-01\npermalink: false\n---\nWords.\n",
    "src/posts/script.md": "---js\n{title: 'S'}\n---\nWords.\n",
    "src/posts/hall.jpg": b"hall",
    "src/about/index.md": "---\ntitle: About\n---\nWords.\n",
    "src/index.njk": "---\ntitle: Home\n---\n",
    "src/_includes/x.md": "---\ntitle: X\n---\n",
    "node_modules/a/README.md": "---\ntitle: R\ndate: 2019-01-01\n---\n",
    "src/__MACOSX/posts/v.md": "---\ntitle: V\ndate: 2019-01-01\n---\n",  # of an archive
}


def test_eleventy(tmp_path: Path, receipt: Receipt) -> None:
    """Data of folders, tags that only collect, permalinks, `---js` as a draft."""
    read = Read(tmp_path, ELEVENTY, ELEVENTY_SITE, receipt)
    vote = read["src/posts/2019-05-01-the-vote.md"]
    assert read.paper.address == "https://old.example"
    assert vote.head.address == "https://old.example/posts/the-vote/"
    assert vote.head.published == datetime(2019, 5, 1, tzinfo=UTC)
    assert (vote.head.terms, vote.head.authors) == (("tag:budget",), ("ana-ruiz",))
    assert "![The hall](/posts/hall.jpg)" in vote.text
    assert "[it](https://old.example/o/other/) The vote" in vote.text
    assert "not shown" not in vote.text
    assert read.origin.data("/posts/hall.jpg") == b"hall"
    assert read["src/posts/script.md"].head.state == "draft"
    assert read["src/about/index.md"].head.address == "https://old.example/about/"
    assert read["src/about/index.md"].head.kind == "page"
    assert len(read.pieces) == 4
    assert receipt.sums["post", "left out"] == 1
    assert receipt.sums["page", "left out"] == 1


# Pelican


PELICAN_SITE = {
    "pelicanconf.py": """\
        import os
        SITENAME = "The Sample Gazette"
        SITEURL = "https://old.example"
        TIMEZONE = "America/Chicago"
        DEFAULT_LANG = "en"
        ARTICLE_URL = "{date:%Y}/{slug}/"
        MENUITEMS = (("City", "/category/city.html"),)
        FEED_ALL_ATOM = "feeds/all.atom.xml"
        os.system("touch " + __file__ + ".ran")
        """,
    "content/city/vote.md": """\
        Title: The vote
        Date: 2019-05-01 10:30
        Modified: 2019-05-02
        Tags: Budget, City council
        Authors: Ana Ruiz, Mai Trần
        Summary: What it says.

        ![Map]({static}/images/map.png) [that]({filename}../other.md) [all]({category}city)
        """,
    "content/other.md": "Title: Other\nDate: 2019-04-01\nCategory: News\nSlug: the-other\n"
    "\nWords.\n",
    "content/pages/about.md": "Title: About\n\nWords.\n",
    "content/idea.md": "Title: Idea\nDate: 2019-04-01\nStatus: draft\n\nWords.\n",
    "content/skip.md": "Title: S\nDate: 2019-04-01\nStatus: skip\n\nWords.\n",
    "content/old.rst": "Old\n###\n\n:date: 2018-01-01\n\nWords of *it*.\n",
    "content/page.html": '<html><head><title>Made</title><meta name="date" content="2019-02-01">'
    "</head><body><p>Words.</p></body></html>\n",
    "content/images/map.png": b"map",
}


def test_pelican(tmp_path: Path, receipt: Receipt) -> None:
    """Lines of keys, {static} and {filename}, addresses by the config, which is never run."""
    read = Read(tmp_path, PELICAN, PELICAN_SITE, receipt)
    vote = read["content/city/vote.md"]
    assert not list(tmp_path.glob("*.ran"))
    assert (read.paper.title, read.paper.zone) == ("The Sample Gazette", "America/Chicago")
    assert read.paper.menus[0].links[0].address == "https://old.example/category/city.html"
    assert vote.head.published == datetime(2019, 5, 1, 10, 30, tzinfo=CHICAGO)
    assert vote.head.address == "https://old.example/2019/the-vote/"
    assert vote.head.terms == ("category:city", "tag:budget", "tag:city-council")
    assert [author.name for author in read.paper.authors] == ["Ana Ruiz", "Mai Trần"]
    assert vote.guid == "tag:old.example,2019-05-01:/2019/the-vote/"
    assert vote.text == (
        "![Map](/images/map.png) [that](https://old.example/2019/the-other/) "
        "[all](https://old.example/category/city.html)\n"
    )
    assert read.origin.data("/images/map.png") == b"map"
    assert read["content/pages/about.md"].head.address == "https://old.example/pages/about.html"
    assert read["content/idea.md"].head.state == "draft"
    rst = read["content/old.rst"]
    assert (rst.head.state, rst.head.title) == ("draft", "Old")
    assert "reStructuredText" in rst.head.reason
    assert "Words of *it*." in rst.text
    made = read["content/page.html"]
    assert (made.form, made.text, made.head.title) == ("html", "<p>Words.</p>\n", "Made")
    assert receipt.sums["post", "left out"] == 1


# Folders that are none


@pytest.mark.parametrize("program", [HUGO, JEKYLL, ELEVENTY, PELICAN], ids=lambda p: str(p.name))
def test_a_folder_without_texts_is_told(tmp_path: Path, receipt: Receipt, program: Program) -> None:
    with pytest.raises(
        SitegenError, match=f"{tmp_path.name}: error: there is no text of {program.name}'s"
    ):
        Folder(tmp_path, program).survey(receipt)
    with pytest.raises(SitegenError, match="x: error: there is no such folder"):
        Folder(tmp_path / "x", program).survey(receipt)


def test_nothing_outside_the_folder_is_read(tmp_path: Path, receipt: Receipt) -> None:
    """A link on the disk, or an address with dots, would publish what is nobody's business."""
    (tmp_path / "secret.md").write_text("---\ntitle: qxsecret\ndate: 2019-01-01\n---\nqxsecret\n")
    root = tmp_path / "paper"
    front = "---\ntitle: A\ndate: 2019-01-01\n---\n![x](../../../secret.md) ![y](.env)\n"
    read_files = {"content/a/b.md": front, "static/.env": b"qxsecret"}
    for name, content in read_files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (root / "content/a/link.md").symlink_to(tmp_path / "secret.md")
    (root / "static/link.jpg").symlink_to(tmp_path / "secret.md")
    origin = Folder(root, HUGO)
    paper = origin.survey(receipt)
    assert len(list(origin.pieces())) == 1
    assert "qxsecret" not in repr((paper, list(receipt.items()), list(origin.pieces())))
    for address in ("/link.jpg", "/../../secret.md", "/%2e%2e/secret.md", "/.env"):
        assert origin.data(address) is None


def test_what_is_odd_stops_nothing(tmp_path: Path, receipt: Receipt) -> None:
    """Lists where a text is wanted, tables as tags, numbers, bytes that are no text."""
    files = {
        "content/a/1.md": "---\ntitle: [a, b]\ndate: {x: 1}\ntags: {a: b}\ncover: [[]]\n---\nW\n",
        "content/a/2.md": "---\ntitle: 12\ndate: 2019\nauthors: {name: Ana}\n---\nW\n",
        "content/a/3.md": b"---\ntitle: \xff\xfe\ndate: 2019-01-01\n---\n\x00\xff W\n",
        "content/a/4.md": "",
        "content/a/5.md": "---\n---\n",
        "content/a/6.md": "---\ntitle: no end\ndate: 2019-01-01\n",
    }
    read = Read(tmp_path, HUGO, files, receipt)
    assert len(read.pieces) == 6
    assert read["content/a/1.md"].head.state == "draft"
    assert read["content/a/2.md"].head.authors == ("ana",)
