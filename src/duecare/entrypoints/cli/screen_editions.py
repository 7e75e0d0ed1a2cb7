"""`duecare screen accept`, `refuse` and `withdraw`: answers to an edition held back, and to a list imported by mistake.

Nobody is signed in on the command line: the log names the system, as for an import, and keeps the reason.
"""

from __future__ import annotations

import click

from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import EditionRow
from duecare.entrypoints.cli.screen_told import edition_told, go_on
from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import BadInput

REASON = click.option("--reason", required=True, help="Kept in the record.")


@click.command("accept")
@click.argument("code")
@click.argument("number", type=int)
@REASON
def accept(code: str, number: int, reason: str) -> None:
    """Put edition NUMBER of the list CODE, held back or refused, in force, and compare everybody with its changes.

    `duecare screen status` names what is held back. The number keeps a newer edition, at which nobody looked, from
    being accepted in its place.
    """
    row = _edition(code, number)
    actions.accept_edition(by=SYSTEM, edition_id=row.id, reason=reason)
    click.echo(edition_told(queries.edition(row.id)))
    go_on()


@click.command("refuse")
@click.argument("code")
@click.argument("number", type=int)
@REASON
def refuse(code: str, number: int, reason: str) -> None:
    """Refuse edition NUMBER of the list CODE, which is held back; the edition in force stays."""
    row = _edition(code, number)
    actions.refuse_edition(by=SYSTEM, edition_id=row.id, reason=reason)
    click.echo(edition_told(queries.edition(row.id)))


@click.command("withdraw")
@click.argument("code")
@REASON
def withdraw(code: str, reason: str) -> None:
    """Ask for the list CODE, imported by mistake, to be withdrawn.

    It takes protection from every party, so it stays in force until a person, signed in, agrees: on the list's page
    or over the API.
    """
    actions.ask_withdrawal(by=SYSTEM, code=code, reason=reason)
    would = queries.reach(code)
    click.echo(
        f"{code} stays in force until an officer or counsel agrees on its page. It would take away {would.entries} "
        f"entries and {would.hits} hits, {would.confirmed} of them confirmed."
    )


def _edition(code: str, number: int) -> EditionRow:
    for row in queries.editions(code):
        if row.number == number:
            return row
    raise BadInput(
        "there is no such edition.", field="CODE NUMBER", value=f"{code} {number}", means="Nothing was changed.",
        todo="See what is held back: duecare screen status.",
    )  # fmt: skip
