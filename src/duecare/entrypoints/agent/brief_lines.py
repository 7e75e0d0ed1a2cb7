"""What a case's own pages tell of its briefs: lines among the work, and what waits for a member."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duecare.apps.intake.queries import briefs
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.advice import Advice
from duecare.apps.intake.rules.briefs import Brief
from duecare.apps.intake.rules.desk_case import Remark
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.store import Table
from duecare.apps.intake.rules.work import Work


def waits(site: Site, work: Work, mine: frozenset[bytes]) -> Iterator[str]:
    """Sorts of what a member should look at: "proposed" by another, "conflict", "over", "shut", "said" and not
    kept, "altered"."""
    for one in work.briefs.values():
        if one.ended:
            continue
        try:
            found = briefs.read(site, one)
        except Altered:
            yield "altered"
            continue
        if found is None:
            yield from ("proposed",) if one.author not in mine and site.today <= one.what.until else ()
            continue
        now = stands(site, one, found)
        if now in ("conflict", "over", "shut"):
            yield now
        elif any(said.author == one.what.adviser for said in found.said) and _more(site, one, found):
            yield "said"


def stands(site: Site, one: Brief, advice: Advice) -> str:
    """State of a brief that was sent; see `desk_briefs.BriefRow`."""
    if one.ended:
        return "ended"
    if advice.declared and not advice.declared.clear:
        return "conflict"
    if one.what.until < site.today:
        return "over"
    if one.sent and site.store.group(Table.GRANTS, one.sent[2].letter) is None:
        return "shut"
    return "open" if advice.declared else "waits"


def remarks(site: Site, work: Work) -> Iterator[tuple[date, Remark]]:
    """Lines of the work that tell of briefs: proposed, sent, ended, and what was signed in the letter; with the day."""
    for one in work.briefs.values():
        yield one.day, Remark(one.day, one.author.hex(), "brief-proposed", one.what.question)
        for step, kind in ((one.sent, "brief-sent"), (one.ended, "brief-ended" if one.sent else "brief-refused")):
            if step is not None:
                yield step[0], Remark(step[0], step[1].hex(), kind, getattr(step[2], "reason", one.what.question))
        try:
            found = briefs.read(site, one)
        except Altered:
            continue
        if found and found.declared:
            kind = "brief-clear" if found.declared.clear else "brief-conflict"
            yield found.declared.day, Remark(found.declared.day, one.what.adviser.hex(), kind, found.declared.text)
        for said in found.said if found else ():
            yield said.day, Remark(said.day, said.author.hex(), f"brief-{said.about.value}", said.text)


def _more(site: Site, one: Brief, found: Advice) -> bool:
    """Whether the adviser said something that the case has not kept."""
    kept = briefs.kept(site, one)
    return len(found.said) > (len(kept.said) if kept else 0)
