"""The public site through its own door: a process without sessions, people or scripts, read by anybody."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from duecare.adapters import clock
from duecare.apps.risk import actions, queries
from tests.apps.risk import drafting
from tests.apps.risk.drawn import drawn_run

from .fixtures import Site
from .keys import walked
from .looking import WIDE, findings, findings_in_both
from .phone import WIDTH, looked

pytestmark = [pytest.mark.once, pytest.mark.browser]


@pytest.fixture
def public(company: Site, django_db_blocker: Any) -> Iterator[str]:
    """Where the fictional company's public site is served, by its own command, with a backtest published."""
    with django_db_blocker.unblock():
        run = actions.keep_backtest(by=drafting.officer(), run=drawn_run())
        actions.publish_backtest(by=drafting.officer(), run_id=run)
        assert actions.publish_statements() >= 1
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    env = clean | {"DUECARE_HOME": str(company.home), "DUECARE_PUBLIC_PORT": str(port), "DUECARE_ENV": "demo"}
    server = subprocess.Popen(
        [sys.executable, "-m", "duecare.entrypoints.cli.main", "serve-public"], env=env, stdout=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(url + "/statements.json", timeout=5).close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert server.poll() is None, "the public site did not start"
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _asked(url: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(url, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, dict(refused.headers), refused.read().decode()


def test_anybody_reads_the_method_of_any_day_and_leaves_no_trace(
    public: str, tmp_path: Path, django_db_blocker: Any
) -> None:
    status, headers, page = _asked(public)
    assert status == 200 and "set-cookie" not in {name.casefold() for name in headers}
    assert "default-src 'none'" in headers["content-security-policy"] and "<script" not in page
    assert headers["referrer-policy"] == "no-referrer" and "max-age" in headers["cache-control"]
    told = json.loads(_asked(f"{public}/method.json")[2])
    said = told["statement"]["content"]
    assert said["method"]["sha256"] in page and told["signature"]["public_key"] in page
    assert all(one["title"] in page for one in said["sources"]) and len(said["coverage"]["countries"]) == 250
    assert said["backtest"]["report"]["n_cases"] == 4 and "drawn-by-lot" not in json.dumps(told)
    day = clock.today() - timedelta(days=30)
    assert _asked(f"{public}/?day={day}")[0] == 200, "the method chosen then is shown for then"
    listed = json.loads(_asked(f"{public}/statements.json")[2])["statements"]
    assert [one["number"] for one in listed] == list(range(len(listed), 0, -1))
    _what_is_not_there_is_said_in_words(public)
    _the_file_is_checked_by_a_command_that_needs_no_company(public, tmp_path)
    _what_was_said_is_shown_and_not_computed_anew(public, django_db_blocker)


def _what_is_not_there_is_said_in_words(public: str) -> None:
    for where, wanted in (("/?day=1999-01-01", 404), ("/?day=yesterday", 400), ("/?day=2999-01-01", 400),
                          ("/method.json?day=2026-13-01", 400),
                          ("/no-such-page", 404), ("/accounts/login/", 404), ("/api/v1/me", 404)):  # fmt: skip
        status, _, text = _asked(public + where)
        assert status == wanted and "Traceback" not in text, where
    for method in ("POST", "PUT", "DELETE"):
        assert _asked(public, method)[0] == 405


def _the_file_is_checked_by_a_command_that_needs_no_company(public: str, tmp_path: Path) -> None:
    text = _asked(f"{public}/method.json")[2]
    file = tmp_path / "statement.json"
    file.write_text(text, encoding="utf-8")
    done = _verify(tmp_path, str(file), "--key", json.loads(text)["signature"]["public_key"])
    assert done.returncode == 0 and "The method's hash fits its text" in done.stdout
    file.write_text(re.sub(r'"band": "high"', '"band": "low"', text, count=1), encoding="utf-8")
    refused = _verify(tmp_path, str(file))
    assert refused.returncode != 0 and "this was altered" in refused.stderr


def _verify(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "duecare.entrypoints.cli.main", "verify-statement", *arguments],
        env=clean | {"DUECARE_HOME": str(home / "nothing")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_page_can_be_read_by_everybody(public: str, browser: Browser) -> None:
    page = browser.new_page(bypass_csp=True, reduced_motion="reduce")
    wrong = []
    for where in ("/", "/?day=1999-01-01"):
        for width in (1280, WIDTH):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(public + where)
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
            wrong += [f"{width}: {page.evaluate(WIDE)} px too wide"] if page.evaluate(WIDE) > 0 else []
            wrong += [f"{where} {one}" for one in (looked(page) if width == WIDTH else [])]
            page.locator("#main").focus()
            wrong += [f"{where} {width} {one}" for one in walked(page, "#main")]
            wrong += [f"{where} {width} {one}" for one in findings_in_both(page)]
    page.evaluate("document.documentElement.dir = 'rtl'")
    wrong += findings(page)
    page.close()
    assert not wrong, "\n".join(wrong)


def _what_was_said_is_shown_and_not_computed_anew(public: str, django_db_blocker: Any) -> None:
    before = json.loads(_asked(f"{public}/method.json")[2])
    with django_db_blocker.unblock():
        run = next(one for one in queries.backtests() if one.published_at)
        actions.withdraw_backtest(by=drafting.officer(), run_id=run.id, reason="Not ours to show.")
    assert json.loads(_asked(f"{public}/method.json")[2]) == before, "the worker has said nothing new yet"
    with django_db_blocker.unblock():
        actions.publish_statements()
    assert json.loads(_asked(f"{public}/method.json")[2])["statement"]["content"]["backtest"] is None
