"""Words for sample stories: they speak of themselves, so that nobody takes them for news."""

from __future__ import annotations

import random
from collections.abc import Sequence

NOTICE = {
    "en": "This is a sample story. Nothing in it happened, and nobody in it exists.",
    "es": "Esta es una nota de muestra. Nada de lo que dice ocurrió y nadie en ella existe.",
    "vi": "Đây là bài viết mẫu. Không có gì trong bài đã xảy ra và không ai trong bài có thật.",
    "ar": "هذا مقال تجريبي. لم يحدث شيء مما ورد فيه، ولا وجود لأحد ممن ذُكروا.",
}

_SENTENCES = {
    "en": (
        "This sentence stands where reporting will stand.",
        "It is here so that a page can be looked at before there is anything to report.",
        "A paragraph of four or five sentences shows how the lines fall at every width.",
        "Some sentences are short.",
        (
            "Others take their time, turn a corner or two with a comma, and arrive at the end of "
            "the line only after everybody has had the chance to see how a long one breaks."
        ),
        (
            "Quotation marks such as “these” should look right, and so should an apostrophe that’s "
            "in the middle of a word."
        ),
        "Numbers like 1,250 and 38 percent belong in a paragraph too.",
        "No council met, no road was closed and no team won.",
        (
            "Readers who find this text on a public site may tell the newsroom that it forgot to "
            "replace its samples."
        ),
        "A dash – like this one – keeps its distance from the words around it.",
        "The sample spokesperson for the sample office said that the sample was a sample.",
        "Whatever a story says, its second paragraph says it again with more patience.",
        "A name such as Sample Avenue stands for any street, and Sample Hall for any hall.",
        "By the third paragraph a reader has decided whether to stay.",
        "The figures in the sample table were made up by a program and mean nothing.",
        "An abbreviation (ABC) and a year (2026) are often found side by side.",
        "This one ends with a question, but does it?",
        "Set in another typeface, the same words would need a different number of lines.",
        "What matters here is the color of the text on the page: even, calm and gray.",
        "The last sentence of a paragraph often has only two or three words on its last line.",
    ),
    "es": (
        "Esta frase ocupa el lugar de una noticia que todavía no existe.",
        "Sirve para ver cómo caen las líneas, los acentos y la eñe en cada anchura.",
        "¿Se leen bien los signos de apertura? ¡Eso es lo que hay que comprobar!",
        "Ningún consejo se reunió, ninguna calle se cerró y ningún equipo ganó.",
        "Un párrafo de cuatro o cinco frases muestra el color del texto en la página.",
        "Las comillas «como estas» también forman parte de la muestra.",
        "La portavoz de muestra dijo que la muestra era una muestra.",
        "El año que viene habrá otra frase en este lugar.",
    ),
    "vi": (
        "Câu này đứng ở chỗ của một bản tin chưa có.",
        "Nó cho thấy các dấu thanh và các chữ như ă, â, đ, ê, ô, ơ, ư nằm đúng chỗ trên dòng.",
        "Không có cuộc họp nào diễn ra, không con đường nào bị đóng và không đội nào thắng.",
        "Một đoạn văn bốn hoặc năm câu cho thấy các dòng xuống hàng ra sao ở mỗi bề rộng.",
        "Chữ hoa có dấu như Ế, Ỗ, Ậ cần thêm khoảng trống ở phía trên.",
        "Người phát ngôn mẫu nói rằng bài mẫu chỉ là bài mẫu.",
        "Những từ dài được giữ nguyên, những từ ngắn đứng cạnh nhau.",
    ),
    "ar": (
        "تقف هذه الجملة في مكان خبر لم يُكتب بعد.",
        "وهي هنا لنرى كيف تُعرض السطور من اليمين إلى اليسار.",
        "لم يجتمع أي مجلس، ولم يُغلق أي طريق، ولم يفز أي فريق.",
        "قال المتحدث التجريبي إن النص التجريبي نص تجريبي فحسب.",
    ),
}

_WHO = (
    *("council", "school board", "library", "transit office", "water office", "harbor office"),
    *("neighbors", "volunteers", "a judge", "shop owners"),
)
_DOES = ("puts off", "takes up", "opens", "asks about", "looks again at", "agrees on")
_WHAT = (
    *("a bridge on Sample Avenue", "the budget for Sample Hall", "a reading room", "two bus lines"),
    *("the pumps below Sample Street", "a park that nobody has named yet", "the summer program"),
)
_THEN = (
    *("", "", "", "for now", "after a long evening", "and says why"),
    "as people on the next street wait to hear what it will mean for them",
    "in a vote that ended as everyone had said it would",
)
_HEADLINE = (
    "Sample headline that goes on for as long as it is asked to so that everyone can see what "
    "becomes of a page when an editor who has a great deal to say says all of it before the story "
    "has even begun, names the sample office, the sample street and the sample number of people "
    "who were not there, adds who said so and on which sample day, turns to what may or may not "
    "follow in the coming sample weeks, and arrives at its end only when the five hundredth "
    "character has been set and not a single one of them has been cut away from what was "
    "written here by nobody at all about nothing whatever"
)


def headline(length: int) -> str:
    """Return a headline of `length` characters or a few less, to the end of a word."""
    if length >= len(_HEADLINE):
        return _HEADLINE
    return _HEADLINE[: length + 1].rpartition(" ")[0] or _HEADLINE[:length]


def plain_headline(rng: random.Random) -> str:
    """Return a headline such as a day has many of, of 30 to 130 characters."""
    return " ".join(rng.choice(words) for words in (_WHO, _DOES, _WHAT, _THEN)).strip()


def paragraphs(rng: random.Random, count: int, lang: str = "en") -> str:
    """Return `count` paragraphs of sample sentences, the notice first."""
    pool = _SENTENCES[lang]
    texts = [f"{NOTICE[lang]} {_some(rng, pool, 3)}"]
    texts += [_some(rng, pool, rng.randint(2, 5)) for _ in range(count - 1)]
    return "\n\n".join(texts)


def _some(rng: random.Random, pool: Sequence[str], count: int) -> str:
    return " ".join(rng.sample(pool, min(count, len(pool))))
