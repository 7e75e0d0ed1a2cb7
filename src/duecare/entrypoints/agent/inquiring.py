"""An investigation, asked of an open vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_files import Coming
from duecare.apps.intake.rules.headers import case_number
from duecare.apps.intake.rules.read_log import Reading, Thing
from duecare.apps.investigations.actions import investigating, packing
from duecare.apps.investigations.queries.investigation import investigation
from duecare.apps.investigations.queries.rubrics import newest_rubric
from duecare.apps.investigations.rules import desk_inquiry as desk
from duecare.apps.investigations.rules.acts import ACTS, Sort
from duecare.apps.investigations.rules.clocks import owed
from duecare.apps.investigations.rules.needs import lacking
from duecare.apps.investigations.rules.objections import voice_objections
from duecare.apps.investigations.rules.records import MARK, Act, Moved, Rubric, Says, Voice
from duecare.apps.investigations.rules.rubric import Reply
from duecare.apps.investigations.rules.stages import MOVES, Need, Persons, Stage
from duecare.apps.investigations.rules.state import Inquiry, Standing
from duecare.kernel.errors import BadInput

from . import shown
from .held import Held
from .opened import Opened
from .setting import Setting
from .typed import code


def state(held: Held, site: Site, setting: Setting, asks: desk.Investigating) -> desk.Investigation:
    """Everything of it. What was said since in the conversation is not shown here, and stays new in the list."""
    case = held.case(site, asks.reference)
    found, member = investigation(site, case), shown.member_of(held, site, setting, case.header.members)
    around = standing(site, case)
    workers = [
        who for who, parts in case.header.members.items()
        if Compartment.WORK in parts and site.directory.valid(who, site.today)
    ]  # fmt: skip
    rows = tuple(_row(found, one, case.keys.fingerprint) for one in found.standing.values())
    people = tuple(_people(found, workers))
    whom = {*workers, *_named(found), *(bytes.fromhex(one.who) for one in people)}
    line = shown.line(held, case, around)
    return desk.Investigation(
        line=line, number=case_number(case.id),
        seen=found.seen, today=site.today, stage=found.stage.value, since=found.stage_since,
        rows=rows,
        ways=tuple(_ways(found, case, site)),
        owed=tuple(desk.Due(one.what, one.on, one.mark.hex()) for one in owed(found, line.received)),
        people=people,
        acts=tuple(one.code for one in ACTS.values() if found.stage in one.stages), rubric=newest_rubric().code,
        workers=tuple(member(who, "member") for who in workers),
        named=shown.named(held, site, case, setting, whom),
        files=len(around.work.files) if around.work else 0, faults=found.faults,
    )  # fmt: skip


def _named(found: Inquiry) -> Iterator[bytes]:
    """Whose keys wrote, voiced or are named in what stands."""
    for one in found.standing.values():
        yield one.author
        yield from (voice.author for voice in one.voices)
        if isinstance(one.what, Act):
            yield from (_key(one.what.fields[field.name]) for field in one.what.kind.fields if field.sort is Sort.WHO)


def _key(text: str) -> bytes:
    """A fingerprint as an act names it; nobody's, where it names nobody."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _row(found: Inquiry, one: Standing, me: bytes) -> desk.Row:
    what = one.what
    can = tuple(
        says.value for says in Says
        if not set(voice_objections(found, Voice(what.mark, says, "—"), me)) - _LACKS
    )  # fmt: skip
    named, fields, outcome = _told(what)
    return desk.Row(
        what.mark.hex(), named, one.day, one.author.hex(), fields, outcome, one.persons.value, found.state(one).value,
        one.since, tuple(desk.VoiceRow(v.day, v.author.hex(), v.says.value, v.reason) for v in one.voices), can,
    )  # fmt: skip


_LACKS = {f"need:{one}" for one in Need}
"""What a move lacks is told beside it; the button stays, so that nobody looks for it."""


def _told(what: Act | Rubric | Moved) -> tuple[str, tuple[desk.Given, ...], str]:
    if isinstance(what, Act):
        return what.code, tuple(desk.Given(one.name, what.fields[one.name]) for one in what.kind.fields), ""
    if isinstance(what, Moved):
        return "move", (desk.Given("reason", what.reason),), what.to.value
    answers = tuple(desk.Given(one, reply.value, note) for one, (reply, note) in what.answers.items())
    return "rubric", (desk.Given("rubric", what.rubric), *answers), what.outcome.value


def _ways(found: Inquiry, case: Case, site: Site) -> Iterator[desk.Way]:
    mine = found.person(case.keys.fingerprint)
    for one in MOVES:
        if one.source is not found.stage:
            continue
        lacks = list(lacking(found, one.needs))
        if Need.CHECKED in one.needs and not investigating.checked(case, site):
            lacks.append(Need.CHECKED)
        may = one.persons is not Persons.OUTSIDE or mine not in found.investigated()
        yield desk.Way(one.to.value, one.persons.value, tuple(need.value for need in lacks), may)


def _people(found: Inquiry, workers: list[bytes]) -> Iterator[desk.Person]:
    keys = {found.person(who): who for who in workers}
    for person, part in (*found.team().items(), *((one, "committee") for one in sorted(found.committee()))):
        yield desk.Person(keys.get(person, b"").hex(), part)


def do_act(held: Held, site: Site, setting: Setting, asks: desk.DoAct) -> Done:
    """Write an act."""
    fields = {one.name: one.value for one in asks.fields}
    investigating.do(by=held.case(site, asks.reference), site=site, code=asks.act, fields=fields, seen=asks.seen)
    return Done()


def hold_rubric(held: Held, site: Site, setting: Setting, asks: desk.HoldRubric) -> Done:
    """Hold the report against the rubric."""
    answers = {one.name: (code(Reply, one.value, "answers"), one.note) for one in asks.answers}
    case = held.case(site, asks.reference)
    investigating.hold_rubric(by=case, site=site, rubric=asks.rubric, answers=answers, seen=asks.seen)
    return Done()


def move_on(held: Held, site: Site, setting: Setting, asks: desk.MoveOn) -> Done:
    """To another stage."""
    to, case = code(Stage, asks.to, "to"), held.case(site, asks.reference)
    investigating.move_on(by=case, site=site, to=to, reason=asks.reason, seen=asks.seen)
    return Done()


def speak(held: Held, site: Site, setting: Setting, asks: desk.Speak) -> Done:
    """Agree, refuse or take back."""
    says, case = code(Says, asks.says, "says"), held.case(site, asks.reference)
    investigating.speak(by=case, site=site, of=_mark(asks.of), says=says, reason=asks.reason)
    return Done()


def fetch_pack(held: Held, site: Site, setting: Setting, asks: desk.FetchPack) -> Opened:
    """An evidence pack on which two persons agreed."""
    case, mark = held.case(site, asks.reference), _mark(asks.mark)
    size, pieces = packing.make(by=case, site=site, mark=mark, home=setting.home)
    held.note(site, case, Reading(Thing.PACK, mark.hex()))  # of one that there is; none of its bytes has left yet
    return Opened(Coming(f"evidence-{asks.mark[:8]}.tar", size), lambda home: pieces)


def _mark(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != MARK:
        raise BadInput("choose one of those offered", field="of")
    return found


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Investigating: state, desk.DoAct: do_act, desk.HoldRubric: hold_rubric, desk.MoveOn: move_on,
    desk.Speak: speak, desk.FetchPack: fetch_pack,
}  # fmt: skip
