"""Where a story stands: its title, kind, section, address and id.

What its file does not say follows from the file's name and folder.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from sitegen.core.dates import in_file_name
from sitegen.core.problems import did_you_mean
from sitegen.core.urls import SLUG_LIMIT, slugify
from sitegen.language.codes import LANGUAGES
from sitegen.schema.reader import Fields, Reader
from sitegen.schema.values import is_language
from sitegen.schema.yaml_reader import is_seen
from sitegen.sources.files import CONTENT

LONGEST_WORD = 60  # letters: a name is cut between words
PAGES = "pages"  # the folder of content/ whose files are static pages


def stem_of(path: str) -> str:
    """Return the name of a story: its file's, or its folder's where the file is index.md."""
    file = PurePosixPath(path)
    return file.parent.name if file.stem == "index" else file.stem


def _folder(path: str) -> str:
    """Return the folder of content/ that holds a file: "news"; "" for content/ itself."""
    parts = path.split("/")
    if parts[-1].startswith("index."):
        parts.pop()
    return parts[1] if len(parts) > 2 else ""


def is_page(path: str) -> bool:
    """Say whether the file at a path is a page, which its folder alone decides."""
    return _folder(path) == PAGES


def settle_place(reader: Reader, fields: Fields) -> None:
    """Decide title, kind, section, slug and id."""
    path = reader.path
    folder = _folder(path)
    if not is_seen(fields.get("title", "")) and "title" not in reader.bad:
        reader.problem(
            "title",
            "the title is empty" if "title" in reader.lines else "the story has no title",
            "Write it as in 'title: Council votes on the budget'.",
        )
    _refuse_language_in_name(reader)
    _refuse_hiding_name(reader, fields)
    usual_kind = reader.rules.kinds.get(fields.get("section") or folder, "news")
    kind = fields.setdefault("kind", "page" if folder == PAGES else usual_kind)
    if is_page(path):
        if kind != "page":
            reader.problem(
                "kind",
                f"a file in {CONTENT}/{PAGES}/ is a page, not of the kind '{kind}'",
                f"Delete this line, or move the file to {CONTENT}/ and the section's folder.",
            )
        fields["kind"], fields["section"] = "page", ""
    else:
        if kind == "page":
            reader.problem(
                "kind",
                f"pages stand in {CONTENT}/{PAGES}/, and this file does not",
                "Move the file there, or delete this line.",
            )
        _settle_section(reader, fields, folder)
        template = reader.rules.templates.get(fields["section"])
        if template:
            fields.setdefault("template", template)
    if not fields.get("slug") and "slug" not in reader.bad:
        stem = in_file_name(stem_of(path))[1]
        # The file's name, not the title: mending a headline must not move its page.
        slug = slugify(stem) or slugify(fields.get("title", ""))
        if not slug and fields.get("title"):
            reader.problem(
                "slug",
                "no address can be made of the title or the file's name",
                "Write one, in Latin letters: 'slug: city-council-votes'.",
            )
        if len(slug) > SLUG_LIMIT - LONGEST_WORD and slug != slugify(stem, 10 * SLUG_LIMIT):
            reader.warn(
                "",
                f"the file's name makes an address of more than {SLUG_LIMIT} letters: it is cut",
                f"Write one that stays as it is: 'slug: {slug}'.",
            )
        fields["slug"] = slug
    fields["id"] = fields.get("id") or path.removeprefix(f"{CONTENT}/").rpartition(".")[0]
    if fields["id"].endswith("/index"):
        fields["id"] = fields["id"].removesuffix("/index")


def _refuse_hiding_name(reader: Reader, fields: Fields) -> None:
    """Publish nothing of which whoever named it so believes that nobody sees it."""
    if fields.get("draft") or "draft" in reader.bad:
        return
    for part in PurePosixPath(reader.path.removeprefix(f"{CONTENT}/")).parts:
        if part.startswith("_"):
            what = "file" if part.endswith(".md") else "folder"
            reader.problem(
                "",
                f"the {what} '{part}' is named as one that other programs hide, and is published",
                "Write 'draft: true', or give it another name.",
            )
            return


def _refuse_language_in_name(reader: Reader) -> None:
    """Keep "vote.es.md" free for translations that will be named so."""
    file = PurePosixPath(reader.path)
    stem, _, code = file.stem.rpartition(".")
    if stem and code.partition("-")[0] in LANGUAGES and is_language(code):
        name = stem if stem != "index" else file.parent.name
        reader.problem(
            "",
            f"a name that ends in '.{code}.md' is kept for translations to come",
            f"Name the file {name}-{code.lower()}.md, and write 'lang: {code}' in it.",
        )


def _settle_section(reader: Reader, fields: Fields, folder: str) -> None:
    """Decide the section: the one that is written, else the folder's."""
    sections = reader.rules.sections
    section = fields["section"] = fields.get("section") or folder
    if section in sections or "section" in reader.bad:
        return
    if not folder and reader.path.endswith("/index.md") and stem_of(reader.path) in sections:
        reader.problem(
            "",
            f"{CONTENT}/{stem_of(reader.path)}/ is the folder of a section, not of one story",
            "Give the file a name of its own, or put it into a folder below this one.",
        )
        return
    if folder:
        message = f"the folder '{folder}' is not a section"
    else:
        message = f"a story in {CONTENT}/ itself needs a section"
    reader.problem("section", message, did_you_mean(section, sections, "Sections"))
