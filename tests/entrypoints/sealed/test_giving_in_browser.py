"""A file goes from a member's disk to the reporter's, in browsers: added, ticked with an answer, downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from duecare.apps.intake.rules.records import Office
from duecare.kernel.actor import Role
from tests.browser.looking import WIDE, findings
from tests.entrypoints.agent.running import House
from tests.entrypoints.reporter.test_files import photograph
from tests.entrypoints.reporter.visitor import sent

from .meeting import Meeting, meeting
from .test_in_browser import at, looked_at, unlock

__all__ = ["at"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PLAIN = b"\x00 what the archive says"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def met(here: House, live_server: Any, settings: Any) -> Iterator[Meeting]:
    with meeting(here, DUECARE_BASE_URL=live_server.url) as found:
        settings.DUECARE = replace(settings.DUECARE, uploads_url=found.away, base_url=live_server.url)
        yield found


def test_from_a_members_disk_to_the_reporters(
    met: Meeting, at: Callable[..., Page], browser: Browser, tmp_path: Path
) -> None:
    code, _box = sent(met.visitor())
    (tmp_path / "scan.jpg").write_bytes(photograph())
    (tmp_path / "archive.bin").write_bytes(PLAIN)
    page = at(Role.COMPLIANCE_OFFICER, "olga officer")
    unlock(page, met.house, met.house.holder(Office.INTAKE_EXTERNAL))
    page.locator("main table a").click()
    page.get_by_role("link", name="Add files").click()
    page.get_by_label("Files", exact=True).set_input_files([tmp_path / "scan.jpg", tmp_path / "archive.bin"])
    page.get_by_role("button", name="Send these files").click()
    page.get_by_label("Where they come from").fill("By post.")
    page.get_by_role("button", name="Put them into the case").click()
    page.get_by_label("What the reporter reads").fill("Here is what we found.")
    page.get_by_label("scan.jpg").check()
    page.get_by_label("archive.bin (not examined)").check()
    page.get_by_role("button", name="Send", exact=True).click()
    assert "say that it goes as it came" in page.inner_text("main")
    assert page.get_by_label("scan.jpg").is_checked(), "what was ticked stays so"
    looked_at(page)
    page.get_by_label("go as they came").check()
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.inner_text("main").count("the reporter has it") == 2
    looked_at(page)
    _had(met, browser, code)


def _had(met: Meeting, browser: Browser, code: str) -> None:
    """Without script, in light and dark, on a phone, from right to left; then the downloads."""
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"http://reporter.localhost:{met.site.port}/mailbox/")
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Open", exact=True).click()
    assert page.get_by_role("heading", name="Files for you").is_visible()
    for name, begins in (("scan.jpg", b"\xff\xd8"), ("archive.bin", PLAIN)):
        with page.expect_download() as coming:
            page.get_by_role("button", name=f"Download : {name}").click()
        kept = Path(coming.value.path())
        assert coming.value.suggested_filename == name and kept.read_bytes().startswith(begins)
        assert page.url.endswith("/mailbox/"), "the page stays"
    cookies = context.cookies()
    context.close()
    with_script = browser.new_context(bypass_csp=True)
    with_script.add_cookies(cookies)  # type: ignore[arg-type]  # what a context gives is what one takes
    page = with_script.new_page()
    for language, direction in (("en", "ltr"), ("ar", "rtl")):
        page.goto(f"http://reporter.localhost:{met.site.port}/words/{language}/")
        page.goto(f"http://reporter.localhost:{met.site.port}/mailbox/")
        assert page.locator("html").get_attribute("dir") == direction
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert findings(page) == [], (language, scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(WIDE) == 0, (language, width)
    with_script.close()
