"""Typography: what straight quotes, dashes and dots are published as."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.language.quotation_marks import CHOICES, quotes_of
from sitegen.language.typography import OBJECT, typeset, typeset_runs

ENGLISH = [
    # quotations
    ('"The budget is the city\'s".', "“The budget is the city’s”."),
    ('"The budget is the city\'s", she said', "“The budget is the city’s”, she said"),
    ('Is "this the city\'s"?', "Is “this the city’s”?"),
    ('("it\'s"), he said', "(“it’s”), he said"),
    ('the teachers\' "plan"', "the teachers’ “plan”"),
    ('"the Joneses\'".', "“the Joneses’”."),
    ("\"He said 'no,'\" she said.", "“He said ‘no,’” she said."),
    ("\"'No,' he said,\" she said.", "“‘No,’ he said,” she said."),
    ("'\"Go\" is bad,' I said.", "‘“Go” is bad,’ I said."),
    ("'It's the dogs' house,' she said.", "‘It’s the dogs’ house,’ she said."),
    ('He said, "Go."', "He said, “Go.”"),
    ('"Go," he said ("now").', "“Go,” he said (“now”)."),
    ('["yes"] {"no"}', "[“yes”] {“no”}"),
    ('"Yes"; "no": "maybe"?', "“Yes”; “no”: “maybe”?"),
    ('"A"/"B"-"C"', "“A”/“B”-“C”"),
    ('the plan--"ours"--is', "the plan–“ours”–is"),
    ('"Stop--" he said', "“Stop–” he said"),
    ('"I—" he began', "“I—” he began"),
    ('pre-"war"', "pre-“war”"),
    ('"...and then"', "“…and then”"),
    ('the so-called "experts"...', "the so-called “experts”…"),
    ('"$5," he said of "#MeToo"', "“$5,” he said of “#MeToo”"),
    ('"The Wire"\'s end', "“The Wire”’s end"),
    ('She said:"Go"', "She said:“Go”"),
    ('He said "go', "He said “go"),  # a quotation of several paragraphs
    ("'Go", "‘Go"),
    ('"The "Top 10" list"', "“The “Top 10” list”"),
    ("“He said 'no'”", "“He said ‘no’”"),
    ("\"2026\" and '2026'", "“2026” and ‘2026’"),
    ("'10 dead' in fire", "‘10 dead’ in fire"),
    ("'Cause of death' is unclear", "‘Cause of death’ is unclear"),
    ("Who said 'Yes'?", "Who said ‘Yes’?"),
    # apostrophes
    ("Class of '26, the '06-'07 season", "Class of ’26, the ’06-’07 season"),
    ("the '90s; '70s, '80s", "the ’90s; ’70s, ’80s"),
    ("the class of '26's gift", "the class of ’26’s gift"),
    ("Class of '26 says 'hello'", "Class of ’26 says ‘hello’"),
    ('"I was in the class of \'26," he said', "“I was in the class of ’26,” he said"),
    ("'til Friday", "’til Friday"),
    ("'Tis the season to say 'no'", "’Tis the season to say ‘no’"),
    ("'Twas 'bout time. Get 'em!", "’Twas ’bout time. Get ’em!"),
    ("\"'Tis,\" she said, \"'cause it's '26.\"", "“’Tis,” she said, “’cause it’s ’26.”"),
    ("rock 'n' roll, rock'n'roll, fish 'n chips", "rock ’n’ roll, rock’n’roll, fish ’n chips"),
    ("goin' to the '50s' best", "goin’ to the ’50s’ best"),
    ("y'all're 1990's", "y’all’re 1990’s"),
    ("O'Brien's, Hawai'i, Xi'an", "O’Brien’s, Hawai’i, Xi’an"),
    ("jack-o'-lantern", "jack-o’-lantern"),
    ("the 'burbs", "the ’burbs"),
    ("Guns N' Roses", "Guns N’ Roses"),
    # feet and inches
    ("a 6'2\" guard", "a 6′2″ guard"),
    ('"He is 6\'2"," she said.', "“He is 6′2″,” she said."),
    ("5' 9\" tall, a 10' x 12' room", "5′ 9″ tall, a 10′ x 12′ room"),
    ('a 12" pizza, 24"x36"', "a 12″ pizza, 24″x36″"),
    ('a 5½" screw, 6\'2½", 1.5" wide', "a 5½″ screw, 6′2½″, 1.5″ wide"),
    ("1234\" and 1234' and 10'123", "1234” and 1234’ and 10’123"),
    ("1234'12 and 10'12", "1234’12 and 10′12"),
    ('"5½" wide', "“5½” wide"),
    ('"We won 12" and "lost 3"', "“We won 12” and “lost 3”"),
    ('Boeing "737"', "Boeing “737”"),
    ('who said no" and left', "who said no” and left"),
    # dashes and dots
    ("2019--2024, he left --- finally...", "2019–2024, he left — finally…"),
    ("x----y and ....", "x----y and ...."),
    # more quotes in a row than anybody means
    ('a """""""""" b', "a “””””””””” b"),
    ('a """"""""""" b', "a ““””””””””” b"),
    ("“typed” – and ‘typed’ — stay…", "“typed” – and ‘typed’ — stay…"),
    ('他说"你好"。', "他说“你好”。"),
    # what stands alone, at a beginning or behind a gap
    ('"', "“"),
    ('" she said', "“ she said"),
    (' " she said', " ” she said"),
    ('say " a" b', "say “ a” b"),
    ('" a" b', "“ a” b"),
    ('He said "...and then"', "He said “…and then”"),
    ('Read "—No" here', "Read “—No” here"),
    # a quote behind a number that has to close, and one that need not
    ('"A 12" board," he said, "is fine"', "“A 12″ board,” he said, “is fine”"),
    ("A 10' 11.5\" board", "A 10′ 11.5″ board"),
    ('a 12""b"', "a 12″“b”"),
    ("1,123.5' x", "1,123.5’ x"),
    ('1,123.5" x', "1,123.5” x"),
    ("1,123.5'12", "1,123.5’12"),
    ("10'1234", "10’1234"),
    ("5'$ x", "5’$ x"),
]
SPANISH = [
    ('¿"Quién paga"? ¡"Nadie"!', "¿“Quién paga”? ¡“Nadie”!"),
    ('"¿Quién?", dijo', "“¿Quién?”, dijo"),
    ('¿¡"Qué"!? ¡¡"Ya"!!', "¿¡“Qué”!? ¡¡“Ya”!!"),
    ("¿'Qué'?", "¿‘Qué’?"),
    ('—"No" —dijo—. "Sí".', "—“No” —dijo—. “Sí”."),
    ("los '90 de D'Angelo", "los ’90 de D’Angelo"),
    ('El "nuevo" (o "viejo")', "El “nuevo” (o “viejo”)"),
    ("\"Dijo 'hola' ayer\"", "“Dijo ‘hola’ ayer”"),
    ("«ya»", "«ya»"),
]
GUILLEMETS = [
    ('¿"Quién paga"? ¡"Nadie"!', "¿«Quién paga»? ¡«Nadie»!"),
    ("\"Dijo 'hola' ayer\"", "«Dijo “hola” ayer»"),
    ('"Dijo "adiós" hoy", y \'ya\'', "«Dijo “adiós” hoy», y ‘ya’"),
    ('"La de D\'Angelo".', "«La de D’Angelo»."),
]
VIETNAMESE = [
    ('Ông nói: "Không".', "Ông nói: “Không”."),
    ("\"Đó là 'nhà' của tôi\"", "“Đó là ‘nhà’ của tôi”"),
    ("H'Mông, Đắk R'lấp", "H’Mông, Đắk R’lấp"),
    ('"Ừ," bà nói, "đúng."', "“Ừ,” bà nói, “đúng.”"),
    ("năm '26", "năm ’26"),
]
OTHERS = [
    ("de", "\"Er sagte 'nein'\", Peter's", "„Er sagte ‚nein‘“, Peter’s"),
    ("de", "Er sagte 'ja', dann ', nein", "Er sagte ‚ja‘, dann ’, nein"),
    ("de", "Er sagte ' und 'ja ' und", "Er sagte ’ und ’ja ’ und"),
    ("de", "'... ja', '…ja'", "‚… ja‘, ‚…ja‘"),
    ("de", "'ja l'\"Art\"", "‚ja l‘„Art“"),
    ("de", "die (USA)'s und 'Art'", "die (USA)’s und ‚Art‘"),
    ("de", "die (USA)'Art' und", "die (USA)‚Art‘ und"),
    ("de", "der '06-'07 winters' End", "der ’06-’07 winters’ End"),
    ("de", "'5' x, 5' x, 5'x", "‚5‘ x, 5′ x, 5’x"),
    ("de", "a 'B or", "a ’B or"),
    ("de", '12"a und 12"', "12„a und 12“"),
    ("de", "'B or", "‚B or"),
    ("de", "\"'B or", "„‚B or"),
    ("de", "xy'B or", "xy’B or"),
    ("de", '"A \'B" C\' D"', "„A ‚B“ C’ D“"),
    ("de", "他说'你好'了", "他说‚你好‘了"),
    ("de", 'Er "A "B" C" D', "Er „A ‚B‘ C“ D"),
    ("de", "a ''- b", "a ’’- b"),
    ("de", "a “'- b", "a “’- b"),
    ("de", '""\'B or', "„‚‚B or"),
    ("de", '"""\'B or', "„‚‚’B or"),
    ("de", "a '-b' c", "a ‚-b‘ c"),
    ("de", "a ' b' c", "a ’ b’ c"),
    ("de", "(a)'- 'b' c", "(a)’- ‚b‘ c"),
    ("de", "(a)'$ b", "(a)’$ b"),
    ("de", "'(a)'$b' c", "‚(a)‘$b’ c"),
    ("it", "L'\"arte\" e 'x'", "L’“arte” e ‘x’"),
    ("ru", '"A "B" C" D', "«A „B“ C» D"),
    (
        "fr",
        '"Oui", dit-il. L\'"art" d\'aujourd\'hui',
        "«\u202fOui\u202f», dit-il. L’«\u202fart\u202f» d’aujourd’hui",
    ),
    ("sv", '"Ja", sa hon', "”Ja”, sa hon"),
    ("ru", '"Да", сказал "он"', "«Да», сказал «он»"),
    ("he", 'צה"ל אמר "שלום"', "צה״ל אמר ”שלום”"),
    ("he", "צה'ל רח' ש'a", "צה׳ל רח׳ ש׳a"),
    ("he", 'xyz צה"תא א"ב ת"א', "xyz צה״תא א״ב ת״א"),
    ("he", "xy צה\"תא א'5", "xy צה״תא א׳5"),
    ("xx", '"Yes"', "“Yes”"),
]


