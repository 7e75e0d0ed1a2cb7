"""Acts of screening. Officers import, screen and judge; clearing a strong match takes a second person."""

from __future__ import annotations

from duecare.apps.audit.rules.acts import act
from duecare.kernel.actor import Role

_JUDGES = (Role.COMPLIANCE_OFFICER, Role.ANALYST)
_SECOND = (Role.COMPLIANCE_OFFICER, Role.COUNSEL)

READERS = tuple(sorted(set(Role) - {Role.ADMINISTRATOR, Role.SALES}))
"""Who reads lists, hits, runs and samples: everybody but who opens no file and who earns from the sale."""

IMPORT = act("list.import", "{actor} imported {subject}: {lists}", Role.COMPLIANCE_OFFICER, system=True)
ASK_IMPORT = act("list.ask_import", "{actor} uploaded {files} files to be imported", Role.COMPLIANCE_OFFICER)
REFUSE_FILES = act(
    "list.refuse_files", "{actor} could not import {subject}: {fault}", Role.COMPLIANCE_OFFICER, system=True
)
ACCEPT_EDITION = act(
    "list.accept_edition", "{actor} put the held edition {subject} in force", Role.COMPLIANCE_OFFICER, system=True
)
REFUSE_EDITION = act(
    "list.refuse_edition", "{actor} refused the held edition {subject}", Role.COMPLIANCE_OFFICER, system=True
)

ASK_WITHDRAWAL = act(
    "list.ask_withdrawal", "{actor} asked to withdraw {subject}, imported by mistake", Role.COMPLIANCE_OFFICER,
    system=True,
)  # fmt: skip
WITHDRAW_LIST = act(
    "list.withdraw", "{actor} withdrew, as second person, {subject}: {entries} entries, {hits} hits", *_SECOND
)
KEEP_LIST = act("list.keep", "{actor} refused, as second person, to withdraw {subject}", *_SECOND)

ASK_RUN = act("screening.ask_run", "{actor} asked for a screening: {why}", *_JUDGES, system=True)
NOTE_CHANGES = act(
    "screening.note_changes", "{parties} parties were entered or corrected and are to be screened", system=True
)
COMPARE = act(
    "screening.compare", "{parties} parties were compared with the lists in force: {new} new hits", system=True
)
FINISH_RUN = act("screening.finish_run", "A screening came to its end: {parties} parties, {hits} new hits", system=True)
FAIL_RUN = act("screening.fail_run", "A screening could not be carried out: {fault}", system=True)

ASSIGN = act("hit.assign", "{actor} gave {subject} to somebody to judge", *_JUDGES, Role.COUNSEL)
DISPOSE = act("hit.dispose", "{actor} judged {subject}: {verdict}", *_JUDGES)
CONFIRM = act("hit.confirm_clearance", "{actor} confirmed, as second person, that {subject} is another party", *_SECOND)
RETURN = act("hit.return_clearance", "{actor} returned the clearance of {subject}", *_SECOND)
REPORT = act(
    "hit.report", "{actor} recorded the report of {subject} under {regime}", Role.COMPLIANCE_OFFICER, Role.COUNSEL
)

SAMPLE = act(
    "sample.draw",
    "{actor} drew a sample: {cleared} clearances, {unfound} parties without a hit",
    Role.AUDITOR,
    Role.COMPLIANCE_OFFICER,
)
JUDGE_SAMPLE = act("sample.judge", "{actor} looked at {subject} again: {finding}", Role.AUDITOR)

IMPORT_RESULTS = act(
    "outside.import", "{actor} imported results of other screening: {kept} of {rows} rows",
    Role.COMPLIANCE_OFFICER, system=True,
)  # fmt: skip
DRAW_RESULTS = act(
    "outside.draw", "{actor} drew {drawn} of {of} imported clearances to be looked at", *_SECOND, Role.AUDITOR
)
JUDGE_RESULT = act("outside.judge", "{actor} looked at an imported result on {subject}: {finding}", *_SECOND)
