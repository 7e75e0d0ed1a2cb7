"""The due-diligence file of one deal: documents, expert, answers, flags, findings, people, harms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.actions import (
    Given,
    add_document,
    answer_question,
    assess_flag,
    assess_group,
    check_regime,
    expert_answers,
    grade_content,
    grade_source,
    invite_expert,
    name_reader,
    rate_harm,
    record_consultation,
    record_finding,
    record_reply,
    record_search,
    record_source,
    release_fact,
    second_reading,
    sign_opinion,
    state_conflicts,
)
from duecare.apps.assessments.rules.questionnaire import Question
from duecare.kernel.actor import Actor, Kind

from .calendar import Story
from .deals import Scene
from .reading import Data, folder, number, part, parts, word, words, yes

_PROFILE = {
    "1.1": "branch",
    "1.2": "mandate_in_law",
    "1.3": "oversight",
    "1.4": "judicial_authorisation",
    "1.5": "abuse_record",
}
"""Questions that the agency's profile answers too."""
_GAPS = ("asked_no_answer", "refused", "not_applicable")
ALL = 10**3


def work_the_file(scene: Scene) -> Story:
    """From the first document to the last rating, or as far as this story goes."""
    file = part(scene.data, "file")
    analyst = scene.actor("analyst", "iru.castellane")
    yield scene.at(5)
    statute = _document(scene, analyst)
    if word(file, "expert"):
        yield from _ask_expert(scene, word(file, "expert") == "signed")
    yield from _answer(scene, analyst)
    yield scene.at(12)
    for place, flag in enumerate(assessments.red_flags()):
        if place < number(file, "flags", ALL):
            _flag(scene, analyst, flag.code, statute)
    yield from _search(scene, analyst)
    if scene.reaches("complete"):
        yield from _people(scene, analyst)
    if yes(file, "sources"):
        yield from _hear(scene, analyst)
        _consult(scene, analyst)


def _document(scene: Scene, analyst: Actor) -> str:
    """The agency's papers, and counsel's advice on them; returns the hash of the papers."""
    client = assessments.deal(scene.id).bodies("using")[0].name
    papers = f"Statute and standing orders of {client}, as handed over. Invented text for the fictional company.\n"
    sha256, _ = _keep(scene, analyst, "statute-and-standing-orders.txt", papers, "What the agency may do, in its words")
    if scene.place % 3 == 0:
        counsel = scene.company.actor("benedek.rowe")
        advice = f"Advice to the company on selling to {client}. Invented text for the fictional company.\n"
        _, document = _keep(scene, counsel, "advice-of-counsel.txt", advice, "Legal advice", privileged=True)
        release_fact(by=counsel, document_id=document, text="The statute was in force on the day of the request.")
        if scene.place % 2 == 0:
            name_reader(by=counsel, document_id=document, person_id=scene.company.people["hanne.sorrel"])
    return sha256


def _keep(scene: Scene, by: Actor, name: str, text: str, about: str, *, privileged: bool = False) -> tuple[str, UUID]:
    data = text.encode()
    sha256, size = evidence().put([data], name=name)
    document = add_document(
        by=by,
        opportunity_id=scene.id,
        sha256=sha256,
        name=name,
        size=size,
        media_type="text/plain",
        about=about,
        privileged=privileged,
        privilege_of="Northlight Systems (fiction)" if privileged else "",
        privilege_for="Advice on this sale" if privileged else "",
    )
    return sha256, document


def _said(scene: Scene) -> Mapping[str, str]:
    """What is answered to each question: the framework's word, unless this story says otherwise."""
    file = part(scene.data, "file")
    frame = next(one for one in folder("frameworks") if word(one, "code") == word(file, "framework", "guarded"))
    profile, deal = part(scene.data, "profile"), part(scene.data, "deal")
    likely = {"6.1": "yes"} if words(file, "likely") else {}
    known = {question: word(profile, item) for question, item in _PROFILE.items() if word(profile, item)}
    layers: tuple[Mapping[str, object], ...] = (
        part(frame, "texts"),
        {"2.1": word(deal, "purpose")},
        part(frame, "but"),
        likely,
        known,
        part(file, "but"),
    )
    return {code: str(value) for layer in layers for code, value in layer.items()}


def _asked(scene: Scene) -> Iterator[tuple[Question, str]]:
    """Questions that apply, in order, each with what is answered; those set aside by another are left out."""
    said, given = _said(scene), dict[str, str]()
    for question in assessments.questions():
        if question.condition is not None:
            parent, wanted = question.condition
            if given.get(parent, "") not in (*wanted, *_GAPS):
                continue
        answer = said.get(question.code) or (question.favourable[0] if question.favourable else "Nothing is known.")
        given[question.code] = answer
        yield question, answer