@pytest.mark.parametrize(("typed", "printed"), ENGLISH)
def test_english_is_set_as_newspapers_set_it(typed: str, printed: str) -> None:
    """Quotes open and close, apostrophes and primes are told from them, dashes are dashes."""
    assert typeset(typed, quotes_of("en-US")) == printed


@pytest.mark.parametrize(("typed", "printed"), SPANISH)
def test_spanish_is_set_as_newspapers_set_it(typed: str, printed: str) -> None:
    """A quote behind an inverted mark opens."""
    assert typeset(typed, quotes_of("es")) == printed


@pytest.mark.parametrize(("typed", "printed"), GUILLEMETS)
def test_a_site_may_choose_guillemets(typed: str, printed: str) -> None:
    """With «» chosen, Spanish has « » outside and “ ” inside."""
    assert typeset(typed, quotes_of("es-MX", "«»")) == printed


@pytest.mark.parametrize(("typed", "printed"), VIETNAMESE)
def test_vietnamese_is_set_as_newspapers_set_it(typed: str, printed: str) -> None:
    assert typeset(typed, quotes_of("vi")) == printed


@pytest.mark.parametrize(("language", "typed", "printed"), OTHERS)
def test_other_languages_have_their_own_marks(language: str, typed: str, printed: str) -> None:
    assert typeset(typed, quotes_of(language)) == printed


