"""The whole story of one deal, stage by stage."""

from __future__ import annotations

from .calendar import Story
from .deals import Scene, give_up, intake, know_the_parties, mark, settle_export, tell_the_authority
from .deciding import ask_again, carry_out, change_the_file, decide, decided_on, end, submit
from .due_diligence import work_the_file
from .rating import plan, rate
from .reading import part, word


def tell_deal(scene: Scene) -> Story:
    """From the first call to wherever it stands today."""
    try:
        yield scene.at(0)
        yield from intake(scene)
        if scene.reaches("screening"):
            yield from know_the_parties(scene)
        if scene.reaches("exported"):
            yield from settle_export(scene)
        if scene.reaches("working"):
            yield from work_the_file(scene)
        yield from tell_the_authority(scene)
        if scene.reaches("proposed"):
            yield from rate(scene)
        if scene.reaches("planned"):
            yield from plan(scene)
        if scene.reaches("submitted"):
            yield from _decision(scene)
        yield from give_up(scene)
        yield from mark(scene)
    except Exception as fault:
        fault.add_note(f"in the story of {word(scene.data, 'code')}")
        raise


def _decision(scene: Scene) -> Story:
    """Put to decision, decided, carried out, and whatever came later."""
    decision = part(scene.data, "decision")
    yield from submit(scene, decision)
    if not word(decision, "meeting"):
        yield from decide(scene, decision)
    if not scene.reaches("settled"):
        return
    yield from carry_out(scene, decided_on(scene) + 2, all_of_it=scene.reaches("live"))
    if change := part(scene.data, "change"):
        yield from change_the_file(scene, change)
    if part(scene.data, "reconsider"):
        yield from ask_again(scene)
    if part(scene.data, "ended"):
        yield from end(scene)
