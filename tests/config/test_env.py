"""A setting is known and usable, or nothing starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from duecare.config.env import Env, read
from duecare.kernel.errors import BadInput


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose file names a company and a port."""
    (tmp_path / "duecare.toml").write_text('company = "Example AG"\nport = 8123\n')
    return tmp_path


def test_the_homes_file_is_read_and_the_environment_wins(home: Path) -> None:
    env = read({"DUECARE_HOME": str(home), "DUECARE_PORT": "9000", "PATH": "/bin"})
    assert (env.company, env.port, env.home) == ("Example AG", 9000, home)


def test_without_anything_set_every_default_holds(tmp_path: Path) -> None:
    assert read({"DUECARE_HOME": str(tmp_path)}) == Env(home=tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("COMPNY", "x", "no such setting"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "80o0", "1 to 65535"),
        ("WORKERS", "²", "1 to 65535"),
        ("ENV", "staging", "production, demo or test"),
        ("TIME_ZONE", "Europe/Nowhere", "no such time zone"),
        ("TIME_ZONE", "../../etc/passwd", "no such time zone"),
        ("BASE_URL", "localhost:8000", "must begin with http://"),
        ("BASE_URL", "https://", "names no host"),
        ("DATABASE", "mysql://x/y", "must begin with postgres://"),
        ("MAIL", "mail.example", "must begin with smtp://"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(BadInput, match=f"DUECARE_{name}.*{says}"):
        read({"DUECARE_HOME": str(tmp_path), f"DUECARE_{name}": value})


def test_a_refused_address_does_not_repeat_its_password(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        read({"DUECARE_HOME": str(tmp_path), "DUECARE_DATABASE": "mysql://me:hunter2@db/x"})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("compny = 'x'", "compny.*no such setting"),
        ("home = 'x'", "no such setting"),
        ("port = ", "not TOML"),
        ("port = 1.5", "text or a number"),
    ],
)
def test_the_file_is_held_to_the_same(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "duecare.toml").write_text(text)
    with pytest.raises(BadInput, match=f"duecare.toml.*{says}"):
        read({"DUECARE_HOME": str(tmp_path)})


def test_the_fictional_company_stays_on_this_machine(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="this machine only"):
        read({"DUECARE_HOME": str(tmp_path), "DUECARE_ENV": "demo", "DUECARE_BIND": "0.0.0.0"})


def test_the_fictional_company_cannot_become_real(tmp_path: Path) -> None:
    (tmp_path / "duecare.toml").write_text('env = "demo"')
    assert read({"DUECARE_HOME": str(tmp_path)}).env == "demo"
    with pytest.raises(BadInput, match="cannot become real"):
        read({"DUECARE_HOME": str(tmp_path), "DUECARE_ENV": "production"})


def test_who_moves_to_another_port_alone_is_told_that_address(tmp_path: Path) -> None:
    moved = read({"DUECARE_HOME": str(tmp_path), "DUECARE_PORT": "8010", "DUECARE_PUBLIC_PORT": "8012"})
    assert (moved.base_url, moved.public_url) == ("http://localhost:8010", "http://localhost:8012")
    behind = read(
        {"DUECARE_HOME": str(tmp_path), "DUECARE_PORT": "8010", "DUECARE_BASE_URL": "https://duecare.example.test"}
    )
    assert behind.base_url == "https://duecare.example.test", "behind a proxy the address is another"
