"""What is known of names: read from the shipped library, checked form by form, refused with its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import LIBRARY, load_folder, misfits
from duecare.apps.screening.rules.name_data import NICKNAME, SPELLING, TRANSLATION, NameData, name_data, words
from duecare.kernel.errors import BadInput

SOURCES = [{"basis": "made for a test", "verified": False}]


@pytest.fixture(scope="module")
def shipped() -> NameData:
    return name_data(item.data for item in load_folder("names"))


def made(holds: str, groups: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A file as the library holds it; it fits the schema."""
    data = {"code": "made", "title": "Made", "holds": holds, "groups": groups, "sources": SOURCES} | more
    assert list(misfits("names", data)) == []
    return data


def cost(data: NameData, left: str, right: str) -> int | None:
    """The least strength through which two forms are equivalent, None when they are not."""
    one, two = (data.equivalents.get(" ".join(words(form)), ()) for form in (left, right))
    shared = [max(strength, other) for group, strength in one for number, other in two if number == group]
    return min(shared, default=None)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("олександр", "alexander", SPELLING),
        ("aliaksandr", "александр", SPELLING),
        ("Σεργκέι", "sergey", None),
        ("serhiy", "сергей", SPELLING),
        ("саша", "aleksandr", NICKNAME),
        ("alejandro", "aleksandr", TRANSLATION),
        ("bob", "robert", NICKNAME),
        ("bobby", "rob", NICKNAME),
        ("pepe", "josé", NICKNAME),
        ("john", "ivan", TRANSLATION),
        ("محمد", "mohammed", SPELLING),
        ("mehmet", "muhammad", TRANSLATION),
        ("abdurrahman", "عبدالرحمن", SPELLING),
        ("abd al rahman", "abdelrahman", SPELLING),
        ("saifuddin", "сайфуддин", SPELLING),
        ("cheung", "张", SPELLING),
        ("張", "zhang", SPELLING),
        ("rhee", "이", SPELLING),
        ("park", "박", SPELLING),
        ("serhiyovych", "сергеевич", SPELLING),
        ("משה", "yitzhak", None),
        ("itzik", "יצחק", NICKNAME),
        ("γιάννης", "ioannis", SPELLING),
        ("สมชาย", "somchai", SPELLING),
        ("佐藤", "satoh", SPELLING),
    ],
)
def test_forms_of_one_name(shipped: NameData, left: str, right: str, expected: int | None) -> None:
    assert cost(shipped, left, right) == expected == cost(shipped, right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("hasan", "husayn"),
        ("jamal", "jamil"),
        ("jamal", "kamal"),
        ("khalid", "khalil"),
        ("umar", "ammar"),
        ("salim", "sulayman"),
        ("abd al rahman", "abd al rahim"),
        ("abdulaziz", "abdulkarim"),
        ("habibullah", "hamidullah"),
        ("sergey", "semyon"),
        ("vladimir", "vladislav"),
        ("andrey", "anton"),
        ("sergeevich", "sergeevna"),
        ("paul", "peter"),
        ("jan", "jens"),
        ("maria", "marina"),
        ("徐", "许"),
        ("李", "黎"),
        ("吴", "武"),
        ("김", "강"),
    ],
)
def test_different_names_are_no_spellings_of_each_other(shipped: NameData, left: str, right: str) -> None:
    assert all(" ".join(words(form)) in shipped.equivalents for form in (left, right)), "both are known"
    assert cost(shipped, left, right) in (None, TRANSLATION)


def test_an_ambiguous_nickname_stands_in_several_groups(shipped: NameData) -> None:
    bearers = {shipped.groups[group] for group, strength in shipped.equivalents["alex"] if strength == NICKNAME}
    assert {"alexander", "aleksandr", "aleksey", "alejandro"} <= bearers
    assert {"vyacheslav", "stanislav", "yaroslav"} <= {shipped.groups[g] for g, _ in shipped.equivalents["слава"]}


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("ООО", "llc"),
        ("Общество с ограниченной ответственностью", "llc"),
        ("Limited  Liability-Company", "llc"),
        ("O.O.O.", "llc"),
        ("شركة ذات مسؤولية محدودة", "llc"),
        ("ПАО", "pjsc"),
        ("Public Joint-Stock Company", "pjsc"),
        ("G.m.b.H.", "gmbh"),
        ("Sociedad Anónima", "sa"),
        ("S.A. de C.V.", "sa_de_cv"),
        ("株式会社", "kk"),
        ("㈱", "kk"),
        ("주식회사", "chusik_hoesa"),
        ("有限公司", "ltd"),
        ("股份有限公司", "gufen"),
        ('בע"מ', "ltd"),
        ("בע״מ", "ltd"),
        ("Ltd. Şti.", "ltd_sti"),
        ("จำกัด (มหาชน)", "plc"),
        ("Sp. z o.o.", "zoo"),
        ("Sdn. Bhd.", "sdn_bhd"),
        ("سهامی خاص", "private_jsc"),
        ("ش.م.ل", "sal"),
        ("A/S", "as"),
    ],
)
def test_legal_forms(shipped: NameData, form: str, code: str) -> None:
    assert shipped.legal_forms[words(form)] == code


