"""Words and rights that belong to a photo wherever it is used.

They stand in a small file beside it, bayou.jpg.yml, or in the photo itself (IPTC):

    caption: Volunteers clear reeds from the bayou.
    credit: Mai Tran/Sample Agency
    licence: One year, this site only
    licence_until: 2027-03-01
    focus: [0.5, 0.3]

A use of the photo may have a caption of its own; credit and licence stay with the photo.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from sitegen.core.dates import parse_moment
from sitegen.core.problems import Problem
from sitegen.core.record import Record
from sitegen.pictures.facts import Rights
from sitegen.schema.frontmatter import whole
from sitegen.schema.reader import Reader, Rules
from sitegen.schema.tables import Key, Table
from sitegen.schema.values import FOCUS, LINE, When
from sitegen.schema.yaml_reader import YamlReader


class LastDay(Record):
    """The first moment after a licence: a day without a time counts in full."""

    def read(self, reader: Reader, key: str, value: object) -> datetime | None:
        moment = When(is_end=True).read(reader, key, value)
        if moment is None or moment.timed:
            return None if moment is None else moment.at
        day = (moment.at + timedelta(days=1)).date().isoformat()
        return parse_moment(day, reader.rules.zone)[0].at


PHOTO = Table(
    (
        Key("alt", LINE, "what it shows, for galleries of a folder", prose=True,
            former=("alt_text", "alttext", "description"), example="Volunteers in the reeds"),
        Key("caption", LINE, "what is written below it", prose=True, former=("legend",),
            example="Volunteers clear reeds from the bayou."),
        Key("credit", LINE, "who made it", prose=True,
            former=("credits", "photographer", "by", "source", "author", "attribution"),
            example="A. Sample/Sample Agency"),
        Key("copyright", LINE, "whose it is, where nobody is credited", prose=True,
            example="© Sample Agency"),
        Key("licence", LINE, "what the licence allows", prose=True,
            example="One year, this site only"),
        Key("licence_until", LastDay(), "the last day on which it may be shown",
            example="2027-03-01"),
        Key("license", LINE, "the same as `licence`", becomes="licence", prose=True,
            example="One year"),
        Key("license_until", LastDay(), "the same as `licence_until`", becomes="licence_until",
            example="2027-03-01"),
        Key("focus", FOCUS, "what crops keep: from the left, from the top, 0 to 1",
            example="[0.5, 0.3]"),
    ),
    makes=Rights,
)  # fmt: skip


def read_rights(data: bytes, path: str, zone: tzinfo) -> tuple[Rights | None, tuple[Problem, ...]]:
    """Read the file beside a photo.

    Args:
        path: of that file as the editor knows it, for problems.
        zone: the newsroom's, for dates.

    Returns:
        What it says, None when something must be mended first; and its problems.
    """
    matter = whole(path, data)
    if isinstance(matter, tuple):
        return None, matter
    reader = YamlReader(path, matter, Rules(zone))
    fields = PHOTO.take(reader, matter.values)
    return (None if reader.failed else Rights(**fields)), tuple(reader.problems)
