"""The people of the fictional company, and the secrets with which anybody may sign in as them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from datetime import datetime

from duecare.apps.accounts.actions import create_ready_person
from duecare.apps.governance.actions import (
    appoint_member,
    declare_conflict,
    end_conflict,
    end_membership,
    found_committee,
)
from duecare.apps.risk import queries as risk
from duecare.apps.risk.actions import confirm_method, propose_method
from duecare.kernel.actor import SYSTEM, Role

from .calendar import Story
from .company import Company
from .reading import Data, folder, number, part, parts, word, words, yes

DOMAIN = "northlight.example"
METHOD = "open-2026"


def email(person: Data) -> str:
    """Address in a domain that nobody can own (RFC 2606)."""
    return f"{word(person, 'code')}@{DOMAIN}"


def totp_secret(person: Data) -> str:
    """Base32 secret of the second factor: known to everybody, therefore made from the address alone."""
    return base64.b32encode(hashlib.sha256(email(person).encode()).digest()[:20]).decode()


def code_now(secret: str, moment: datetime) -> str:
    """The six digits an authenticator would show at that moment (RFC 6238, 30 seconds, SHA-1)."""
    counter = struct.pack(">Q", int(moment.timestamp()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def credentials() -> str:
    """Whom to sign in as: role, name, address, password and the secret of the second factor."""
    rows = [("ROLE", "NAME", "SIGN IN WITH", "PASSWORD", "SECRET FOR AN AUTHENTICATOR APP")]
    order = [role.value for role in Role]
    for person in sorted(folder("people"), key=lambda one: [order.index(role) for role in words(one, "roles")]):
        role = ", ".join(words(person, "roles")).replace("_", " ")
        rows.append((role, word(person, "name"), email(person), word(person, "password"), totp_secret(person)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def arrive(company: Company) -> Story:
    """People join, the first ones on the first day."""
    day = company.calendar
    everybody = sorted(folder("people"), key=lambda person: -number(person, "joined"))
    for place, person in enumerate(everybody):
        yield day.at(number(person, "joined"), 8, place)
        company.people[word(person, "code")] = create_ready_person(
            by=SYSTEM,
            name=word(person, "name"),
            email=email(person),
            password=word(person, "password"),
            roles=[Role(role) for role in words(person, "roles")],
            totp_secret=totp_secret(person),
            time_zone=word(person, "time_zone", "UTC"),
        )


def choose_method(company: Company, before: int) -> Story:
    """One officer proposes the method whose figures ship with the product, another confirms it."""
    day = company.calendar
    yield day.at(before, 15)
    method = risk.method(METHOD)
    proposal = propose_method(by=company.actor("hanne.sorrel"), urn=method.urn, since=day.day(before))
    yield day.at(before, 16)
    confirm_method(by=company.actor("pavo.lindqvar"), proposal_id=proposal)


def sit(company: Company, committee: Data) -> Story:
    """A committee is founded and its members appointed, in the order of the file; some leave again."""
    day = company.calendar
    yield day.at(number(committee, "founded"), 12)
    founder = company.actor(word(committee, "founded_by"))
    made = found_committee(by=founder, name=word(committee, "name"), kind=word(committee, "kind"))
    company.committees[word(committee, "code")] = made
    for seat in parts(committee, "seats"):
        since = number(seat, "since")
        yield day.at(since, 13)
        seated = appoint_member(
            by=founder,
            committee_id=made,
            person_id=company.people[word(seat, "person")],
            start=day.day(since),
            title=word(seat, "title"),
            chair=yes(seat, "chair"),
            independent=yes(seat, "independent"),
            votes=not yes(seat, "adviser"),
        )
        if ended := part(seat, "ended"):
            before = number(ended, "before")
            yield day.at(before, 14)
            end_membership(by=founder, membership_id=seated, end=day.day(before), reason=word(ended, "reason"))


def declare(company: Company, interest: Data) -> Story:
    """One standing interest, declared by the person who has it, and its end where it has one."""
    day = company.calendar
    yield day.at(number(interest, "since"), 15)
    ref = word(interest, "ref")
    made = declare_conflict(
        by=company.actor(word(interest, "person")),
        person_id=company.people[word(interest, "person")],
        kind=word(interest, "kind"),
        ref=str(company.bodies.get(ref) or company.customers.get(ref) or ref),
        label=word(interest, "label"),
        reason=word(interest, "reason"),
        start=day.day(number(interest, "since")),
    )
    if ended := part(interest, "ended"):
        yield day.at(number(ended, "before"), 15)
        end_conflict(
            by=company.actor("hanne.sorrel"),
            declaration_id=made,
            until=day.day(number(ended, "before")),
            reason=word(ended, "reason"),
        )
