"""How sure a band is, wherever a score is shown: picture, sentence and the same figures as a table."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from duecare.adapters import clock
from duecare.apps.risk import queries
from duecare.apps.risk.rules.outlook_words import headline, percent, sentences
from duecare.kernel.actor import Role
from tests.apps.risk.world import held_world
from tests.permissions.signed_in import sign_in

DAY = date(2024, 12, 31)
VIEW = "?method=open-2026&as_of=2024-12-31"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def analyst(client: Client) -> Client:
    held_world()
    sign_in(client, Role.ANALYST)
    return client


def html(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def rows_of(page: str, caption: str) -> list[list[str]]:
    table = page.split(f">{caption}</caption>")[1].split("</table>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in table.split("<tr>")[1:]]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


@pytest.mark.parametrize("code", ["MEX", "TUV", "VAT"])
def test_a_country_page_shows_chances_as_picture_sentence_and_table(analyst: Client, code: str) -> None:
    """One with every figure, one with some missing, one with none."""
    scored = queries.scores(queries.method("open-2026"), DAY)
    row = queries.outlooks(scored)[code]
    page = html(analyst, f"/countries/{code}/{VIEW}")
    assert headline(row) in page and '<svg class="iv ol"' in page
    for sentence in sentences(row)[1:]:
        assert sentence in page
    shown = rows_of(page, "Share of draws in each band")[-4:]
    kinds = ("weights", "errors", "both") if row.complete else ("weights", "errors", "both", "held")
    for line, share in zip(shown, row.shares, strict=True):
        expected = [getattr(share, kind) for kind in kinds]
        assert line[1:] == ["unknown" if value is None else percent(value) for value in expected]
    assert ('class="gap"' in page) is not row.complete


def test_the_list_draws_both_ranges_and_says_what_else_the_band_may_be(analyst: Client) -> None:
    page = html(analyst, f"/countries/{VIEW}&q=mexico").split("<tbody>")[1]
    scored = queries.scores(queries.method("open-2026"), DAY)
    row = queries.outlooks(scored)["MEX"]
    assert row.share("elevated").both > 0.01
    assert f"Elevated {percent(row.share('elevated').both)}" in page and "Statistical range" in page
    lacking = html(analyst, f"/countries/{VIEW}&q=tuvalu").split("<tbody>")[1]
    assert 'class="gap"' in lacking and "by what is missing" in lacking and 'class="gap"' not in page


def test_the_method_page_says_what_the_ranking_hangs_on(analyst: Client) -> None:
    page = html(analyst, "/methods/open-2026/")
    compared = queries.sensitivity(queries.scores(queries.method("open-2026"), clock.today()))
    assert compared is not None
    lines = {row[0]: row[1:] for row in rows_of(page, "The same countries by other choices") if len(row) > 2}
    by_name = {one.name: one for one in compared.alternatives}
    for name, words in (
        ("geometric", "geometric mean of what is safe, with the floor"),
        ("rank", "the share of countries that stand better"),
    ):
        one = by_name[name]
        assert lines[words][:2] == [f"{one.rank_correlation:.3f}", f"{one.rank_shift:.1f}"]
        assert lines[words][3:5] == [str(one.worse), str(one.better)]
    assert "without Physical integrity" in lines and len(lines) >= len(compared.alternatives)
    assert "10,000 draws" in page
    empty = html(analyst, "/methods/nine-2026/")
    assert "nothing is compared" in empty