def test_titles_particles_and_common_names(shipped: NameData) -> None:
    assert {"dr", "sheikh", "haji", "mullah", "генерал", "ayatollah", "العقيد", "lieutenant colonel"} <= shipped.titles
    assert {"khan", "major", "shah", "sultan"} <= shipped.titles_also_names <= shipped.titles
    assert not {"general", "mullah", "dr", "полковник"} & shipped.titles_also_names
    assert shipped.particles["al"] and shipped.particles["abu"] and shipped.particles["mac"]
    assert not shipped.particles["bin"] and not shipped.particles["оглы"]
    assert shipped.common["محمد"] < shipped.common["smith"] < 1
    assert "qwertz" not in shipped.common and min(shipped.common.values()) >= 0.5


def test_generic_words_of_organisations_and_their_translations(shipped: NameData) -> None:
    known = shipped.organisation_words
    for group in (
        ("bank", "банк", "مصرف", "بانک", "banque", "banco", "bankası", "银行", "은행"),
        ("ministry", "министерство", "وزارة", "ministère", "bakanlığı"),
        ("university", "университет", "دانشگاه", "universität", "大学"),
        ("shipping", "کشتیرانی", "судоходство", "航运"),
        ("foundation", "stiftung", "fondation", "vakfı", "بنیاد"),
    ):
        assert len({known[form] for form in group}) == 1, group
        assert shipped.organisation_groups[known[group[0]][0]] == group[0]
    assert known["gold"] != known["diamond"] and known["army"] != known["navy"] and known["north"] != known["south"]
    assert all(0.1 <= weight <= 0.8 for _, weight in known.values())
    assert known["company"][1] < known["nuclear"][1]


def test_how_much_is_known(shipped: NameData) -> None:
    assert len(shipped.groups) >= 1_500
    assert len(set(shipped.legal_forms.values())) >= 100 and len(shipped.legal_forms) >= 1_000
    assert len(shipped.titles) >= 500
    assert len(shipped.organisation_groups) >= 250
    assert len(shipped.common) >= 300


def test_no_word_mixes_alphabets(shipped: NameData) -> None:
    """A Cyrillic а inside a Latin word looks right to the reviewer and never matches anything."""
    alphabets = {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW"}
    forms = (
        *shipped.equivalents,
        *(" ".join(form) for form in shipped.legal_forms),
        *shipped.titles,
        *shipped.particles,
        *shipped.organisation_words,
        *shipped.common,
    )
    for form in forms:
        for word in form.split():
            used = {unicodedata.name(letter).split()[0] for letter in word if letter.isalpha()} & alphabets
            assert len(used) <= 1, (word, used)


def test_every_nickname_of_one_letter_is_left_to_initials(shipped: NameData) -> None:
    assert [form for form in shipped.equivalents if len(form) == 1 and form.isascii()] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Abd al-Rahman", ("abd", "al", "rahman")),
        ("O’Brien", ("obrien",)),
        ("Kuz'min", ("kuzmin",)),
        ("Ｌｔｄ．", ("ltd",)),
        ("S.à r.l.", ("s", "à", "r", "l")),
        ("می‌دهد", ("میدهد",)),
        ("AND\u00a0CO", ("and", "co")),
        ("จำกัด", ("จํากัด",)),
        ("Straße", ("strasse",)),
        ("Jose\u200d\u0301", ("josé",)),
        (" .,-", ()),
    ],
)
def test_words(written: str, expected: tuple[str, ...]) -> None:
    assert words(written) == expected


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_read_alike_alone_and_beside_others(text: str) -> None:
    assert words(f"{text} é") == (*words(text), "é")


def test_several_words_are_known_joined() -> None:
    data = name_data([made("equivalents", {"abd_al_alim": "abdul alim"}, plain="spelling")])
    assert set(data.equivalents) == {"abd al alim", "abdalalim", "abdul alim", "abdulalim"}


