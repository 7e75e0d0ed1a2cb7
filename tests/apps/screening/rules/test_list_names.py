"""A list is called by its name wherever people read of it; every list that is read has one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from duecare.apps.screening.rules.gate import Compared, InForce, party_state
from duecare.apps.screening.rules.list_names import LIST_NAMES, list_name, named_with_code
from duecare.apps.screening.rules.lists import (
    au_dfat,
    ca_sema,
    eu_fsf,
    in_house,
    ofac_csv,
    opensanctions_simple,
    uk_ofsi,
    uk_sanctions_list,
    un,
    us_csl,
    us_dpl,
)  # fmt: skip
from duecare.apps.screening.rules.outside import outside_standing
from duecare.entrypoints.staff import phrases
from duecare.entrypoints.staff.vocabulary import word

READ = {
    *(one.LIST for one in (au_dfat, ca_sema, eu_fsf, in_house, opensanctions_simple, uk_ofsi, uk_sanctions_list, un,
                           us_dpl)),
    ofac_csv.SDN, ofac_csv.NON_SDN, *us_csl.LISTS.values(),
}  # fmt: skip


def test_every_list_that_is_read_has_a_name_on_pages_and_elsewhere() -> None:
    assert LIST_NAMES.keys() >= READ
    assert len(set(LIST_NAMES.values())) == len(LIST_NAMES), "two lists are not called the same"
    assert {code: word(code) for code in LIST_NAMES} == LIST_NAMES
    assert (list_name("un_sc"), named_with_code("in_house")) == ("UN Security Council", "own list (in_house)")
    assert (list_name("opensanctions_of_mine"), named_with_code("mine")) == ("opensanctions_of_mine", "mine")


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_gate_says_names(withdrawn: bool) -> None:
    before = {"in_house": 1, "un_sc": 1, "eu_fsf": 1}
    now = {"eu_fsf": 1} if withdrawn else {"in_house": 2, "un_sc": 2, "eu_fsf": 1}
    lists = InForce(now, None, {"in_house": 2, "un_sc": 2} if withdrawn else {})
    state = party_state(Compared("a" * 64, before, datetime(2026, 1, 2, tzinfo=UTC)), (), "a" * 64, lists)
    told = "again after the withdrawal of" if withdrawn else "with the new edition of"
    assert state.why == f"Not yet compared {told} own list, UN Security Council."
    assert phrases.said(state.why) == state.why


def test_what_another_vendor_reported_says_names() -> None:
    for verdict in ("confirmed", "possible"):
        found = outside_standing(verdict, "unverified", "Sieve Invented Ltd", "ofac_sdn")
        assert found is not None and "OFAC SDN" in found.why and "ofac_sdn" not in found.why
