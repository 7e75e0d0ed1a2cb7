"""`duecare usage-log`: check a customer's log, ask it about one identifier, and keep one (the reference logger).

Needs neither Django nor a company's data. An identifier is typed at a prompt or comes on standard input, never as an
argument: arguments are read by everybody on the machine and kept by shells.
"""

from __future__ import annotations

import json
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from nacl.signing import SigningKey

from duecare.adapters.clock import now
from duecare.adapters.sealed.private_file import write_new
from duecare.adapters.usage_log import asking, entries
from duecare.adapters.usage_log.checking import Checked, check
from duecare.adapters.usage_log.identifiers import kinds, normal
from duecare.adapters.usage_log.keeping import Secrets, UsageLog
from duecare.entrypoints.cli.usage_log_recorded import Recording
from duecare.kernel.errors import BadInput

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)
_KIND = click.option("--kind", type=click.Choice(kinds()), default="phone", show_default=True, help="Of identifier.")


@click.group("usage-log")
def usage_log() -> None:
    """Usage logs of customers: checked for gaps, asked about one identifier without naming it."""


@usage_log.command("check")
@click.argument("log", type=_FILE)
@click.option("--signer", required=True, help="The logger's public key in hex, as agreed at delivery.")
@click.option("--seen", type=_NEW, help="File in which we keep where the log stood; compared and gone on with.")
@click.option("--counted", type=int, help="Uses that the product itself counted in the same time.")
@click.option("--request", "reference", default="", help="Record what was found at this log request, as LR-2026-014.")
@click.option("--as", "person", default="", help="For whom it is recorded: their e-mail address.")
def check_command(
    log: Path, signer: str, seen: Path | None, counted: int | None, reference: str, person: str
) -> None:  # fmt: skip
    """Look for what was altered, left out, cut off, put in, or never entered. Exit code 1 when something was found.

    With --request and --as it is recorded once at that request, with the hash of the file, and held against where the
    company saw this log stand before.
    """
    recording = Recording.begun(log, reference, person)
    heads = (_heads(seen) if seen and seen.exists() else []) + (recording.seen() if recording else [])
    found = _checked(log, signer, heads, counted)
    for fault in found.faults:
        click.echo(f"{log.name}, line {fault.line}: {fault.said}" if fault.line else f"{log.name}: {fault.said}")
    if found.more:
        click.echo(f"and {found.more} more")
    click.echo(f"Log {found.log.hex()} of {found.product}: {found.count} entries, {found.uses} uses.")
    if found.count > found.sealed:
        click.echo(f"The last {found.count - found.sealed} entries are not signed yet.")
    if recording:
        recording.keep(found)
        click.echo(f"Recorded at {recording.reference}.")
    if found.faults:
        sys.exit(1)
    if seen and found.head:
        with seen.open("a", encoding="ascii") as file:
            file.write(f"{found.head.number} {found.head.hash.hex()}\n")
    click.echo("Nothing was altered, left out or cut off since what was seen before." if heads else
               "The chain is whole. Whether it is the only one, later checks against this one tell.")  # fmt: skip


@usage_log.command()
@click.argument("log", type=_FILE)
@click.option("--signer", required=True, help="The logger's public key in hex.")
@click.option("--month", required=True, help="Such as 2026-10, in UTC.")
@_KIND
@click.option("--question", type=_NEW, required=True, help="File for the customer.")
@click.option("--kept", type=_NEW, required=True, help="File that stays here: as secret as the identifier.")
def ask(log: Path, signer: str, month: str, kind: str, question: Path, kept: Path) -> None:
    """Write a question about one identifier; it says nothing about it."""
    found = _checked(log, signer, [], None)
    if month not in found.months:
        raise BadInput("the log holds no use of that month", value=month, means="Nothing was asked.")
    asked = asking.ask(found.log, month, _identifier(kind), _today(), secrets.token_bytes(64))
    _written(kept, asked.kept)
    _written(question, asked.question)
    click.echo(f"{question} goes to the customer, {kept} to nobody. The customer learns that one question is asked.")


@usage_log.command()
@click.argument("log", type=_FILE)
@click.argument("answer", type=_FILE)
@click.option("--signer", required=True, help="The logger's public key in hex.")
@_KIND
@click.option("--question", type=_FILE, required=True)
@click.option("--kept", type=_FILE, required=True)
def read(log: Path, answer: Path, signer: str, kind: str, question: Path, kept: Path) -> None:
    """Yes or no: whether the identifier was entered in that month."""
    found = _checked(log, signer, [], None)
    if found.faults:
        raise BadInput(
            f"the log has {len(found.faults) + found.more} faults", file=log.name, means="A no would mean nothing.",
            todo="Look at them first: duecare usage-log check.",
        )  # fmt: skip
    stands = asking.stands_in(
        _read(answer), _read(question), _read(kept), _identifier(kind), found
    )  # fmt: skip
    click.echo("yes: it was entered in this log in that month" if stands else
               "no: not in this log in that month, which is not to say that it was not used")  # fmt: skip


