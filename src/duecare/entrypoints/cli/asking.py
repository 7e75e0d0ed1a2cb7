"""Passphrases at a terminal: never an argument, never echoed when typed, shown once when they were drawn."""

from __future__ import annotations

import sys

import click

from duecare.adapters.sealed.vaults import passphrase, said, word_list
from duecare.kernel.errors import DuecareError

TRIES = 3


def asked(prompt: str, *, or_nothing: bool = False) -> str:
    """A passphrase as typed, or the next line of a pipe, which shows nothing; "" only `or_nothing`."""
    if sys.stdin.isatty():
        typed: str = click.prompt(prompt, hide_input=True, default="" if or_nothing else None, show_default=False)
        return typed
    return sys.stdin.readline().rstrip("\n")


def drawn(whose: str) -> str:
    """A new passphrase of six words, shown once and typed back.

    Raises:
        DuecareError: there is no terminal, so it would end in a file or a log; or it was not typed back.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise DuecareError(
            "A new passphrase is shown on a terminal only.",
            "Nothing was made.",
            "Call this command at a terminal, without sending its output anywhere.",
        )
    phrase = passphrase(word_list())
    click.echo(f"{whose}, written down on paper, shown only now:\n\n    {phrase}\n")
    for _ in range(TRIES):
        if said(asked("Type it back")) == phrase:
            click.clear()
            return phrase
        click.echo("That is another one.")
    raise DuecareError(
        "The passphrase was not typed back as it was shown.",
        "Nothing was made.",
        "Begin again and write it down first.",
    )