@pytest.mark.parametrize(
    ("sign", "printed"),
    [
        ("e", "’"),
        ("\u0300", "’"),  # the first and the last accent that stands on a letter of its own
        ("\u036f", "’"),
        ("\u0375", "‚"),
        ("”", "‚"),
        (OBJECT, "’"),
        ("\U0001f600", "‚"),
    ],
)
def test_a_quote_behind_a_letter_is_an_apostrophe(sign: str, printed: str) -> None:
    """Behind anything else it opens, where something closes."""
    assert typeset(f"a{sign}'x 'B' c", quotes_of("de")) == f"a{sign}{printed}x ‚B‘ c"


@pytest.mark.parametrize("sign", ["\u3041", "\u9fff", "\u0e01", "\u0ede"])
def test_a_word_between_letters_is_quoted_where_no_spaces_are_written(sign: str) -> None:
    """Japanese, Chinese, Thai and Lao; Korean has spaces, and Latin letters beside them are not."""
    assert typeset(f"{sign}'{sign}'{sign}", quotes_of("de")) == f"{sign}‚{sign}‘{sign}"
    for other in ("a", "가"):
        assert typeset(f"{sign}'{other}'{sign}", quotes_of("de")) == f"{sign}’{other}’{sign}"
        assert typeset(f"{other}'{sign}", quotes_of("de")) == f"{other}’{sign}"
    assert typeset("가'나'다", quotes_of("de")) == "가’나’다"


