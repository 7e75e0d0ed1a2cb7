"""Every setting, typed and frozen: the environment first, then `duecare.toml` in the home folder.

An unknown `DUECARE_*` variable or an unknown key in the file is an error, not a typo unnoticed.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from duecare.apps.intake.rules.key_log import Officers
from duecare.apps.intake.rules.pinning import pinned
from duecare.kernel.errors import BadInput

FILE = "duecare.toml"
MODES = ("production", "demo", "test")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
NOTHING = "Nothing was started."
_NUMBERS = ("port", "public_port", "reporter_port", "uploads_port", "workers", "recovery_shares")
_NOT_IN_FILE = ("home", "data", "test_postgres")
_URL_SCHEMES = {
    "database": ("postgres", "postgresql"),
    "test_postgres": ("postgres", "postgresql"),
    "mail": ("smtp", "smtp+tls"),
    "base_url": ("http", "https"),
    "public_url": ("http", "https"),
    "reporter_url": ("http", "https"),
    "uploads_url": ("http", "https"),
    "reporter_onion": ("http", "https"),
}


@dataclass(frozen=True, slots=True)
class Env:
    """What was set. Field `home` is `DUECARE_HOME` in the environment, and so on."""

    home: Path = Path("var/home")
    """Folder of all data: database, keys, evidence, checkpoints."""
    env: str = "production"
    """`production`, `demo` or `test`."""
    database: str = ""
    """PostgreSQL URL; empty means SQLite in the home folder."""
    base_url: str = "http://localhost:8000"
    """Address people use; its host is the only one answered. Not set: this machine, at `port`."""
    bind: str = "127.0.0.1"
    """Address the web server listens on."""
    port: int = 8000
    """Port of the staff site."""
    public_url: str = "http://localhost:8002"
    """Address at which anybody reads the method; its host is the only one the public site answers. Not set: this
    machine, at `public_port`."""
    public_port: int = 8002
    """Port of the public site."""
    reporter_url: str = "http://reporter.localhost:8001"
    """Address at which people report; a host name of its own, the only one the reporter site answers. Not set: this
    machine, at `reporter_port`."""
    reporter_port: int = 8001
    """Port of the reporter site."""
    reporter_onion: str = ""
    """Address of the reporter site in the Tor network (http://….onion), told to browsers that go there; or empty."""
    uploads_url: str = ""
    """Address to which the reporter site sends attachments; empty means its own, where the proxy hands the path
    /attach/ to `uploads_port`."""
    uploads_port: int = 8003
    """Port of the process that takes attachments."""
    reporter_drafts: str = ""
    """Folder for sealed drafts, kept for half an hour; empty means memory (tmpfs) where the machine has it, else the
    folder for temporary files."""
    workers: int = 1
    """Web processes; SQLite writes one at a time whatever the number."""
    time_zone: str = "UTC"
    """Time zone in which deadlines are counted."""
    languages: str = "en"
    """Comma-separated language codes offered to staff."""
    company: str = ""
    """Name of the company on every page."""
    mail: str = ""
    """smtp://user:password@host:port (smtp+tls: for STARTTLS), or empty: mail waits in the outbox folder."""
    mail_from: str = "duecare@localhost"
    """Sender of mail."""
    data: str = ""
    """Folder of publishers' original files, for tests and benchmarks."""
    test_postgres: str = ""
    """PostgreSQL URL for the second half of the tests."""
    secret_key: str = ""
    """Django's secret; empty means the one in the home folder."""
    officers: str = ""
    """Officers who certify keys of sealed reporting: `PUBLICKEY FIRSTDAY LASTDAY`, separated by semicolons or line
    ends; a line is never taken out. The word `demo` alone marks a made-up root, which production refuses."""
    recovery_shares: int = 2
    """Shares of the committee that give a sealed case back."""
    agent: str = ""
    """Folder of device secrets of vaults, outside the home and its backups; empty means beside the home, its name with
    `-agent`."""

    shred_bundles: str = ""
    """Folder of the second bundles of backups and of the shred list, outside the home; empty means beside the home, its
    name with `-shred`. Better on another disk, in other hands."""
    sealed_mail: str = ""
    """Comma-separated addresses that get the daily message of sealed reporting, which says nothing; empty means
    everybody who signs in and holds a role."""

    @property
    def shred_folder(self) -> Path:
        """Where second bundles are."""
        home = self.home.absolute()
        return Path(self.shred_bundles).absolute() if self.shred_bundles else home.with_name(f"{home.name}-shred")

    @property
    def agent_folder(self) -> Path:
        """Where device secrets are."""
        home = self.home.absolute()
        return Path(self.agent).absolute() if self.agent else home.with_name(f"{home.name}-agent")

    def pins(self) -> Officers:
        """The pinned officers.

        Raises:
            BadInput: a line that is none; with line and value.
        """
        return pinned(self.officers.replace(";", "\n"), file="DUECARE_OFFICERS")


def read(environ: Mapping[str, str] | None = None) -> Env:
    """Read the environment and the home's file; the environment wins.

    Raises:
        BadInput: a setting that does not exist or whose value cannot be used; names it and where it stands.
    """
    given = _environment(os.environ if environ is None else environ)
    home = Path(given.get("home") or Env().home)
    file = read_file(home / FILE)
    if file.get("env") == "demo" and given.get("env", "demo") != "demo":
        raise BadInput(
            "this home holds the fictional company, which cannot become real",
            field="DUECARE_ENV",
            value=given["env"],
            means=NOTHING,
            todo="Start a real company with `duecare init` in another home.",
        )
    values: dict[str, object] = {**file, **given, "home": home}
    for name in _NUMBERS:
        if name in values:
            values[name] = _number(name, values[name])
    for port, url in (("port", "base_url"), ("public_port", "public_url")):
        if port in values and url not in values:  # who moves to another port alone must be told that address, not 8000
            values[url] = f"http://localhost:{values[port]}"
    if "reporter_port" in values and "reporter_url" not in values:
        values["reporter_url"] = f"http://reporter.localhost:{values['reporter_port']}"
    if values.get("env") == "demo" and "uploads_url" not in values:  # no proxy there shares out paths
        host = urlsplit(str(values.get("reporter_url", "http://reporter.localhost"))).hostname
        values["uploads_url"] = f"http://{host}:{values.get('uploads_port', 8003)}"
    env = Env(**values)  # type: ignore[arg-type]  # every value is a string, or was converted to its field's type above
    _check(env)
    return env


def read_file(path: Path) -> dict[str, str]:
    """The settings that `duecare.toml` holds; empty when there is no such file.

    Raises:
        BadInput: not TOML, or an unknown key.
    """
    if not path.exists():
        return {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"this is not TOML: {fault}", file=path.name, means=NOTHING) from fault
    known = [field.name for field in fields(Env) if field.name not in _NOT_IN_FILE]
    for key, value in told.items():
        if key not in known:
            todo = f"Known settings: {', '.join(known)}."
            raise BadInput("there is no such setting", file=path.name, field=key, value=value, means=NOTHING, todo=todo)
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise BadInput("must be text or a number", file=path.name, field=key, value=value, means=NOTHING)
    return {key: str(value) for key, value in told.items()}


def _environment(source: Mapping[str, str]) -> dict[str, str]:
    known = {f"DUECARE_{field.name.upper()}": field.name for field in fields(Env)}
    given = {key: value for key, value in source.items() if key.startswith("DUECARE_")}
    for key, value in given.items():
        if key not in known:
            todo = f"Known settings: {', '.join(sorted(known))}."
            raise BadInput("there is no such setting", field=key, value=value, means=NOTHING, todo=todo)
    return {known[key]: value for key, value in given.items()}


def _number(name: str, value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 65536:
        _refuse(name, text, "this is not a number from 1 to 65535")
    return int(text)


def _refuse(name: str, value: str, why: str, todo: str = "") -> None:
    raise BadInput(why, field=f"DUECARE_{name.upper()}", value=value, means=NOTHING, todo=todo)


def _check_apart(env: Env) -> None:
    """What no ordinary backup may hold."""
    for name, folder, what in (
        ("agent", env.agent_folder, "device secrets"),
        ("shred_bundles", env.shred_folder, "second bundles"),
    ):
        if folder.resolve().is_relative_to(env.home.resolve()):
            _refuse(name, str(folder), f"{what} in the home would lie in every backup")


def _check(env: Env) -> None:
    """Values that are wrong in themselves or together."""
    if env.env not in MODES:
        _refuse("env", env.env, "must be production, demo or test")
    for name, schemes in _URL_SCHEMES.items():
        text: str = getattr(env, name)
        if text and urlsplit(text).scheme not in schemes:
            # The value may hold a password, so it is not repeated.
            _refuse(name, "", f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    _check_hosts(env)
    try:
        ZoneInfo(env.time_zone)
    except (OSError, ValueError, KeyError):  # ZoneInfo raises all three, by the kind of nonsense
        _refuse("time_zone", env.time_zone, "there is no such time zone", "Use a name like Europe/Madrid.")
    if env.pins().demo and env.env == "production":
        todo = "Pin your own officers; `duecare-certify --new-officer` makes their keys."
        _refuse("officers", "demo", "the officers of the demonstration prove nothing in production", todo)
    _check_apart(env)
    if env.env == "demo" and env.bind not in LOOPBACK:
        _refuse(
            "bind",
            env.bind,
            "the fictional company is shown on this machine only",
            "Start a real company with `duecare init`.",
        )


def _check_hosts(env: Env) -> None:
    for name in ("base_url", "public_url", "reporter_url"):
        if not urlsplit(getattr(env, name)).hostname:
            _refuse(name, getattr(env, name), "names no host")
    if urlsplit(env.reporter_url).hostname in {urlsplit(one).hostname for one in (env.base_url, env.public_url)}:
        # Cookies know no ports: on one host name the staff's and the reporters' would travel together.
        _refuse("reporter_url", env.reporter_url, "the reporter site needs a host name of its own")
