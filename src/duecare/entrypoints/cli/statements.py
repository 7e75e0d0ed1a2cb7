"""`duecare risk published` and `duecare verify-statement`: what was said in public about the method."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import click

from duecare.adapters.signing import verifies
from duecare.apps.risk import queries
from duecare.kernel.canonical import canonical, digest
from duecare.kernel.errors import BadInput

from .days import day_asked


@click.command("published")
@click.option("--day", default="", help="Day, YYYY-MM-DD; default: today.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def published(day: str, shape: str) -> None:
    """What was published about the method in force on a day: `json` is the signed statement as it is handed out."""
    row = queries.statement_on(day_asked(day))
    if shape == "json":
        click.echo(json.dumps(row.told(), ensure_ascii=False, indent=1))
        return
    for one in queries.statements():
        mark = "→" if one.number == row.number else " "
        click.echo(f"{mark} {one.number:4}  since {one.since}  {one.method_urn}  sha256 {one.sha256}")


@click.command("verify-statement")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", default="", help="Public key that must have signed it, 64 hex digits; default: the one it names."
)
def verify_statement(file: Path, key: str) -> None:
    """Check a statement that was published: signature, and that the hash of the method fits its text."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as fault:
        raise BadInput(f"this is not JSON: {fault}", file=file.name) from fault
    said = check_told(told, key)
    method = said["content"]["method"]
    click.echo(f"Statement {said['number']} of {said['content']['company']}: {method['urn']} since {said['since']}.")
    click.echo(
        f"Signature fits {'the key you named' if key else 'the key it names: ' + told['signature']['public_key']}."
    )
    click.echo(f"The method's hash fits its text: {method['sha256']}")


def check_told(told: object, public_key: str = "") -> dict[str, Any]:
    """The statement that a file holds, once its signature and its own hash fit.

    Args:
        public_key: hex; "" takes the one in the file, which says only that nothing was altered since.

    Raises:
        BadInput: no statement, altered, or signed by another key.
    """
    try:
        said, mark = told["statement"], told["signature"]  # type: ignore[index]  # whatever it is, it is looked at here
        key, value = str(mark["public_key"]), base64.b64decode(mark["value"], validate=True)
        message, inner, named = canonical(said), said["content"], said["content_sha256"]
    except (KeyError, TypeError, ValueError) as fault:
        raise BadInput(
            "this is no signed statement about a method", todo="Take the file as it was published."
        ) from fault
    if public_key and key.lower() != public_key.lower():
        raise BadInput("this was signed by another key", field="public_key", value=key)
    if not _hex(key) or not verifies(bytes.fromhex(key), message, value):
        raise BadInput("the signature does not fit: this was altered", field="signature", value=str(mark["value"]))
    if digest(inner) != named or digest(inner["method"]["document"]) != inner["method"]["sha256"]:
        raise BadInput("the hash of the method does not fit its text", field="sha256", value=str(named))
    return dict(said)


def _hex(text: str) -> bool:
    return len(text) == 64 and all(sign in "0123456789abcdefABCDEF" for sign in text)
