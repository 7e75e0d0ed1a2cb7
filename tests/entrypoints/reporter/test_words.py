"""In a made-up language no page shows a text that a translator never saw; right to left where the language is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.house.reading import REPOSITORY

from .conftest import Site

pytestmark = pytest.mark.once

READ = """
import json, os, re, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings_reporter"
import django
django.setup()
from dataclasses import replace
from datetime import date, timedelta
from babel import Locale
from babel.dates import format_date
from django.conf import settings
from django.test import Client
from tests.browser.pseudo import LANGUAGE, LETTERS, Seen, pseudo, spoken
from duecare.adapters import clock

settings.LANGUAGES = [(LANGUAGE, pseudo("One")), ("ar", pseudo("Other"))]
settings.LANGUAGE_CODE = LANGUAGE
settings.DUECARE = replace(settings.DUECARE, company=pseudo("Northlight"))
client = Client(HTTP_HOST="reporter.localhost", HTTP_ACCEPT_LANGUAGE=LANGUAGE)
FORM = "application/x-www-form-urlencoded"
left = {}
known = {format_date(clock.today() + timedelta(days=n), "long", LANGUAGE) for n in range(-1000, 200)}
known |= set(Locale(LANGUAGE).territories.values())  # Babel's own words
WORDS = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))

def look(where, answer):
    seen = Seen()
    seen.feed(answer.content.decode())
    plain = [text for _, text in seen.texts if LETTERS.search(WORDS.sub("", text))]
    if plain:
        left[where] = plain
    return answer

def post(path, **data):
    from urllib.parse import urlencode
    body = urlencode({"sent": "1", **data}, doseq=True)
    origin = settings.DUECARE.reporter_url
    answer = client.post(path, body, content_type=FORM, HTTP_ORIGIN=origin)
    if answer.status_code == 303 and answer["Location"].startswith("/"):
        return look(answer["Location"], client.get(answer["Location"]))
    return look(path + " sent", answer)

with spoken():
    for path in ("/", "/internal/", "/external/", "/help/", "/authorities/", "/authorities/?country=FR",
                 "/authorities/?country=XX", "/paper/internal/", "/mailbox/", "/notice/privacy/", "/notice/devices/",
                 "/notice/controller/", "/form/external/readers/"):
        look(path, client.get(path))
    post("/mailbox/", code="1")
    post("/form/external/what/")
    post("/form/external/what/", what="1" * 700, danger="yes")
    for step in ("more", "fear"):
        post(f"/form/external/{step}/", wish="1" * 20001)
    post("/form/external/behalf/", speaks_for="group")
    readers = client.get("/form/external/readers/").content.decode()
    post("/form/external/readers/", without=re.findall('name="without" value="(\\\\w+)"', readers))
    post("/form/external/identity/", identity="1" * 4000)
    post("/form/external/identity/", identity="1")
    shown = post("/form/external/check/").content.decode()
    post("/form/external/check/")
    shown = client.post("/form/external/check/", "sent=1", content_type=FORM, HTTP_ORIGIN=settings.DUECARE.reporter_url)
    code = re.findall("</small> (\\\\d{5})</li>", shown.content.decode())
    post("/form/external/retype/")
    asked = re.findall('name="group(\\\\d)"', client.get("/form/external/retype/").content.decode())
    box = post("/form/external/retype/", **{f"group{n}": code[int(n) - 1] for n in asked})
    sent = "mailbox/proof" in box.content.decode()
    post("/mailbox/say/", text="1" * 9000)
    for what in ("rate", "withdraw", "appeal", "confirm", "proof", "identity", "observer"):
        look(what, client.get(f"/mailbox/{what}/"))
    look("whole", client.get("/mailbox/2/"))
    post("/mailbox/rate/")
    post("/mailbox/say/")
    client.cookies["words"] = "ar"
    arabic = client.get("/").content.decode()
    post("/mailbox/close/")
    post("/mailbox/say/", text="1")
print(json.dumps({"left": left, "sent": sent, "arabic": 'lang="ar" dir="rtl"' in arabic}))
"""


def test_every_text_on_every_page_was_seen_by_a_translator(placed: Callable[..., Site]) -> None:
    site = placed()
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    env = clean | {"DUECARE_HOME": str(site.home), "DUECARE_REPORTER_DRAFTS": str(site.drafts)}
    done = subprocess.run(
        [sys.executable, "-c", READ], cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["sent"], "the whole way was gone"
    assert told["left"] == {} and told["arabic"]