def test_a_group_may_say_the_strength_of_each_form() -> None:
    groups = {"william": {"spelling": "wiliam", "nickname": "bill, will", "translation": "guillermo"}, "wilma": "will"}
    data = name_data([made("equivalents", groups, plain="nickname")])
    assert data.groups == ("william", "wilma")
    assert data.equivalents["will"] == ((0, NICKNAME), (1, NICKNAME))
    assert [data.equivalents[form][0][1] for form in ("william", "wiliam", "bill", "guillermo")] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        (made("legal_forms", {"ltd": "Ltd", "llc": "LLC, L.t.d, LTD"}), "llc", "ltd"),
        (made("equivalents", {"robert": {"nickname": "bob", "spelling": "Bob"}}, plain="nickname"), "robert", "bob"),
        (made("equivalents", {"robert": "bob, Robert"}, plain="nickname"), "robert", "robert"),
        (made("equivalents", {"robert": "bob, , rob"}, plain="nickname"), "robert", " "),
        (made("common", {"a": {"words": "ali", "weight": 0.5}, "b": {"words": "Ali", "weight": 0.6}}), "b", "ali"),
        (
            made("organisation_words", {"a": {"words": "bank", "weight": 1}, "b": {"words": "bank", "weight": 1}}),
            "b",
            "bank",
        ),
        (
            made("particles", {"a": {"words": "al", "joins": True}, "b": {"words": "al", "joins": False}}),
            "b",
            "al",
        ),
        (
            made("titles", {"a": {"words": "khan", "also_names": True}, "b": {"words": "khan", "also_names": False}}),
            "b",
            "khan",
        ),
    ],
)
def test_a_contradiction_is_refused_with_its_place(item: dict[str, Any], field: str, value: str) -> None:
    with pytest.raises(BadInput) as said:
        name_data([item])
    assert (said.value.file, said.value.field, said.value.value) == ("names/made.yaml", field, repr(value))


def test_the_same_said_twice_is_harmless() -> None:
    data = name_data([made("legal_forms", {"ltd": "Ltd, Ltd., LTD"})])
    assert data.legal_forms == {("ltd",): "ltd"}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"holds": "surnames"}, "surnames"),
        ({"plain": "pet_name"}, "pet_name"),
        ({"groups": {"Robert": "bob"}}, "Robert"),
        ({"groups": {"robert": {"nick": "bob"}}}, "nick"),
        ({"groups": {"_": "bob"}}, "_"),
        ({"groups": {}}, "non-empty"),
        ({"sources": []}, "non-empty"),
        ({"sources": [{"basis": "a book", "verified": True}]}, "verified_by"),
    ],
)
def test_a_broken_file_is_refused_by_the_schema(tmp_path: Path, change: dict[str, Any], wrong: str) -> None:
    good = made("equivalents", {"robert": "bob"}, plain="nickname")
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "schema.json").write_bytes((LIBRARY / "names" / "schema.json").read_bytes())
    (folder / "made.yaml").write_text(yaml.safe_dump(good | change, allow_unicode=True), "utf-8")
    with pytest.raises(BadInput, match=wrong) as said:
        load_folder("names", tmp_path)
    assert said.value.file == "names/made.yaml"


def test_frequent_names_need_a_weight() -> None:
    bad = {"code": "made", "title": "Made", "holds": "common", "groups": {"a": {"words": "ali"}}, "sources": SOURCES}
    assert ["weight" in fault.wrong for fault in misfits("names", bad)] == [True]


forms = st.lists(st.text(max_size=12).map(lambda text: text.replace(",", " ")), min_size=1, max_size=4).map(",".join)
texts = forms.filter(bool)
keys = st.from_regex(r"[a-z0-9]{1,5}(_[a-z0-9]{1,3})?", fullmatch=True)
strengths = st.dictionaries(st.sampled_from(["spelling", "nickname", "translation"]), texts, min_size=1)
weighted = st.fixed_dictionaries({"words": texts, "weight": st.floats(0.1, 1)})
shapes: dict[str, st.SearchStrategy[Any]] = {
    "equivalents": texts | strengths,
    "legal_forms": texts,
    "titles": st.fixed_dictionaries({"words": texts, "also_names": st.booleans()}),
    "particles": st.fixed_dictionaries({"words": texts, "joins": st.booleans()}),
    "organisation_words": weighted,
    "common": weighted,
}


@given(st.data(), st.sampled_from(sorted(shapes)))
def test_whatever_fits_the_schema_is_read_or_refused_with_its_place(data: st.DataObject, holds: str) -> None:
    groups = data.draw(st.dictionaries(keys, shapes[holds], min_size=1, max_size=4))
    item = made(holds, groups, **({"plain": "spelling"} if holds == "equivalents" else {}))
    try:
        known = name_data([item])
    except BadInput as said:
        assert said.file == "names/made.yaml" and said.field in groups
        return
    held = (known.equivalents, known.legal_forms, known.titles, known.particles, known.organisation_words, known.common)
    assert sum(map(bool, held)) == 1
    for mapping in held:
        for form in mapping:
            assert words(" ".join(form) if isinstance(form, tuple) else form), form
