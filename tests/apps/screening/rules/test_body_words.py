"""Generic words of bodies' names: with endings and prefixes, without spaces, of several words, in another script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.adapters.library import load_folder
from duecare.apps.screening.rules.body_words import without_clitic
from duecare.apps.screening.rules.knowledge import GROUP_OF_BODIES, Knowledge
from duecare.apps.screening.rules.name_data import name_data
from duecare.apps.screening.rules.normalise import Word, latin_words
from duecare.screening import Index, compare

pytestmark = pytest.mark.once

C, P = "Company", "Person"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(name_data(item.data for item in load_folder("names")))


def group(knowledge: Knowledge, word: str) -> set[int]:
    """Groups of a body's generic word, however it is written."""
    found = knowledge.pieces(word, False)[-1]
    groups = knowledge.groups(knowledge.root(found, False), False)
    return {number for number, _ in groups if number >= GROUP_OF_BODIES}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("промышленный", "промышленными"),
        ("промышленный", "промышленного"),
        ("промышленный", "promyshlennaia"),
        ("объединенный", "объединённая"),
        ("завод", "заводов"),
        ("агентство", "агентства"),
        ("державний", "державного"),
        ("министерство", "министерството"),
        ("εθνικός", "εθνικών"),
        ("οργάνωση", "οργάνωσης"),
        ("وزارة", "والوزارة"),
        ("صناعة", "للصناعة"),
        ("صندوق", "وصندوق"),
        ("دفاع", "دفاعی"),
        ("בנק", "הבנק"),
        ("贸易", "貿易"),
        ("贸易", "trading"),
        ("은행", "bank"),
    ],
)
def test_a_word_is_known_in_its_other_forms(knowledge: Knowledge, one: str, other: str) -> None:
    assert group(knowledge, one) & group(knowledge, other)


@pytest.mark.parametrize("word", ["primerskiy", "Exemplaro", "Промысл", "例示", "Bankole", "Alpha", "Portman"])
def test_a_word_of_its_own_is_not_taken_for_a_generic_one(knowledge: Knowledge, word: str) -> None:
    for piece in latin_words(word.casefold()):
        assert knowledge.root(piece, False) == piece.latin
    assert not group(knowledge, word.casefold())


def test_a_person_keeps_every_word_as_it_is(knowledge: Knowledge) -> None:
    assert knowledge.root(Word("zavodov", "cyrillic", "заводов"), True) == "zavodov"
    assert knowledge.root(Word("zavodov", "cyrillic", "заводов"), False) == "zavod"
    assert [piece.shown for piece in knowledge.pieces("银行", True)] == ["银", "行"]


def test_known_words_of_several_syllables_are_put_together_from_the_end(knowledge: Knowledge) -> None:
    assert [piece.shown for piece in knowledge.pieces("例中国际贸易", False)] == ["例", "中", "国际", "贸易"]


def test_a_legal_form_stays_in_syllables_and_is_known(knowledge: Knowledge) -> None:
    shown = [piece.shown for piece in knowledge.pieces("例示航运有限公司", False)]
    assert shown == ["例", "示", "航运", "有", "限", "公", "司"]
    assert ("ltd", "ltd", "same") in [part[:3] for part in compare("例示航运有限公司", "Lishi Shipping Ltd", C).parts]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("والتصدير", "التصدير"), ("للتصدير", "التصدير"), ("والي", "والي"), ("للا", "للا"), ("مصنع", "مصنع")],
)
def test_the_article_behind_a_clitic(written: str, expected: str) -> None:
    assert without_clitic(written) == expected


TRANSLATED = [
    ("Примерский государственный банк развития", "Primerskiy State Development Bank"),
    ("ООО Прикладинские химические заводы", "Prikladin Chemical Plants LLC"),
    ("شركة نموذجي للتجارة والصناعة", "Namouzaji Trade and Industry Company"),
    ("شرکت حمل و نقل بین المللی نمونگان", "Nemunegan International Transport Company"),
    ("例示国际航运有限公司", "Lishi International Shipping Co., Ltd."),
    ("Παραδειγματική Ναυτιλιακή Εταιρεία", "Paradeigmatiki Shipping Company"),
    ("예시무역은행", "Yesi Trade Bank"),
    ("模样（香港）贸易有限公司", "Moyang (Hong Kong) Trading Limited"),
]
OTHERS = [
    ("Drugoy Bank", "Drugoy State Bank of Trade"), ("Novyy Zavod", "Another Chemical Combine"),
    ("Akhar Company", "Akhar Trading Industries"), ("Weiyi Shipping", "Weiyi Ocean Shipping Co., Ltd."),
]  # fmt: skip


@pytest.mark.parametrize(("original", "latin"), TRANSLATED)
def test_a_name_that_is_half_translated_is_found_both_ways(original: str, latin: str) -> None:
    others = [(f"other {number}", C, names) for number, names in enumerate(OTHERS)]
    rest = [(f"rest {number}", C, (one,)) for number, (_, one) in enumerate(TRANSLATED) if one != latin]
    assert Index.build([*others, *rest, ("it", C, (latin,))]).search(original, C)[0].id == "it"
    assert Index.build([*others, *rest, ("it", C, (original,))]).search(latin, C)[0].id == "it"


def test_a_generic_word_alone_makes_no_strong_hit_in_any_script() -> None:
    for one, other in (
        ("Прикладинский химический завод", "Beispielsk Chemical Plant"),
        ("例示国际贸易有限公司", "Weiyi International Trading Ltd"),
        ("مصرف نموذجي للتنمية", "Beispiel Development Bank"),
    ):
        assert compare(one, other, C).score < 0.5


@pytest.mark.parametrize("marks", ['בע"מ', "בע״מ", "בעמ"])
def test_a_hebrew_abbreviation_is_one_word(marks: str) -> None:
    assert ("ltd", "ltd", "same") in [part[:3] for part in compare(f"דוגמה {marks}", "Dugma Ltd", C).parts]


def test_w_that_is_a_vowel_parts_like_consonants() -> None:
    assert (
        Index.build([("it", P, ("Yinon Dugmai",)), ("other", P, ("Dan Dogma",))]).search("ינון דוגמאי", P)[0].id == "it"
    )


@settings(max_examples=60)
@given(st.text(st.sampled_from("例示国际贸易中华银行香港有限公司業務運輸工程"), min_size=1, max_size=12))
def test_no_letter_is_lost_when_words_are_put_together(knowledge: Knowledge, text: str) -> None:
    assert "".join(piece.shown for piece in knowledge.pieces(text, False)) == text


@settings(max_examples=60)
@given(
    st.text(st.sampled_from("абвгдеёийклмнопрстуяы "), max_size=20), st.sampled_from(["ого", "ая", "ыми", "ский", ""])
)
def test_a_name_with_any_ending_is_like_itself(stem: str, ending: str) -> None:
    name = f"{stem}{ending}"
    assert compare(name, name, C).score in (0.0, 1.0)
