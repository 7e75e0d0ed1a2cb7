"""Words of the parties: kinds of body, states of a customer, results of a screening."""

from __future__ import annotations

KINDS = ("federal", "state", "municipal", "joint", "procurement", "company", "person", "other")
PUBLIC_KINDS = frozenset({"federal", "state", "municipal", "joint", "procurement"})
STATUSES = ("prospect", "active", "suspended", "former")
RESULTS = ("none", "possible", "confirmed")
LEVELS = ("low", "moderate", "elevated", "high", "prohibited")
