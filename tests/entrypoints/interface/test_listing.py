"""Lists: the address is the whole state, and a mistyped one still shows the list."""

from __future__ import annotations

from types import SimpleNamespace as Row

from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from duecare.entrypoints.staff.listing import SIZES, Ask, Column, Listing, asked, in_memory

COLUMNS = (
    Column("name", "Name"), Column("score", "Risk", numeric=True), Column("spark", "Years", sort=False),
    Column("code", "Code", hidden=True),
)  # fmt: skip
ROWS = [
    Row(name=f"Place {n:03d}", score=None if n % 50 == 0 else n % 7, level="high" if n % 3 else "low")
    for n in range(230)
]
PLACES = [Row(name="Côte d’Ivoire", score=1, level="low"), Row(name="Türkiye", score=2, level="high")]


def ask(query: str = "") -> Ask:
    return asked(RequestFactory().get(f"/list/?{query}"), COLUMNS, picks=("level",), sort="-score")


def listing(query: str = "", rows: list[Row] = ROWS) -> Listing[Row]:
    return in_memory(
        ask(query), COLUMNS, rows, text=lambda r: r.name, keys={"name": lambda r: r.name, "score": lambda r: r.score},
        facets={"level": ("Class", lambda r: r.level, str.title)},
    )  # fmt: skip


@given(st.dictionaries(st.sampled_from(["q", "sort", "page", "size", "columns", "level", "x"]), st.text(max_size=12)))
def test_any_address_gives_a_list(values: dict[str, str]) -> None:
    request = RequestFactory().get("/list/", values)
    found = asked(request, COLUMNS, picks=("level",), sort="-score")
    assert found.page >= 1 and found.size in SIZES and found.sort in ("name", "score", "code") and found.shown
    in_memory(found, COLUMNS, ROWS, text=lambda r: r.name)


def test_first_page_best_first_and_unknown_last_in_both_directions() -> None:
    page = listing()
    assert (page.total, page.first, page.last, len(page.rows)) == (230, 1, 25, 25)
    assert page.rows[0].score == 6
    for order in ("score", "-score"):
        rows = listing(f"sort={order}&size=100&page=3").rows
        assert [row.score for row in rows[-5:]] == [None] * 5


def test_pages_cover_every_row_once() -> None:
    seen = [row.name for page in range(1, 11) for row in listing(f"sort=name&page={page}").rows]
    assert seen == [row.name for row in ROWS]
    assert listing("page=999").last == 230
    assert listing("page=999").next_url == "" and listing("page=1").previous_url == ""


def test_search_does_not_mind_accents() -> None:
    assert [row.name for row in listing("q=cote", PLACES).rows] == ["Côte d’Ivoire"]
    assert [row.name for row in listing("q=TURKIYE", PLACES).rows] == ["Türkiye"]


def test_filter_counts_what_the_other_filters_leave() -> None:
    page = listing("level=high")
    assert {row.level for row in page.rows} == {"high"} and page.total == 153
    _facet, picked, choices = page.filters[0]
    assert picked == "High"
    assert [(c.option.value, c.option.count, c.here) for c in choices] == [("high", 153, True), ("low", 77, False)]
    assert choices[0].url == "/list/?sort=-score"  # pressing it again takes it off
    assert listing("level=high&q=Place 00").filters[0][2][1].option.count == 4


def test_links_keep_the_rest_of_the_address_and_return_to_the_first_page() -> None:
    page = listing("q=place&level=high&page=2&size=100")
    assert page.headers[0].url == "/list/?q=place&sort=name&size=100&level=high"
    assert page.headers[1].order == "descending" and "sort=score" in page.headers[1].url
    assert page.headers[2].url == ""
    assert page.previous_url == "/list/?q=place&sort=-score&size=100&level=high"


def test_columns_can_be_chosen() -> None:
    assert listing().shows == {"name": True, "score": True, "spark": True, "code": False}
    chosen = listing("columns=name&columns=code")
    assert [header.column.key for header in chosen.headers] == ["name", "code"]
    assert "columns=name%2Ccode" in chosen.next_url