def _state(answer: str) -> tuple[str, str, str]:
    """State, value and reason of an answer as the stories write it."""
    if answer in _GAPS:
        reason = {
            "asked_no_answer": "Two letters stayed without an answer.",
            "refused": "The agency says that this is secret.",
            "not_applicable": "The product reads nothing that would need an authorisation.",
        }[answer]
        return answer, "", reason
    return "answered", answer, ""


def _ask_expert(scene: Scene, signs: bool) -> Story:
    """Counsel asks somebody of the place; the link is used, or waits."""
    counsel = scene.company.actor("benedek.rowe")
    country = word(part(scene.data, "deal"), "place")
    asked = [(q, said) for q, said in _asked(scene) if q.asked_of == "local_expert"]
    yield scene.at(6)
    expires = clock.today() + timedelta(days=60)
    names = ("Advocate E. Lorin", "Professor T. Vasky", "Advocate M. Oduyeh", "Dr. S. Quintel", "Advocate R. Hemming")
    name = f"{names[scene.place % len(names)]} (fiction)"
    invited = invite_expert(
        by=counsel,
        opportunity_id=scene.id,
        name=name,
        email=f"expert-{scene.place}@advice.example",
        country=country,
        qualification="Admitted to the bar of the country for eleven years; teaches criminal procedure.",
        questions=tuple(question.code for question, _ in asked),
        expires_on=expires,
    )
    if not signs:
        scene.company.links[word(scene.data, "code")] = f"/expert/{invited.token}/"
        return
    expert = Actor(Kind.OUTSIDE, invited.engagement_id, name, scope=invited.engagement_id)
    yield scene.at(8)
    state_conflicts(by=expert, none=True, text="", signed_name=name)
    yield scene.at(9)
    expert_answers(by=expert, given=[Given(q.code, *_state(said)) for q, said in asked])
    yield scene.at(10)
    sign_opinion(
        by=expert,
        summary="What the law asks and what is done are set out question by question; the answers stand for today.",
        signed_name=name,
    )


def _answer(scene: Scene, analyst: Actor) -> Story:
    """Staff answers what no expert was asked, section by section."""
    company, file = scene.company, part(scene.data, "file")
    signed = word(file, "expert") == "signed"
    counsel = company.actor("benedek.rowe")
    section = ""
    for place, (question, said) in enumerate(_asked(scene)):
        if place >= number(file, "questions", ALL):
            return
        if signed and question.asked_of == "local_expert":
            continue
        if question.section != section:
            section = question.section
            yield scene.at(11, 5)
        state, value, reason = _state(said)
        answer_question(
            by=counsel if question.asked_of in ("counsel", "local_expert") else analyst,
            opportunity_id=scene.id,
            question=question.code,
            state=state,
            value=value,
            reason=reason,
            source="The agency's written answers and its standing orders" if value else "",
        )


def ask_anew(scene: Scene, analyst: Actor) -> None:
    """Questions whose answers stand for a quarter at most are put again, and the lists are looked at again."""
    for question, said in _asked(scene):
        if question.valid_months <= 3:
            state, value, reason = _state(said)
            answer_question(
                by=analyst,
                opportunity_id=scene.id,
                question=question.code,
                state=state,
                value=value,
                reason=reason,
                source="Asked again in writing" if value else "",
            )
    _look_at_regimes(scene, analyst)


def _look_at_regimes(scene: Scene, analyst: Actor) -> None:
    about = f"The consolidated list as published on {clock.today().isoformat()}"
    embargo = yes(part(scene.data, "file"), "embargo")
    for regime in assessments.REGIMES:
        check_regime(
            by=analyst, opportunity_id=scene.id, regime=regime, embargo=embargo, on=clock.today(), evidence=about
        )


def _flag(scene: Scene, analyst: Actor, code: str, statute: str) -> None:
    file = part(scene.data, "file")
    state, note = "not_present", "Looked at the agency's papers, public reports and the deal; nothing of the kind."
    if code in words(file, "open"):
        state, note = "open", "There are signs of it; the agency was asked and has not explained."
    elif code in words(file, "resolved"):
        state, note = "resolved", "It was there; the standing orders handed over answer it."
    elif code in words(file, "confirmed"):
        state, note = "confirmed", "It is there, and what the agency says does not change that."
    proof = (statute,) if state == "resolved" else ()
    assess_flag(by=analyst, opportunity_id=scene.id, code=code, state=state, note=note, evidence=proof)


