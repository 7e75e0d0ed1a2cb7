"""No page asks the database more than fifteen times, with the fictional company's data."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.browser.fixtures import Site

pytestmark = pytest.mark.once
MOST = 15


def test_no_page_asks_more_than_it_may(company: Site) -> None:
    too_many = []
    for name, example in sorted(company.examples.items()):
        client = Client()
        if example.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = example.session
        client.get(example.url)  # the first visit warms what a process keeps
        with CaptureQueriesContext(connection) as asked:
            assert client.get(example.url).status_code == 200, (name, example)
        if len(asked) > MOST:
            often = Counter(query["sql"][:110] for query in asked.captured_queries).most_common(3)
            too_many.append(
                f"{name} {example.url}: {len(asked)}\n    " + "\n    ".join(f"{n}x {sql}" for sql, n in often)
            )
    assert not too_many, "\n".join(too_many)
