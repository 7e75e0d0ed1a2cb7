"""Why something was not written, for whoever tried: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from duecare.kernel.errors import Conflict

NOTHING = "Nothing was kept."
REASONS: dict[str, tuple[str, str]] = {
    "not-now": ("This is not done at the stage the investigation is at.", "Look at where it stands now."),
    "no-way": ("This stage does not follow.", "Look at where the investigation stands now, and write a reason."),
    "no-such": ("What this is about does not stand, or stands no longer.", "Choose one of those offered."),
    "settled": ("This was decided already.", "Look at what became of it."),
    "lapsed": ("The measure was not agreed to in time and has lapsed.", "Propose it anew if it is still needed."),
    "overtaken": ("The investigation has moved on since this was proposed.", "Look at where it stands now."),
    "not-yours": ("Only who proposed it takes it back, as long as nobody agreed.", "Refuse it instead, with a reason."),
    "no-reason": ("Whoever refuses says why.", "Write a reason."),
    "same-person": ("This takes a second person.", "Ask another member of the case."),
    "on-team": ("Whoever is or was on the team does not decide on its work.", "Ask a member who never was on it."),
    "on-committee": ("Whoever decides in the case committee is not on the team.", "Choose somebody else."),
    "not-there": ("This person is neither on the team nor in the case committee.", "Choose one of those offered."),
    "not-committee": ("Only the case committee decides this.", "Ask its members."),
    "no-committee": ("The case committee has fewer than three members.", "Name its members first."),
    "voted": ("You have voted on this already.", "A vote is not changed; propose it anew if something is new."),
    "not-receiver": ("Only the person to whom it is handed says that it arrived.", "Ask them."),
    "not-holder": ("Only the person who holds this piece of evidence hands it on.", "Ask them."),
    "until": ("An outside adviser is on the team until a day.", "Give the day."),
    "days": ("These days do not fit.", "The last one comes after the first, and none that is over begins anything."),
    "ask-first": (
        "Where the reporter could be recognised, or that is not known, their agreement is sought first.",
        "Ask the reporter, and say what came of it.",
    ),
    "untested": (
        "Somebody outside would notice this step, and no test of the last thirty days lets it be done.",
        "Test first whether the reporter could be recognised by it; two persons sign the test.",
    ),
    "deadline": ("The deadline of this request is not over.", "Record the silence afterwards."),
    "no-logs": (
        "Logs were refused, not given or could not be had: that nothing happened cannot be found.",
        "The finding is that it could not be determined.",
    ),
    "conditions": ("The customer must be able to know what is asked of it.", "Write down the conditions."),
    "again": (
        "Whoever decides to tell somebody later says when it is looked at again, and nobody else does.",
        "Give a day that lies ahead, or leave it empty.",
    ),
    "misfit": ("What follows from the rubric is not what was written.", "Answer the rubric on its page."),
    "changed": ("The investigation changed in the meantime.", "Open it again and repeat the step."),
    "member": ("Somebody named here does not work in the case today.", "Choose one of those offered."),
    "no-file": ("There is no file of that number among those that members added.", "Look at the list of files."),
    "ahead": ("What was done lies in the past.", "Give the day on which it was."),
    "need": ("Something that this stage needs is not there yet.", "Look at what is missing beside the stage."),
}


class NotNow(Conflict):
    """A rule of the protocol refused it; `codes` are of `REASONS`, the first one is told."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        happened, todo = REASONS[self.codes[0].partition(":")[0]]
        super().__init__(happened, NOTHING, todo)
