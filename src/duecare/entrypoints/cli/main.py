"""`duecare`: the command line. Each group lives in a module of its own and is loaded when asked for."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import click

from duecare.entrypoints.cli.starting import open_home, say, settled
from duecare.kernel.errors import DuecareError


@dataclass(frozen=True, slots=True)
class Known:
    """Where a command lives, what it does in one line, and what must stand before it is loaded."""

    place: str
    help: str
    needs: str
    """`nothing`, `settings` (Django set up) or `home` (a company's or the fictional one's data)."""
    settings: str = "duecare.config.settings"


COMMANDS = {
    "demo": Known("duecare.entrypoints.cli.demo:demo", "Prepare and serve the fictional company.", "nothing"),
    "init": Known("duecare.entrypoints.cli.company:init", "Start a real, empty company.", "nothing"),
    "serve": Known("duecare.entrypoints.cli.running:serve", "Serve the staff site and the API.", "home"),
    "serve-public": Known(
        "duecare.entrypoints.cli.running:serve_public",
        "Serve what is public.",
        "settings",  # it needs no key of the company
        "duecare.config.settings_public",
    ),
    "serve-reporter": Known(
        "duecare.entrypoints.cli.reporting:serve_reporter",
        "Serve the site for reports.",
        "home",  # it signs proofs of filing
        "duecare.config.settings_reporter",
    ),
    "serve-uploads": Known(
        "duecare.entrypoints.cli.reporting:serve_uploads",
        "Take the files that reporters attach.",
        "home",
        "duecare.config.settings_uploads",
    ),
    "worker": Known("duecare.entrypoints.worker.command:worker", "Carry out promised jobs.", "home"),
    "agent": Known("duecare.entrypoints.agent.command:agent", "Hold the vaults that staff open.", "nothing"),
    "check": Known("duecare.entrypoints.cli.checking:check", "Say whether everything is in order here.", "settings"),
    "audit": Known("duecare.entrypoints.cli.checking:audit", "Verify the audit chain.", "home"),
    "verify-statement": Known(
        "duecare.entrypoints.cli.statements:verify_statement",
        "Check a published statement about the method.",
        "settings",
    ),
    "verify-proof": Known(
        "duecare.entrypoints.cli.reporting:verify_proof", "Check a reporter's proof of filing.", "nothing"
    ),
    "usage-log": Known(
        "duecare.entrypoints.cli.usage_log:usage_log", "Check a customer's usage log, and ask it blindly.", "nothing"
    ),
    "entitlement": Known(
        "duecare.entrypoints.cli.entitlements:entitlement", "Check an entitlement; do the daily run.", "nothing"
    ),
    "log-requests": Known(
        "duecare.entrypoints.cli.log_requests:log_requests", "Ask customers for their logs: the daily run.", "home"
    ),
    "backup": Known("duecare.entrypoints.cli.keeping:backup", "Write one encrypted file with everything.", "home"),
    "restore": Known("duecare.entrypoints.cli.keeping:restore", "Put a backup into an empty home.", "nothing"),
    "upgrade": Known("duecare.entrypoints.cli.keeping:upgrade", "Back up, then bring the tables up to date.", "home"),
    "keys": Known("duecare.entrypoints.cli.keys:keys", "Keys of sealed reporting and their certificates.", "nothing"),
    "risk": Known("duecare.entrypoints.cli.risk:risk", "Country risk: indices, editions, scores, backtests.", "home"),
    "screen": Known("duecare.entrypoints.cli.screen:screen", "Denied-party screening: lists, names, parties.", "home"),
}


class Commands(click.Group):
    """Loads a command's module only when it is called, so that `--help` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None for a name that is none."""
        known = COMMANDS.get(cmd_name)
        if known is None:
            return None
        asked_for_help = ctx.resilient_parsing or any(word in ("--help", "-h") for word in sys.argv[1:])
        if known.needs != "nothing":
            os.environ["DJANGO_SETTINGS_MODULE"] = known.settings  # a process started by another one has its own
        if known.needs == "home" and not asked_for_help:
            open_home()
        elif known.needs != "nothing":
            settled()
        module, _, name = known.place.partition(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, without loading anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, known.help) for name, known in COMMANDS.items()])


def _named(ctx: click.Context, param: click.Parameter, home: Path | None) -> None:
    """Take the folder while options are read: a command's module is loaded before the group's own body runs."""
    if home is not None:
        os.environ["DUECARE_HOME"] = str(home)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    callback=_named,
    expose_value=False,
    help="Folder of all data; overrides DUECARE_HOME.",
)
@click.version_option(package_name="duecare")
def cli() -> None:
    """Human-rights compliance for products that can hurt people in the wrong hands."""


def main() -> None:
    """Entry point: our own errors are three sentences on stderr and exit code 2."""
    try:
        cli(standalone_mode=True)
    except DuecareError as fault:
        say(fault)
        sys.exit(2)
    except Exception as fault:
        from duecare.adapters.storage_faults import in_words  # it loads the web framework: not for every start

        if (ours := in_words(fault)) is None:
            raise
        say(ours)
        sys.exit(2)


if __name__ == "__main__":
    main()