def test_a_quotation_that_begins_with_a_short_word_ends_nearby() -> None:
    """Cause within 400 characters is quoted; what comes later closes something else."""
    for letters, printed in ((393, "‘"), (394, "’")):
        text = f"{'x ' * 10}'Cause {'a' * letters}' is"
        assert typeset(text, quotes_of("en"))[20] == printed


def test_english_and_vietnamese_keep_their_marks() -> None:
    """A site's choice is for languages whose newspapers differ."""
    for language in ("en", "en-GB", "vi"):
        assert {quotes_of(language, choice).outer for choice in ("", *CHOICES)} == {("“", "”")}


def test_a_quotation_reaches_over_elements() -> None:
    """Quotes around a link, around emphasis or behind code open and close rightly."""
    quotes = quotes_of("en")

    def joined(*runs: str | None) -> str:
        return "|".join("*" if run is None else run for run in typeset_runs(runs, quotes))

    assert joined('"', "Yes", ',"') == "“|Yes|,”"
    assert joined("The ", "Post", "'s ", '"plan"') == "The |Post|’s |“plan”"
    assert joined('Use "', None, '".') == "Use “|*|”."
    assert joined("'", None, "'") == "‘|*|’"
    assert joined("", '"a"', "", " -- b") == "|“a”|| – b"


@given(st.text("ab 's\"-.,(’é2", max_size=60))
@settings(max_examples=300, deadline=None)
def test_only_signs_change(text: str) -> None:
    """Letters, spaces and the number of quotes stay; runs give what the whole line gives."""
    quotes = quotes_of("en")
    printed = typeset(text, quotes)
    straight = printed.translate(str.maketrans("‘’′“”″", "'''\"\"\""))
    assert straight.replace("—", "---").replace("–", "--").replace("…", "...") == text.replace(
        "’", "'"
    )
    halves = typeset_runs((text[: len(text) // 2], text[len(text) // 2 :]), quotes)
    quotes = [sign for sign in "".join(filter(None, halves)) if sign in "‘’“”′″"]
    assert quotes == [sign for sign in printed if sign in "‘’“”′″"]


@pytest.mark.parametrize("unit", ["'a ", '"a ', '1" ', "'26 ", "'cause x", "''\"", "a' 'b"])
def test_a_damaged_text_takes_no_time(unit: str) -> None:
    """However many quotes a line holds, setting them takes time in proportion to it."""
    start = time.process_time()
    typeset(unit * 40_000, quotes_of("en"))
    assert time.process_time() - start < 5
