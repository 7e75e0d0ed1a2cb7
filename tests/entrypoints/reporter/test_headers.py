"""What every answer says, how long it is, which cookies it sets, and what the log says of it: nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from .conftest import Site
from .visitor import Visitor, sent, written

pytestmark = pytest.mark.once

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAID = {
    "Content-Security-Policy": CSP, "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
}  # fmt: skip
READ = ("/", "/internal/", "/external/", "/help/", "/authorities/", "/authorities/?country=FR", "/notice/privacy/",
        "/notice/controller/", "/notice/devices/", "/notice/policy-internal/", "/paper/internal/", "/paper/external/",
        "/mailbox/", "/form/internal/what/", "/nothing/")  # fmt: skip
WRITING = tuple(f"/form/external/{one}/" for one in ("what", "more", "behalf", "fear", "readers", "identity", "check"))
BOX = ("/mailbox/", "/mailbox/proof/", "/mailbox/say/", "/mailbox/rate/", "/mailbox/withdraw/", "/mailbox/appeal/")
LARGEST = 30 * 1024


def test_every_answer_has_the_headers_no_script_and_one_of_few_lengths(visitor: Visitor) -> None:
    style = len(visitor.get("/style.css").body)
    pages = [visitor.ask("GET", path) for path in READ]
    written(visitor, danger="yes")
    pages += [visitor.get(path) for path in WRITING]
    pages.append(visitor.post("/form/external/check/"))
    pages.append(visitor.get("/form/external/retype/"))
    _, mailbox = sent(visitor, danger="yes")
    pages += [mailbox, *(visitor.get(path) for path in BOX)]
    pages.append(visitor.post("/mailbox/", {"code": "1"}))
    for page in pages:
        assert {name: page.header(name) for name in SAID} == SAID, page.path
        assert len(page.body) % 4096 == 0 and len(page.body) + style <= LARGEST, page.path
        assert "<script" not in page.text and " style=" not in page.text and "onclick" not in page.text
        assert "<title>Message</title>" in page.text, "a title that says nothing to who looks over the shoulder"
        assert not any(page.header(name) for name in ("ETag", "Last-Modified", "Vary", "Content-Language"))
    assert visitor.get("/style.css").header("Cache-Control") == "no-store"


def test_pages_are_small_in_every_language(visitor: Visitor) -> None:
    style = len(visitor.get("/style.css").body)
    languages = re.findall(r'hreflang="(\w+)"', visitor.get("/").text)
    assert languages, "more than one language is offered"
    for language in languages:
        visitor.get(f"/words/{language}/")
        for path in (*READ, "/form/external/more/", "/form/external/fear/", "/form/internal/more/"):
            page = visitor.get(path)
            assert len(page.body) % 4096 == 0 and len(page.body) + style <= LARGEST, (language, path, len(page.body))
        assert f'<html lang="{language}"' in visitor.get("/").text


def test_cookies_end_with_the_browser_and_are_read_by_no_script_and_no_other_site(visitor: Visitor) -> None:
    said = [*visitor.get("/mailbox/").cookies, *visitor.ask("GET", "/words/en/").cookies]
    token = visitor.get("/mailbox/").fields()["csrfmiddlewaretoken"]
    body = f"csrfmiddlewaretoken={token}&what=x&danger=no".encode()
    own = {"Origin": f"http://reporter.localhost:{visitor.port}", "Content-Type": "application/x-www-form-urlencoded"}
    said += visitor.ask("POST", "/form/external/what/", body, own).cookies
    assert {one.partition("=")[0] for one in said} == {"form", "words", "page"}
    for one in said:
        parts = one.lower()
        assert "httponly" in parts and "samesite=strict" in parts and "path=/" in parts, one
        assert "expires" not in parts and "max-age" not in parts and "domain" not in parts, one
    assert visitor.ask("GET", "/").cookies == [], "who only reads gets none"


def test_over_tls_cookies_are_tied_to_this_host_and_tor_is_pointed_at(placed: Callable[..., Site]) -> None:
    site = placed(DUECARE_REPORTER_URL="https://reporter.localhost", DUECARE_REPORTER_ONION="http://abcdefgh.onion")
    site.start()
    visitor = Visitor(site.port)
    page = visitor.get("/mailbox/")
    assert page.header("Onion-Location") == "http://abcdefgh.onion/mailbox/"
    assert all(one.startswith("__Host-form=") and "; Secure" in one for one in page.cookies)
    there = visitor.ask("GET", "/mailbox/", b"", {"Host": "abcdefgh.onion"})
    assert there.status == 200 and not there.header("Onion-Location")
    refused = visitor.post("/mailbox/", {"code": "1"})
    assert refused.status == 403, "the form says http, the site is https"
    assert visitor.post("/mailbox/", {"code": "1"}, Origin="https://reporter.localhost").status == 404


def test_the_log_says_nothing_of_any_request(visitor: Visitor, site: Site) -> None:
    sent(visitor)
    visitor.ask("GET", "/nothing-canary/", b"", {"User-Agent": "agent-canary", "X-Forwarded-For": "203.0.113.77"})
    visitor.ask("GET", "/", b"", {"Host": "host-canary"})
    visitor.post("/mailbox/", {"code": "code-canary"}, Origin="https://origin-canary")
    (site.home / "reporting").mkdir()
    (site.home / "reporting" / "privacy.yaml").write_text("paragraphs: canary-in-a-file")
    assert visitor.get("/notice/privacy/").status == 500
    site.stop()
    said = site.log.read_text()
    assert "canary" not in said and "203.0.113.77" not in said and "127.0.0.1" not in said
    lines = [line for line in said.splitlines() if not line.startswith("People report at")]
    assert lines == ["duecare-reporter django.request ERROR BadInput texts.py:" + lines[0].rpartition(":")[2]]
