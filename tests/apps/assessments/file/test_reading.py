"""A file read alone is the file read among others, and figures of another table are never those of this one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duecare.apps.assessments.models import Answer, Deployment, FlagAnswer, GroupAnswer, OpportunityParty
from duecare.apps.assessments.queries import facts
from duecare.apps.assessments.queries.reading import read_file, readings
from duecare.apps.risk import queries as risk
from duecare.apps.risk.rules.scoring_working import country_facts, score_country
from tests.apps.assessments import deals
from tests.apps.assessments.deals import DAY
from tests.apps.mitigation import figures

from . import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TABLES = (Answer, Deployment, FlagAnswer, GroupAnswer, OpportunityParty)


def test_a_file_read_alone_is_the_file_read_among_others() -> None:
    one, other = deals.filed(), filled.filed_in("NOR")
    filled.complete(one)
    among = readings((one, other), DAY)
    for made in (one, other):
        alone = read_file(made, DAY)
        for table in TABLES:
            rows = [row.pk for row in alone.kept.of(table)]
            assert rows == [row.pk for row in among[made].kept.of(table)], table
        assert (alone.deal, alone.rows, alone.flags, alone.groups) == (
            among[made].deal, among[made].rows, among[made].flags, among[made].groups,
        )  # fmt: skip
    assert len(among[one].kept.of(Answer)) > len(among[other].kept.of(Answer)) == 0


def test_what_is_kept_of_a_country_belongs_to_one_table() -> None:
    figures.held()
    made = deals.filed()
    file, deployment = read_file(made, DAY), filled.deployment(made)
    earlier = replace(file, scores=risk.scores(file.method, date(2012, 12, 31)))
    seen = []
    for read in (file, earlier, file):
        found = facts.facts_by_place(read, deployment)["THA"]
        for fact in country_facts(score_country(read.scores.table, "THA")):
            assert found[fact.code] == fact
        seen.append(found["country.upper"].value)
    assert seen[0] == seen[2] != seen[1]
