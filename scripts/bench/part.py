"""One part of the bench, in a process of its own; the figures as JSON on the last line of its output."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

MODULES = {
    "start": "scripts.bench.running",
    "memory": "scripts.bench.running",
    "pages-sqlite": "scripts.bench.pages",
    "pages-postgresql": "scripts.bench.pages",
    "countries": "scripts.bench.figures",
    "draws": "scripts.bench.risk_draws",
    "assessment": "scripts.bench.figures",
    "simulation": "scripts.bench.simulations",
    "import": "scripts.bench.figures",
    "diff": "scripts.bench.editions",
    "pdf": "scripts.bench.figures",
    "attachments": "scripts.bench.attachments",
    "screening": "scripts.bench.screening_speed",
    "screening-million": "scripts.bench.screening_speed",
    "screening-quality": "scripts.bench.screening_figures",
    "screening-peers": "scripts.bench.screening_figures",
    "sealed-vaults": "scripts.bench.sealed_vaults",
    "sealed-reports": "scripts.bench.sealed_reports",
    "sealed-times": "scripts.bench.sealed_times",
    "sealed-handlers": "scripts.bench.sealed_handlers",
    "usage-logs": "scripts.bench.usage_logs",
    "log-requests": "scripts.bench.log_requests",
    "investigations": "scripts.bench.investigations",
}
"""Every part and where it lives, in the order in which they run."""
COMPANY = frozenset({"memory", "pages-sqlite", "pages-postgresql", "log-requests"})
"""Parts that begin with the fictional company as built."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to measure and how large.

    Attributes:
        part: a key of `MODULES`.
        room: a folder of its own, thrown away afterwards.
        company: the home of the fictional company as built; never changed.
        customers: as many as the lists shall hold.
        requests: of each kind of page.
    """

    part: str
    room: Path
    company: Path
    customers: int = 100_000
    requests: int = 200

    @property
    def home(self) -> Path:
        """The home this process works in."""
        return self.room / "home"


def main(text: str) -> None:
    """Prepare a home, measure, print."""
    told = json.loads(text)
    order = Order(**{**told, "room": Path(told["room"]), "company": Path(told["company"])})
    if order.part in COMPANY:
        shutil.copytree(order.company, order.home)
    _environment(order)
    figures = importlib.import_module(MODULES[order.part]).PARTS[order.part](order)
    print(json.dumps([asdict(one) for one in figures]))


def _environment(order: Order) -> None:
    """The settings of this process; nothing of the caller's own company is touched."""
    data, postgres = os.environ.get("DUECARE_DATA", ""), os.environ.get("DUECARE_TEST_POSTGRES", "")
    for key in [key for key in os.environ if key.startswith("DUECARE_")]:
        del os.environ[key]
    os.environ |= {
        "DUECARE_HOME": str(order.home),
        "DUECARE_ENV": "demo" if order.part in COMPANY else "test",
        "DJANGO_SETTINGS_MODULE": "duecare.config.settings",
    }
    os.environ["DUECARE_DATA"] = data or str(Path.cwd().parent / "shared" / "data")
    if order.part == "pages-postgresql":
        os.environ["DUECARE_TEST_POSTGRES"] = postgres


def ready() -> None:
    """Set Django up and make the tables, with a signing key."""
    import django

    django.setup()
    from django.core.management import call_command

    from duecare.adapters.home import audit_key_file
    from duecare.adapters.signing import create_key

    if not audit_key_file().exists():
        create_key(audit_key_file())
    call_command("migrate", verbosity=0, stdout=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
