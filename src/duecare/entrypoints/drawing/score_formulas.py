"""The arithmetic of a country's score as formulas of a spreadsheet: one function a step, cells by their names.

The same steps as `apps/risk/rules`: `normalise`, `scoring_composite`, `scoring`. Only functions that every spreadsheet
of the last twenty years knows, no array that spills, so that LibreOffice and Excel agree. The only figures in a formula
are the ends of the scale (0 and 100), 1 for a count, and 9, the decimals a band is read at.
"""

from __future__ import annotations

from collections.abc import Sequence

HELD, MISSING, NOT_COVERED, WITHHELD = "held", "missing", "not covered", "withheld"
STALE, UNDATED, NOT_YET, UNREADABLE = "stale", "undated", "not yet published", "unreadable"

AS_OF, FLOOR, MINIMUM, LEAST = "as_of", "floor_share", "minimum_coverage", "least_band"
BANDS, FROM = "band_names", "band_from"
"""Names defined in every workbook, for single cells and for the table of bands."""


def state(value: str, year: str, published: str, age: str) -> str:
    """What a raw cell is worth on the day: only "held" has a figure, and only "not covered" is no gap."""
    dated = f"AND(ISNUMBER({year}),ISNUMBER({published}))"
    worth = (
        f'IF({value}="{WITHHELD}","{WITHHELD}",IF(ISNUMBER({value}),"{HELD}",'
        f'IF({value}="{NOT_COVERED}","{NOT_COVERED}","{UNREADABLE}")))'
    )
    in_force = f'IF(YEAR({AS_OF})-{year}>{age},"{STALE}",IF({published}>{AS_OF},"{NOT_YET}",{worth}))'
    return f'=IF({value}="","{MISSING}",IF({dated},{in_force},"{UNDATED}"))'


def risk(value: str, state_of: str, best: str, worst: str) -> str:
    """0 at the best goalpost, 100 at the worst, nothing beyond; empty where nothing is held."""
    return f'=IF({state_of}="{HELD}",MAX(0,MIN(100,100*({value}-{best})/({worst}-{best}))),"")'


def worst_of(risks: str, states: str) -> str:
    """The worst of the sources of one input, or its only one."""
    return f'=IF(COUNTIF({states},"{WITHHELD}")>0,"{WITHHELD}",IF(COUNT({risks})=0,"",MAX({risks})))'


def gap(states: str, cells: str) -> str:
    """1 where something that belongs to the input is missing. What the publisher does not cover is no gap, unless
    nothing at all is held."""
    held = f'COUNTIF({states},"{HELD}")+COUNTIF({states},"{WITHHELD}")'
    return f'=IF({held}=0,1,IF({held}+COUNTIF({states},"{NOT_COVERED}")<{cells}({states}),1,0))'


def held_share(share: str, states: str) -> str:
    """The input's share where it is held, else nothing."""
    return f'=IF(COUNTIF({states},"{HELD}")+COUNTIF({states},"{WITHHELD}")>0,{share},0)'


def part(share: str, value: str) -> str:
    """What a held input adds to its dimension, before renewal."""
    return f"=IF(ISNUMBER({value}),{share}*{value},0)"


def upper_part(share: str, value: str, gap_of: str) -> str:
    """The same with what is missing at its worst."""
    return f"=IF({gap_of}=1,{share}*100,IF(ISNUMBER({value}),{share}*{value},0))"


def dimension(parts: str, shares: str, values: str, given: str) -> str:
    """Score of what is held, shares renewed; the score given where the form withholds an input of it."""
    computed = f'IF(SUM({shares})=0,"",SUM({parts})/SUM({shares}))'
    return f'=IF(COUNTIF({values},"{WITHHELD}")>0,{given},{computed})'


def dimension_end(parts: str, values: str, given: str) -> str:
    """The dimension with what is missing at one end."""
    return f'=IF(COUNTIF({values},"{WITHHELD}")>0,{given},SUM({parts}))'


def if_held(score: str, then: str) -> str:
    """A figure where the dimension has a score, else 0."""
    return f"=IF(ISNUMBER({score}),{then},0)"