@usage_log.command()
@click.argument("log", type=_NEW)
@click.option("--secrets", "kept", type=_NEW, required=True, help="New file of the logger's keys.")
@click.option("--consent", type=_NEW, required=True, help="New file of the key that agrees to look-ups.")
@click.option("--product", required=True, help="What the log is about.")
def begin(log: Path, kept: Path, consent: Path, product: str) -> None:
    """At the customer: begin a log, its keys, and the key of whoever may agree to a look-up."""
    key = SigningKey.generate()
    keys = Secrets.begun(kept)
    _written(consent, bytes(key).hex().encode())
    with UsageLog.begun(log, keys, at=_now(), product=product, consent=bytes(key.verify_key)) as one:
        one.alive(_now())
    click.echo(f"The logger's public key, for the vendor: {bytes(keys.signer.verify_key).hex()}")


@usage_log.command()
@click.argument("log", type=_FILE)
@click.option("--secrets", "kept", type=_FILE, required=True)
def enter(log: Path, kept: Path) -> None:
    """At the customer: enter uses, one JSON object a line on standard input: kind, identifier, what, by."""
    with UsageLog(log, Secrets(kept)) as one:
        for number, line in enumerate(sys.stdin, start=1):
            try:
                use = json.loads(line)
                given = {field: str(use[field]) for field in ("kind", "identifier", "what", "by")}
            except (ValueError, KeyError, TypeError, RecursionError) as fault:
                raise BadInput("this is no use: kind, identifier, what and by are expected", line=number,
                               means="The lines before it were entered.") from fault  # fmt: skip
            try:
                one.use(_now(), **given)
            except BadInput as fault:
                raise BadInput(fault.happened, line=number, means="The lines before it were entered.") from fault
        one.alive(_now())


@usage_log.command()
@click.argument("question", type=_FILE)
@click.option("--key", type=_FILE, required=True, help="The key that agrees to look-ups.")
@click.option("--by", required=True, help="Who agrees, by office.")
@click.option("--out", type=_NEW, required=True)
def consent(question: Path, key: Path, by: str, out: Path) -> None:
    """At the customer: agree to one question."""
    _written(out, asking.agree(_read(question), _consent_key(key), by, _today()))


@usage_log.command()
@click.argument("log", type=_FILE)
@click.argument("question", type=_FILE)
@click.option("--secrets", "kept", type=_FILE, required=True)
@click.option("--consent", type=_FILE, required=True, help="The signed consent to this question.")
@click.option("--out", type=_NEW, required=True)
def answer(log: Path, question: Path, kept: Path, consent: Path, out: Path) -> None:
    """At the customer: answer one question, once it was agreed to. That it was answered is entered in the log."""
    if out.exists():  # before anything is entered
        raise BadInput("there is a file of that name", file=str(out), todo="Name another one.")
    keys, asked = Secrets(kept), _read(question)
    with UsageLog(log, keys) as one:
        said = asking.answer(asked, _read(consent), keys, one.log, one.consent, secrets.token_bytes(64))
        one.asked(_now(), asking.question_hash(asked))
        _written(out, said)


def _checked(log: Path, signer: str, heads: list[entries.Head], counted: int | None) -> Checked:
    try:
        key = entries.hexed(signer.lower(), 32)
    except ValueError as fault:
        raise BadInput("a public key is 64 hex digits", field="--signer", value=signer) from fault
    with click.progressbar(length=log.stat().st_size, label="Reading the log", file=sys.stderr) as bar:
        return check(log, signer=key, seen=heads, counted=counted, progress=bar.update)


def _heads(file: Path) -> list[entries.Head]:
    heads = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        count, _, digest = line.partition(" ")
        try:
            heads.append(entries.Head(int(count), entries.hexed(digest, 32)))
        except ValueError as fault:
            raise BadInput("a number and a hash are expected", file=file.name, line=number, value=line) from fault
    return heads


def _identifier(kind: str) -> bytes:
    typed = click.prompt("Identifier (not shown)", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    return normal(kind, typed)


def _consent_key(file: Path) -> SigningKey:
    try:
        return SigningKey(entries.hexed(_read(file).decode("ascii").strip(), 32))
    except ValueError as fault:
        raise BadInput("this is no key that agrees to look-ups", file=file.name) from fault


def _read(file: Path) -> bytes:
    with file.open("rb") as body:
        return body.read(asking.LARGEST + 1)


def _written(file: Path, data: bytes) -> None:
    try:
        write_new(file, data)
    except FileExistsError as fault:
        raise BadInput("there is a file of that name", file=str(file), todo="Name another one.") from fault


def _now() -> datetime:
    return now().astimezone(UTC)


def _today() -> str:
    return _now().date().isoformat()
