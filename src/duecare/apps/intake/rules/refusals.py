"""Refusals of sealed reporting. What an outsider gets is always the same "not found"."""

from __future__ import annotations

from duecare.kernel.errors import Denied, DuecareError, NotFound


class Altered(NotFound):
    """Something in the case does not fit. To whoever asked it reads as "not found"; `why` is for the sealed record."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


class NotHeld(Denied):
    """The step needs compartments that this person does not hold."""

    def __init__(self, *names: str) -> None:
        super().__init__(
            "This step needs parts of the case that are not open to you.",
            "Nothing was changed.",
            f"Ask somebody who may read: {', '.join(sorted(names))}.",
        )


class FalseShares(DuecareError):
    """Shares that are not those dealt. `holders` are fingerprints."""

    def __init__(self, holders: tuple[bytes, ...]) -> None:
        self.holders = holders
        super().__init__(
            f"Shares are not those that were dealt: {', '.join(one.hex()[:16] for one in holders)}.",
            "The case was not recovered.",
            "Let the holders named here bring their own share again, or go on without them.",
        )


class TooFewShares(DuecareError):
    """Fewer than the threshold."""

    def __init__(self, brought: int, needed: int) -> None:
        super().__init__(
            f"{brought} shares and approvals were brought, and it takes {needed}.",
            "The case was not recovered.",
            "Ask further members of the committee.",
        )


class NotSealed(DuecareError):
    """There is nobody to seal a report to; `why` is a code of `recipients.Refusal`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            "The report cannot be sealed to anybody who may read it.",
            "Nothing was kept.",
            "Exclude fewer people, or use one of the external authorities named beside the form.",
        )