def _search(scene: Scene, analyst: Actor) -> Story:
    """Searches, findings with their grades, and the right of reply."""
    yield scene.at(13)
    record_search(
        by=analyst,
        opportunity_id=scene.id,
        on=clock.today(),
        places=("Press archives of the country", "Reports of UN bodies", "Court registers"),
        languages=("English", "the country's first language"),
    )
    for one in parts(part(scene.data, "file"), "findings"):
        yield from enter_finding(scene, one, 13)
    if not scene.reaches("complete"):
        return
    yield scene.at(14)
    _look_at_regimes(scene, analyst)


def enter_finding(scene: Scene, one: Data, after: int) -> Story:
    """An allegation, and the grades and reply it has by now."""
    analyst, officer = scene.actor("analyst", "iru.castellane"), scene.company.actor("hanne.sorrel")
    yield scene.at(after, 5)
    made = record_finding(
        by=analyst,
        opportunity_id=scene.id,
        what=word(one, "what"),
        source=word(one, "source", "Public report (fiction), kept with the file"),
        about=word(one, "about", "agency"),
        happened_on=scene.company.calendar.day(number(one, "ago")),
        independent_sources=number(one, "sources", 1),
        decided_by=word(one, "decided_by"),
    )
    if grade := word(one, "grade"):
        yield scene.at(after, 10)
        grade_source(by=analyst, finding_id=made, value=grade, grounds="Earlier reports of this source were checked.")
        credible = number(one, "content")
        grade_content(by=officer, finding_id=made, value=credible, grounds="Compared with the papers it names.")
        if credible >= 4:
            second_reading(by=analyst, finding_id=made, grounds="Read the same papers and agree.")
    if reply := word(one, "reply"):
        yield scene.at(after, 15)
        text = "The agency says that the officer was dismissed." if reply == "received" else ""
        record_reply(by=officer, finding_id=made, reply=reply, text=text)


def _people(scene: Scene, analyst: Actor) -> Story:
    """Who is at risk, and what the gravest misuse would do to them."""
    file = part(scene.data, "file")
    frame = next(one for one in folder("frameworks") if word(one, "code") == word(file, "framework", "guarded"))
    likely = words(file, "likely")
    yield scene.at(14, 10)
    for group in assessments.groups():
        hit = group.code in likely
        assess_group(
            by=analyst,
            opportunity_id=scene.id,
            group=group.code,
            state="likely_target" if hit else "not_likely",
            reasoning="Reports and those who were heard name them."
            if hit
            else "Neither purpose nor record point there.",
            consulted="Two people of the group, on a protected channel." if hit else "",
        )
    for harm in (part(frame, "harm"), part(file, "harm")):
        if harm:
            rate_harm(
                by=analyst,
                opportunity_id=scene.id,
                right=word(harm, "right"),
                scale=number(harm, "scale"),
                scope=number(harm, "scope"),
                remedy=number(harm, "remedy"),
                likelihood=number(harm, "likelihood"),
                threatens_life_or_body=yes(harm, "life"),
                reasoning="Rated from the record of the agency and what the product can do.",
            )


def _consult(scene: Scene, analyst: Actor) -> None:
    """Those who speak for people who could be affected, about every group that is a likely target."""
    likely = words(part(scene.data, "file"), "likely") or ("journalists",)
    record_consultation(
        by=analyst,
        opportunity_id=scene.id,
        standing="proxy",
        groups=likely,
        held_on=clock.today(),
        who="two organisations of the country that defend them",
        heard="They fear that a request in haste is never looked at afterwards, and that nobody is told.",
        effect="The plan asks for a judge's order before each use and for figures once a quarter.",
        safety_plan="Met outside the country; no record shows that the meeting took place.",
    )


def _hear(scene: Scene, analyst: Actor) -> Story:
    """People who know the country and the client at first hand."""
    yield scene.at(14, 20)
    plan = "Agreed on the channel, on what may be kept and whom to call; nothing that names the person is kept."
    for knows_of, kind, summary in (
        ("country", "a lawyer who defends in such cases", "Orders are asked for in writing; urgent ones come late."),
        ("client", "a former member of staff", "The log is read when somebody complains, not before."),
    ):
        record_source(
            by=analyst,
            opportunity_id=scene.id,
            knows_of=knows_of,
            kind=kind,
            heard_on=clock.today(),
            summary=summary,
            safety_plan=plan,
        )
