"""The generated pages of docs/reference: states, events, roles, settings, command line, API, vectors, protocol.

Without arguments: exit code 1 when a page is not what the code says. `--write` writes them.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = REPOSITORY / "docs" / "reference"
PACKAGE = REPOSITORY / "src" / "duecare"
NOTE = "<!-- Written by `make reference` from the code; changes here are overwritten. -->\n\n"


def django_ready() -> None:
    """Set Django up without anybody's settings."""
    for key in [key for key in os.environ if key.startswith("DUECARE_")]:
        del os.environ[key]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "duecare.config.settings",
        "DUECARE_HOME": str(REPOSITORY / "var" / "none"),
    }
    import django

    django.setup()


def rules() -> Iterator[ModuleType]:
    """Every module of every app's rules, in order."""
    import duecare.apps

    for found in sorted(walk_packages(duecare.apps.__path__, "duecare.apps."), key=lambda found: found.name):
        if ".rules." in found.name:
            yield import_module(found.name)


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
    )


def words(names: object) -> str:
    """Roles as people read them."""
    return ", ".join(sorted(str(name).replace("_", " ") for name in names))  # type: ignore[attr-defined]  # any set of roles


def states() -> str:
    """Every state table: states, then moves."""
    from duecare.kernel.states import StateTable

    seen: dict[str, StateTable] = {}
    for module in rules():
        seen |= {value.name: value for value in vars(module).values() if isinstance(value, StateTable)}
    parts = ["# States\n\nFrom these tables come the buttons, the checks and the tests."]
    for name, found in sorted(seen.items()):
        moves = [
            (
                move.verb.replace("_", " "),
                ", ".join(sorted(move.sources)),
                move.target,
                words(move.roles),
                "; ".join((*move.requires, *(("a reason",) if move.reason_required else ()))),
            )
            for move in found.moves
        ]
        parts += [
            f"## {name[:1].upper()}{name[1:]}\n\nStarts as `{found.initial}`.",
            table(("State", "Meaning"), [(f"`{code}`", says) for code, says in found.states]),
            table(("Move", "From", "To", "By", "Needs"), moves),
        ]
    return "\n\n".join(parts)


def events() -> str:
    """Every act: what the audit log can say, and who may do it."""
    from duecare.apps.audit.rules.acts import Act

    found: dict[str, Act] = {}
    for module in rules():
        for value in vars(module).values():
            inner = (
                value if isinstance(value, tuple | list) else value.values() if isinstance(value, dict) else (value,)
            )
            found |= {one.code: one for one in inner if isinstance(one, Act)}
    rows = []
    for code, one in sorted(found.items()):
        others = [word for word, yes in (("outside expert", one.outside), ("Duecare itself", one.system)) if yes]
        rows.append((f"`{code}`", one.sentence, ", ".join([*filter(None, [words(one.roles)]), *others]) or "nobody"))
    intro = "# Events\n\nEvery open write leaves one of these in the audit chain. Who is not named may not do it."
    return f"{intro}\n\n{table(('Act', 'What the log says', 'Who may do it'), rows)}"


def roles() -> str:
    """What each role may do."""
    from duecare.apps.audit.rules.acts import Act
    from duecare.kernel.actor import Role

    acts = {v.code: v for module in rules() for v in vars(module).values() if isinstance(v, Act)}
    parts = ["# Roles\n\nWhat each role may write. What it may read is decided page by page; see explanation/roles."]
    for role in Role:
        codes = sorted(code for code, one in acts.items() if role in one.roles)
        listed = ", ".join(f"`{code}`" for code in codes) or "writes nothing"
        parts.append(f"## {role.value.replace('_', ' ').capitalize()}\n\n{listed}")
    return "\n\n".join(parts)


def settings() -> str:
    """Every setting with its default and the docstring beside it."""
    source = ast.parse((PACKAGE / "config" / "env.py").read_text())
    env = next(node for node in source.body if isinstance(node, ast.ClassDef) and node.name == "Env")
    rows = []
    for field, doc in zip(env.body, env.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(doc, ast.Expr):
            name, value = field.target.id, ast.unparse(field.value) if field.value else ""
            rows.append((f"`DUECARE_{name.upper()}`", f"`{value}`", str(ast.literal_eval(doc.value))))
    intro = (
        "# Settings\n\nFrom the environment, or in lower case and without `DUECARE_` from `duecare.toml` in the home "
        "folder; the environment wins. `home`, `data` and `test_postgres` come from the environment only. "
        "A setting that does not exist is an error."
    )
    return f"{intro}\n\n{table(('Variable', 'Default', 'Meaning'), rows)}"


def commands() -> str:
    """The help of every command."""
    import click

    from duecare.entrypoints.cli.certifying import certify
    from duecare.entrypoints.cli.main import COMMANDS

    parts = [
        "# Command line\n\n`duecare --home FOLDER COMMAND`. Exit code 0: done. 1: found something wrong. 2: refused."
    ]
    for name, known in COMMANDS.items():
        module, _, attribute = known.place.partition(":")
        parts += list(_helps(getattr(import_module(module), attribute), f"duecare {name}", click))
    parts += list(_helps(certify, "duecare-certify", click))
    return "\n\n".join(parts)


def _helps(command: object, path: str, click: ModuleType) -> Iterator[str]:
    context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
    yield f"## {path}\n\n```text\n{command.get_help(context).strip()}\n```"  # type: ignore[attr-defined]  # a click command
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _helps(inner, f"{path} {name}", click)


def api() -> str:
    """Every operation of the API, who may call it and what it does."""
    from duecare.entrypoints.api import PREFIX
    from duecare.entrypoints.api.door import EVERYONE
    from duecare.entrypoints.api.routes import api as served

    rows = []
    for router in served._get_bound_routers():
        for path, view in router.path_operations.items():
            for one in view.operations:
                roles = {role for door in one.auth_callbacks for role in getattr(door, "roles", ())}
                who = "public" if not roles else "every role" if roles == EVERYONE else words(roles)
                person = "" if len(one.auth_callbacks) != 1 or not roles else " (a person, no token)"
                rows.append((f"`{one.methods[0]} /{PREFIX[:-1]}{path}`", who + person, one.description.split("\n")[0]))
    said = "Shapes, limits and problems are in `/api/v1/openapi.json`; errors are RFC 9457 problems."
    return f"# API\n\n{said}\n\n" + table(("Operation", "Open to", "What it does"), rows)


def sealing_vectors() -> str:
    """Values by which somebody can check a second implementation of sealing."""
    from scripts.sealing_vectors import page

    return page()


def misuse_protocol() -> str:
    """Stages and acts of an investigation."""
    from scripts.protocol_page import page

    return page()


GENERATED = {
    "states": states,
    "events": events,
    "roles": roles,
    "settings": settings,
    "command-line": commands,
    "api": api,
    "sealing-vectors": sealing_vectors,
    "misuse-protocol": misuse_protocol,
}


def main(arguments: list[str], pages: Path = PAGES) -> int:
    """Compare or write; names what is stale."""
    django_ready()
    stale: list[Path] = []
    for name, make in GENERATED.items():
        page, text = pages / f"{name}.md", NOTE + make().rstrip() + "\n"
        if not page.exists() or page.read_text() != text:
            stale.append(page)
            if "--write" in arguments:
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(text)
    for path in stale:
        print(f"{'written' if '--write' in arguments else 'not what the code says'}: docs/reference/{path.name}")
    return 1 if stale and "--write" not in arguments else 0


if __name__ == "__main__":
    sys.path.append(str(REPOSITORY))  # run as a file, only its own folder is known
    sys.exit(main(sys.argv[1:]))
