"""Letters that the fictional company received and sent."""

from __future__ import annotations

from datetime import timedelta

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.engagement.actions import add_letter_document, agree_to_leave, leave_unanswered, record_letter
from duecare.apps.engagement.rules.letters import Written

from .calendar import Story
from .company import Company
from .reading import Data, number, part, word


def write(company: Company, entry: Data) -> Story:
    """One letter, its document, and what came of it."""
    day = company.calendar
    yield day.at(number(entry, "before"), 10, 20)
    on, by = clock.today(), company.actor(word(entry, "by"))
    direction, other, channel = word(entry, "direction"), word(entry, "other"), word(entry, "channel")
    owner = word(entry, "owner")
    made = record_letter(
        by=by, given=Written(direction, on, other, channel, word(entry, "subject")),
        owner_id=company.people[owner] if owner else None,
        due_on=on + timedelta(days=number(entry, "within")) if owner else None,
    )  # fmt: skip
    if text := word(entry, "text"):
        sha256, size = evidence().put([f"{text}\n".encode()], name="letter.txt")
        add_letter_document(by=by, letter_id=made, sha256=sha256, name="letter.txt", size=size)
    if answer := part(entry, "answered"):
        yield day.at(number(answer, "before"), 15)
        back = Written("out" if direction == "in" else "in", clock.today(), other, channel, word(answer, "subject"))
        record_letter(by=company.actor(word(answer, "by")), given=back, answers_id=made)
    if left := part(entry, "left"):
        yield day.at(number(left, "before"), 15)
        leave_unanswered(by=company.actor(word(left, "by")), letter_id=made, reason=word(left, "reason"))
        agree_to_leave(by=company.actor(word(left, "second")), letter_id=made)