def severe(severity: str, weight: str, score: str) -> str:
    """The score of a severity dimension that is weighed, else 0: of these the floor takes the largest."""
    return f'=IF(AND({severity}="yes",{weight}>0,ISNUMBER({score})),{score},0)'


def mean(weighted: str, weights: str) -> str:
    """Weighted mean of the dimensions held, weights renewed."""
    return f'=IF(SUM({weights})=0,"",SUM({weighted})/SUM({weights}))'


def floor(severes: str) -> str:
    """The stated share of the worst severity dimension."""
    return f"={FLOOR}*MAX({severes})"


def composite(mean_of: str, floor_of: str) -> str:
    """The larger of mean and floor, within 0 to 100; empty where nothing is held."""
    return f'=IF(ISNUMBER({mean_of}),MAX(0,MIN(100,MAX({mean_of},{floor_of}))),"")'


def floored(mean_of: str, floor_of: str) -> str:
    """Whether the floor sets the score."""
    return f'=IF(ISNUMBER({mean_of}),IF({floor_of}>{mean_of},"yes","no"),"no")'


def evidence(risks: str, states: str, given: str) -> str:
    """The worst figure that evidence has; the one given where the form withholds any; empty where there is none."""
    return f'=IF(COUNTIF({states},"{WITHHELD}")>0,{given},IF(COUNT({risks})=0,"",MAX({risks})))'


def raised(score: str, evidence_of: Sequence[tuple[str, str]]) -> str:
    """A score lifted by evidence: weight and evidence of each raise. Several do not add up; what is empty lifts
    nothing."""
    lifted = (f"IF(ISNUMBER({found}),(1-{weight})*{score}+{weight}*{found},{score})" for weight, found in evidence_of)
    return f'=IF(ISNUMBER({score}),MAX({score},{",".join(lifted)}),"")'


def is_raised(score: str, before: str) -> str:
    """Whether evidence sets the score."""
    return f'=IF(ISNUMBER({before}),IF({score}>{before},"yes","no"),"no")'


def counts(code: str, codes: str, states: str) -> str:
    """1 where something of an index (or input) is held."""
    held = f'({codes}={code})*(({states}="{HELD}")+({states}="{WITHHELD}"))'
    return f"=IF(SUMPRODUCT({held})>0,1,0)"


def all_held(gaps: str) -> str:
    """Whether nothing is missing."""
    return f'=IF(SUM({gaps})=0,"yes","no")'


def read_at(score: str) -> str:
    """The band a score falls in, read at nine decimals."""
    return f"INDEX({BANDS},MATCH(ROUND({score},9),{FROM},1))"


def band(coverage: str, upper: str) -> str:
    """The band, read from the upper end; below minimum coverage there is none."""
    return f'=IF({coverage}>={MINIMUM},{read_at(upper)},"indeterminate")'


def treated_as(band_of: str, upper: str, last: str) -> str:
    """The band decisions use: of an indeterminate country the worst of three."""
    ranks = (
        f"MATCH({LEAST},{BANDS},0)",
        f"MATCH({read_at(upper)},{BANDS},0)",
        f'IF({last}="",1,MATCH({last},{BANDS},0))',
    )
    return f'=IF({band_of}="indeterminate",INDEX({BANDS},MAX({",".join(ranks)})),{band_of})'


def set_by(band_of: str, treated: str, score: str, complete: str) -> str:
    """What sets the band: the score, what is missing, or too little coverage."""
    own = f"INDEX({BANDS},MATCH({score},{FROM},1))"
    by_score = f'IF({complete}="yes",1,IF(ISNUMBER({score}),IF({treated}={own},1,0),0))'
    return f'=IF({band_of}="indeterminate","minimum coverage",IF({by_score}=1,"score","missing data"))'


def span(cells: Sequence[str]) -> str:
    """ "B4:B9" from the first and the last of some neighbouring cells; a single cell stays as it is."""
    return cells[0] if len(cells) == 1 else f"{cells[0]}:{cells[-1].rpartition('!')[2]}"
