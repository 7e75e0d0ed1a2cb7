"""Briefs for outside advisers: two persons give them, and the adviser reads nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.adapters.sealed.files import Lock, Stored
from duecare.apps.intake.actions import advising, briefed, handling
from duecare.apps.intake.actions.advising import Wish, approve, end, keep, propose, reply
from duecare.apps.intake.actions.attaching import Sent, bring
from duecare.apps.intake.actions.turning import grant
from duecare.apps.intake.queries import briefs
from duecare.apps.intake.queries.opening import bundle_in
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.advice import About, Content
from duecare.apps.intake.rules.files import gathered
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import NotHeld
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .briefing import KNOWN, LOG, UNTIL, at, brief, case_of_two, declared, letters, look, of, sent, theirs, wish
from .casework import EVERYTHING, TOLD, R, fp
from .memory import TODAY, Memory, certify, directory, record, seeded, site

pytestmark = pytest.mark.once


@pytest.fixture
def store() -> Memory:
    return case_of_two()


def test_two_persons_give_what_was_chosen_and_the_adviser_reads_that_alone(store: Memory) -> None:
    handling.note(by=of(store, "intake one"), site=at(store), text="Not for outsiders.")
    propose(by=of(store, "intake one"), site=at(store), wish=wish("word-1", "note-1"))
    assert not [*letters(store, "adviser")], "nothing has left the case"
    with pytest.raises(Denied, match="two persons"):
        approve(by=of(store, "intake one"), site=at(store), mark=brief(store).what.mark)
    approve(by=of(store, "intake two"), site=at(store), mark=brief(store).what.mark)
    declared(store)
    given = look(store)
    assert [one.text for one in given.excerpts] == [TOLD, "The port was asked."]
    assert (given.question, given.text, given.files) == ("Is it lawful there?", "Names are left out.", ())
    every = [(table, group) for table in Table for group in store.groups(table)]
    bundles = [found for one in every if (found := bundle_in(at(store), seeded("adviser"), *one))]
    assert len(bundles) == 1 and not bundles[0].seeds and bundles[0].half is None and bundles[0].share is None
    assert bundles[0].case != of(store, "intake one").id, "nothing in it names the case"
    assert of(store, "intake one").id.hex() not in str([sheet.body for sheet in theirs(store).sheets])
    assert not [*letters(store, "other adviser")] and not [*letters(store, "handler one")]


def test_before_the_declaration_nothing_is_shown_and_a_conflict_closes_it(store: Memory) -> None:
    one = sent(store, "word-1")
    with pytest.raises(NotFound):
        look(store)
    with pytest.raises(NotFound):
        briefed.advise(by=seeded("adviser"), site=at(store), letter=one, about=About.OPINION, text="Yes.")
    with pytest.raises(BadInput):
        declared(store, clear=False)
    declared(store, clear=False, text="They are a client of mine.")
    assert not [*letters(store, "adviser")], "these keys open it no more"
    found = briefs.read(at(store), brief(store))
    assert found and found.declared and found.declared.text == "They are a client of mine." and not found.looked
    with pytest.raises(Conflict):
        briefed.declare(by=seeded("adviser"), site=at(store), letter=one, clear=True, text="")


def test_what_they_said_is_kept_word_for_word_under_their_signature(store: Memory) -> None:
    sent(store, "note-1")
    declared(store)
    look(store)
    look(store)
    for about, text in ((About.QUESTION, "Which port?"), (About.OPINION, "It is not lawful.")):
        briefed.advise(by=seeded("adviser"), site=at(store), letter=theirs(store), about=about, text=text)
    reply(by=of(store, "intake two"), site=at(store), mark=brief(store).what.mark, text="The old one.")
    keep(by=of(store, "intake two"), site=at(store), mark=brief(store).what.mark)
    keep(by=of(store, "intake one"), site=at(store), mark=brief(store).what.mark)
    assert len(brief(store).kept) == 6, "kept once: brief, declaration, one opening, question, opinion, answer"
    end(by=of(store, "intake one"), site=at(store), mark=brief(store).what.mark, reason="It is answered.")
    assert not [*letters(store, "adviser")] and not [*letters(store, "intake two")]
    found = briefs.read(at(store), brief(store))
    assert found and [(one.author, one.text) for one in found.said] == [
        (fp("adviser"), "Which port?"), (fp("adviser"), "It is not lawful."), (fp("intake two"), "The old one."),
    ]  # fmt: skip
    work = standing(at(store), of(store, "intake one")).work
    assert work and [(one.author, one.file) for one in briefs.readings(at(store), work)] == [(fp("adviser"), "")]
    with pytest.raises(Conflict):
        end(by=of(store, "intake two"), site=at(store), mark=brief(store).what.mark, reason="Again.")


def test_after_the_day_nothing_opens_and_members_read_on(store: Memory) -> None:
    sent(store, "note-1", until=TODAY)
    declared(store)
    one, later = theirs(store), TODAY + timedelta(days=1)
    look(store)
    with pytest.raises(NotFound):
        look(store, later)
    for act in (
        lambda: briefed.brief(by=seeded("adviser"), site=at(store, later), letter=one),
        lambda: briefed.advise(
            by=seeded("adviser"), site=at(store, later), letter=one, about=About.OPINION, text="Late."
        ),
    ):
        with pytest.raises(NotFound):
            act()
    assert not briefed.lapse(by=seeded("adviser"), site=at(store), letter=one), "its last day is a whole one"
    assert briefed.lapse(by=seeded("adviser"), site=at(store, later), letter=one)
    assert not [*letters(store, "adviser", TODAY)], "not even for a program of theirs with another clock"
    found = briefs.read(at(store, later), brief(store, day=later))
    assert found and found.looked
    end(by=of(store, "intake two", later), site=at(store, later), mark=brief(store).what.mark, reason="Its day passed.")
    assert len(brief(store, day=later).kept) == 3


@pytest.mark.parametrize("wrong", [
    {"until": TODAY - timedelta(days=1)}, {"until": TODAY + timedelta(days=91)}, {"question": " "}, {"concerns": ""},
    {"adviser": fp("handler one")}, {"adviser": b"\0" * 32}, {"chosen": ("word-2",)}, {"chosen": ("note-0",)},
    {"chosen": ("word-1x",)}, {"chosen": ("x",)}, {"chosen": ("note-99999999",)}, {"text": "x" * 250_000},
])  # fmt: skip
def test_what_cannot_be_given_is_refused_and_nothing_is_kept(store: Memory, wrong: dict[str, object]) -> None:
    told: dict[str, object] = {"adviser": fp("adviser"), "until": UNTIL, "concerns": "a", "question": "b", "text": "c"}
    with pytest.raises(BadInput):
        propose(by=of(store, "intake one"), site=at(store), wish=Wish(**(told | wrong)))  # type: ignore[arg-type]  # words
    work = standing(at(store), of(store, "intake one")).work
    assert work is not None and not work.briefs


def test_whoever_is_in_the_case_or_holds_another_office_is_no_outside_adviser(store: Memory) -> None:
    both = directory(certify(LOG, record("adviser", Office.ADVISER, Office.CUSTODIAN)))
    for known, there in ((KNOWN, {fp("adviser"), fp("other adviser")}), (both, {fp("other adviser")})):
        case, here = of(store, "intake one"), site(store, TODAY, known)
        assert set(briefs.advisers(here, case, standing(here, case))) == there


def test_a_member_without_the_work_neither_proposes_nor_agrees(store: Memory) -> None:
    grant(by=of(store, "intake one"), site=at(store), to={fp("counsel"): frozenset({R})})
    propose(by=of(store, "intake one"), site=at(store), wish=wish("word-1"))
    mark = brief(store).what.mark
    for act in (
        lambda: propose(by=of(store, "counsel"), site=at(store), wish=wish("word-1")),
        lambda: approve(by=of(store, "counsel"), site=at(store), mark=mark),
        lambda: end(by=of(store, "counsel"), site=at(store), mark=mark, reason="No."),
    ):
        with pytest.raises(NotHeld):
            act()


def test_files_go_as_their_cleaned_copies_or_as_they_came_where_somebody_says_so(store: Memory) -> None:
    def stored(mark: int, size: int) -> Stored:
        return Stored(bytes([mark]) * 32, Lock(bytes([mark + 1]) * 32, bytes([mark + 2]) * 32), size)

    files = [Sent(gathered("scan.jpg", 20, "jpeg", "", []), stored(10, 20), stored(20, 18))]
    files += [Sent(gathered("sound.bin", 40, "other", "other_type", []), stored(30, 40))]
    bring(by=of(store, "intake one"), site=at(store), files=files, source="By post.")
    with pytest.raises(BadInput, match="not examined"):
        propose(by=of(store, "intake one"), site=at(store), wish=wish("added-1", "added-2"))
    with pytest.raises(NotFound):
        propose(by=of(store, "intake one"), site=at(store), wish=wish("file-1"))
    sent(store, "added-1", "added-2", raw=True)
    declared(store)
    assert [(one.name, one.cleaned) for one in look(store).files] == [("scan.jpg", True), ("sound.bin", False)]
    (one,) = letters(store, "adviser")
    found = briefed.look(by=seeded("adviser"), site=at(store), letter=one, file=2)
    assert [briefed.file_of(site=at(store), found=found, number=n)[1] for n in (1, 2)] == [
        stored(20, 18),
        stored(30, 40),
    ]
    for number in (0, 3):
        with pytest.raises(NotFound):
            briefed.file_of(site=at(store), found=found, number=number)
    work = standing(at(store), of(store, "intake two")).work
    assert work and [one.file for one in briefs.readings(at(store), work)] == ["", "sound.bin"]


def test_what_is_sent_is_what_was_proposed(store: Memory) -> None:
    propose(by=of(store, "intake one"), site=at(store), wish=wish("word-1", "note-1"))
    mark = brief(store).what.mark
    original = advising.content

    def other(*given: object, **named: object) -> Content:
        found = original(*given, **named)  # type: ignore[arg-type]  # as they come
        return Content(found.question, "Something else.", found.questions, found.excerpts, found.files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(advising, "content", other)
        with pytest.raises(Conflict, match="reads otherwise"):
            approve(by=of(store, "intake two"), site=at(store), mark=mark)
    assert not [*letters(store, "adviser")] and brief(store).sent is None


def test_of_two_who_press_at_once_one_is_told(store: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    grant(by=of(store, "intake one"), site=at(store), to={fp("handler one"): EVERYTHING})
    propose(by=of(store, "intake one"), site=at(store), wish=wish("note-1"))
    mark = brief(store).what.mark
    original, calls = advising.write, []

    def late(**named: object) -> object:
        if not calls:
            calls.append(1)
            approve(by=of(store, "handler one"), site=at(store), mark=mark)
        return original(**named)  # type: ignore[arg-type]  # as they come

    monkeypatch.setattr(advising, "write", late)
    with pytest.raises(Conflict, match="changed in the meantime"):
        propose(by=of(store, "intake two"), site=at(store), wish=wish("word-1"))
    assert len([*letters(store, "adviser")]) == 1
    for act in (
        lambda: approve(by=of(store, "intake two"), site=at(store), mark=mark),
        lambda: end(by=of(store, "intake two"), site=at(store), mark=mark, reason="Back."),
        lambda: approve(by=of(store, "intake two"), site=at(store), mark=mark),
    ):
        if brief(store).open and act.__code__.co_names[0] == "end":
            act()
        else:
            with pytest.raises(Conflict):
                act()
    assert not [*letters(store, "adviser")]
