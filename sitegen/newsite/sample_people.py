"""The people and the standing pages of the sample site."""

from __future__ import annotations

from sitegen.newsite.sample_parts import Facts

_FIELD_NOTE = "This biography is a sample. It stands where a reporter’s own words will stand."


# File in content/authors/ → front matter and biography.
PEOPLE: dict[str, tuple[Facts, str]] = {
    "sample-reporter-one": (
        {
            "name": "Sample Reporter One",
            "role": "City Hall reporter",
            "beat": "City government, budgets, water",
            "languages": ["en", "es"],
            "email": "one@example.org",
            "profiles": ["https://social.example/@sample-one"],
            "image": {"file": "one.png", "alt": "A drawn sample face"},
        },
        (
            f"{_FIELD_NOTE}\n\nA second paragraph names the sample towns where Sample Reporter One "
            "never worked, and the sample prizes that nobody gave."
        ),
    ),
    "sample-reporter-two": (
        {"name": "Sample Reporter Two", "role": "Reporter without a picture"},
        _FIELD_NOTE,
    ),
    "sample-reporter-three": (
        {
            "name": "Sample Reporter Three",
            "role": "Photographer",
            "image": {"file": "three.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-columnist-one": (
        {
            "name": "Sample Columnist One",
            "role": "Columnist",
            "image": {"file": "columnist-one.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-columnist-two": (
        {
            "name": "Sample Columnist Two",
            "role": "Guest writer",
            "image": {"file": "columnist-two.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-columnist-three": (
        {"name": "Sample Columnist Three", "role": "Guest writer without a face"},
        _FIELD_NOTE,
    ),
    "sample-long-name": (
        {
            "name": "Sample Reporter Whose Name Is a Good Deal Longer Than Anybody Had Expected",
            "role": "Special correspondent for names that need more than one line",
        },
        _FIELD_NOTE,
    ),
    "reportera-de-muestra": (
        {"name": "Reportera de Muestra", "role": "Reportera", "lang": "es"},
        "Esta biografía es una muestra.",
    ),
    "phong-vien-mau": (
        {"name": "Phóng Viên Mẫu", "role": "Phóng viên", "lang": "vi"},
        "Tiểu sử này chỉ là mẫu.",
    ),
    "sample-reporter-arabic": (
        {
            "name": "مراسل تجريبي",
            "role": "Correspondent",
            "lang": "ar",
            "image": {"file": "arabic.png", "alt": "A drawn sample face"},
        },
        _FIELD_NOTE,
    ),
    "sample-newsroom": (
        {"name": "The Sample Newsroom", "role": "Newsroom", "organisation": True},
        "Stories signed by the newsroom as a whole. This, too, is a sample.",
    ),
}


# File in content/pages/ → front matter and text.
PAGES: dict[str, tuple[Facts, str]] = {
    "about": (
        {
            "title": "About this sample",
            "summary": "A sample page with sample text, a heading and a link on it.",
        },
        """
        This site is a sample. A program wrote its stories, drew its pictures and made up its
        bylines, so that every part of the theme can be seen before there is anything to report.

        ## A heading

        A paragraph with a [link to the corrections policy](corrections-policy.md).
        """,
    ),
    "corrections-policy": (
        {
            "title": "Corrections policy",
            "summary": "A sample policy that promises nothing at all to anybody.",
        },
        """
        A newspaper’s corrections policy belongs here. This is a sample.
        """,
    ),
}
