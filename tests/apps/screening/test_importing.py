"""Editions: what an import keeps, what it changes, when it is held back, and that nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from duecare.adapters.home import editions as edition_files
from duecare.adapters.stored_files import missing
from duecare.apps.audit import queries as audit
from duecare.apps.audit.queries import Filter
from duecare.apps.screening import actions, queries
from duecare.apps.screening.actions.importing import _accept
from duecare.apps.screening.models import EntryContent, ListedEntry, ScreeningRun
from duecare.apps.screening.rules.diffing import fresh
from duecare.apps.screening.rules.entries import Identifier, Name
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied
from tests.apps.screening.lists import CODE, FOUR, entry, files_of, publication, taken_in
from tests.conftest import person

pytestmark = pytest.mark.django_db
OFFICER = person(Role.COMPLIANCE_OFFICER)


def kinds(edition_id: UUID) -> list[tuple[str, str, str]]:
    return [(row.kind, row.old_key, row.key) for row in queries.changes_of(edition_id)]


def test_a_first_edition_is_in_force_with_every_entry_and_its_file() -> None:
    made = taken_in(FOUR)
    (edition,) = made.editions
    assert (made.new, edition.number, edition.state, edition.entries, edition.added) == (True, 1, "in_force", 4, 4)
    assert ListedEntry.objects.filter(ended=None).count() == 4
    assert list(queries.files_of(made.id)) == ["list.txt"] and missing() == ()
    (said,) = audit.entries(Filter(act="list.import"))
    told = {"edition": 1, "entries": 4, "added": 4, "removed": 0, "amended": 0, "renumbered": 0}
    assert said.facts["lists"] == {CODE: told}
    assert ScreeningRun.objects.filter(state="waiting").count() == 1


def test_the_same_bytes_twice_change_nothing() -> None:
    first = taken_in(FOUR)
    before = audit.count()
    again = taken_in(FOUR)
    assert (again.id, again.new, again.editions) == (first.id, False, first.editions)
    assert audit.count() == before and len(queries.editions(CODE)) == 1


def test_bytes_of_before_are_news_when_something_else_came_between() -> None:
    first = taken_in(FOUR)
    taken_in(FOUR[:3])
    again = taken_in(FOUR)
    assert again.new and again.id != first.id and again.editions[0].number == 3
    assert ListedEntry.objects.filter(ended=None).count() == 4


def test_changes_are_found_by_content_and_content_stands_once() -> None:
    taken_in(FOUR)
    second = taken_in(
        (
            FOUR[0],
            replace(FOUR[1], remarks="A vessel was sold"),
            replace(FOUR[2], key="33", place="row 33"),
            entry("5", "Newly Listed Works"),
        )
    )
    (edition,) = second.editions
    assert (edition.added, edition.removed, edition.amended, edition.renumbered) == (1, 1, 1, 1)
    assert kinds(edition.id) == [
        ("added", "", "5"), ("amended", "", "2"), ("removed", "", "4"), ("renumbered", "3", "33"),
    ]  # fmt: skip
    amended = queries.changes_of(edition.id, "amended")[0]
    assert amended.parts == ("remarks",) and amended.before != amended.after
    assert EntryContent.objects.count() == 6, "four, one amended, one new: what did not change is stored once"
    assert ListedEntry.objects.filter(ended=None).count() == 4
    assert {row.state for row in queries.editions(CODE)} == {"in_force", "superseded"}


def test_twenty_editions_of_one_content_store_it_once_and_close_nothing() -> None:
    taken_in(FOUR)
    changed = queries.in_force().numbers
    for day in range(2, 22):
        taken_in(FOUR, published=date(2026, 11, day))
    assert len(queries.editions(CODE)) == 21 and queries.editions(CODE)[0].number == 21
    assert (EntryContent.objects.count(), ListedEntry.objects.count()) == (4, 4)
    assert queries.in_force().numbers == changed, "parties compared with the same content stay compared"


def test_an_amended_or_renumbered_or_relisted_entry_stays_the_same_listed_party() -> None:
    taken_in(FOUR)
    before = {row.key: row.entity for row in ListedEntry.objects.all()}
    renumbered = replace(FOUR[2], key="33", remarks="Reworded")  # another key and another wording at once
    taken_in((*FOUR[:2], renumbered))
    taken_in((replace(FOUR[0], countries=("LAO",)), FOUR[1], renumbered, FOUR[3]))
    now = {row.key: row.entity for row in ListedEntry.objects.filter(ended=None)}
    assert (now["1"], now["2"], now["33"], now["4"]) == (before["1"], before["2"], before["3"], before["4"])


def test_one_number_more_amends_the_entry() -> None:
    taken_in(FOUR)
    (edition,) = taken_in((replace(FOUR[0], ids=(Identifier("registration", "123456"),)), *FOUR[1:])).editions
    assert queries.changes_of(edition.id)[0].parts == ("ids",)


def test_a_list_that_lost_more_than_half_is_held_back_until_somebody_confirms() -> None:
    taken_in(FOUR)
    (held,) = taken_in(FOUR[:1]).editions
    assert (held.state, held.held_because, held.removed) == ("held", "shrunk", 3)
    assert ListedEntry.objects.filter(ended=None).count() == 4, "the previous edition stays in force"
    with pytest.raises(BadInput, match="say why"):
        _accept(by=OFFICER, edition_id=held.id, reason=" ", new=fresh(FOUR[:1]))
    with pytest.raises(Denied):
        _accept(by=person(Role.SALES), edition_id=held.id, reason="So it is", new=fresh(FOUR[:1]))
    _accept(by=OFFICER, edition_id=held.id, reason="The programme was ended", new=fresh(FOUR[:1]))
    assert queries.edition(held.id).state == "in_force"
    assert ListedEntry.objects.filter(ended=None).count() == 1
    with pytest.raises(Conflict, match="in force"):
        _accept(by=OFFICER, edition_id=held.id, reason="Again", new=fresh(FOUR[:1]))


def test_half_of_a_list_may_go_without_being_asked() -> None:
    taken_in(FOUR)
    assert taken_in(FOUR[:2]).editions[0].state == "in_force"


def test_an_edition_older_than_the_one_in_force_is_held_back() -> None:
    taken_in(FOUR)
    (held,) = taken_in(FOUR[:3], published=date(2026, 10, 1)).editions
    assert (held.state, held.held_because) == ("held", "older")


def test_a_refused_edition_changes_nothing_and_may_be_accepted_after_all() -> None:
    taken_in(FOUR)
    (held,) = taken_in(FOUR[:1]).editions
    actions.refuse_edition(by=OFFICER, edition_id=held.id, reason="Half a file")
    assert queries.edition(held.id).state == "refused" and ListedEntry.objects.filter(ended=None).count() == 4
    _accept(by=OFFICER, edition_id=held.id, reason="It was whole", new=fresh(FOUR[:1]))
    assert ListedEntry.objects.filter(ended=None).count() == 1


def test_a_held_edition_gives_way_to_a_newer_one() -> None:
    taken_in(FOUR)
    (held,) = taken_in(FOUR[:1]).editions
    taken_in((*FOUR, entry("5", "Newly Listed Works")))
    assert queries.edition(held.id).state == "superseded"
    with pytest.raises(Conflict, match="newer one"):
        actions.refuse_edition(by=OFFICER, edition_id=held.id, reason="Too late")


def test_several_lists_of_one_file_are_one_import_and_one_entry() -> None:
    both = (publication(FOUR[:2], "invented_a"), publication(FOUR[2:], "invented_b"))
    made = actions.keep_publications(by=OFFICER, files=files_of(*both), publications=both)
    assert [row.list_code for row in made.editions] == ["invented_a", "invented_b"]
    assert len(audit.entries(Filter(act="list.import"))) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((FOUR[0], replace(FOUR[1], key="1")), "stands twice"),
        ((), "no entries"),
        ((replace(FOUR[0], key="k" * 201),), "key of at most 200"),
        ((replace(FOUR[0], names=()),), "and a name"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(wrong: tuple[object, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        taken_in(wrong)  # type: ignore[arg-type]  # invented entries
    assert queries.editions() == () and list(edition_files().hashes()) == []


def test_a_damaged_file_is_refused_on_record_and_the_edition_in_force_stays() -> None:
    taken_in(FOUR)
    with pytest.raises(BadInput):
        actions.import_lists(by=OFFICER, files={"noise.xml": b"\x00\x01 no list at all"})
    (said,) = audit.entries(Filter(act="list.refuse_files"))
    assert said.facts["files"] == ["noise.xml"] and said.personal["fault"]
    assert queries.editions(CODE)[0].state == "in_force" and len(queries.editions()) == 1


def test_who_may_import() -> None:
    made = publication(FOUR)
    for role in (Role.SALES, Role.AUDITOR, Role.ADMINISTRATOR, Role.ANALYST):
        with pytest.raises(Denied):
            actions.keep_publications(by=person(role), files=files_of(made), publications=(made,))
    assert taken_in(FOUR, OFFICER).new


def test_names_of_many_scripts_are_kept_as_written() -> None:
    names = (Name("Заря Связь"), Name("شركة زورفان", "original_script"), Name("黑刺公司", "alias"))
    taken_in((replace(FOUR[0], names=names),))
    assert EntryContent.objects.get().name == "Заря Связь"
    assert {text for _, text in EntryContent.objects.get().body["names"]} == {name.text for name in names}


def test_nothing_is_screened_anew_when_an_edition_is_held() -> None:
    taken_in(FOUR)
    ScreeningRun.objects.all().delete()
    taken_in(FOUR[:1], by=SYSTEM)
    assert not ScreeningRun.objects.exists()


@pytest.mark.parametrize("kept", [True, False])
def test_an_old_key_given_to_somebody_else_is_somebody_else(kept: bool) -> None:
    """In force under its new key, or gone in the same edition: whoever now has the old key is another listed party."""
    taken_in(FOUR)
    moved = replace(FOUR[0], key="NEW-1")
    (edition,) = taken_in((moved, *FOUR[1:])).editions
    assert kinds(edition.id) == [("renumbered", "1", "NEW-1")]
    (edition,) = taken_in((*((moved,) if kept else ()), entry("1", "Harrowgate Optics"), *FOUR[1:])).editions
    assert kinds(edition.id) == [("added", "", "1"), *([] if kept else [("removed", "", "NEW-1")])]
    before = ListedEntry.objects.filter(key="NEW-1").values("entity")
    assert not ListedEntry.objects.filter(key="1", ended=None, entity__in=before).exists()
