"""Whether a methodology can be computed at all with what the library holds.

`methodology_parse` says whether a document adds up in itself. Here it is held against the indices
(does this series exist, which end of it is the bad one), the vocabulary of facts, the catalogue of
measures and the roles; then every rule is evaluated and every embedded test is run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput

from .expressions import Expression, RuleError, evaluate, facts_read
from .facts import Facts, plain_facts
from .facts_registry import FACTS
from .indices.spec import IndexSpec
from .methodology import CountryMethod, Effect, Evidence, Goalposts, Input, Methodology
from .methodology_tests import run_embedded_tests

_COUNTRY, _CLASSES = "methodology.country", "methodology.classification"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a methodology may refer to: descriptions of indices by id, codes of measures."""

    indices: Mapping[str, IndexSpec]
    measures: Collection[str]


def check_computable(method: Methodology, shelf: Shelf) -> None:
    """Refuse what parses and still cannot be used.

    Raises:
        BadInput: with the place in `field`, as `methodology_parse` names places.
    """
    _once(f"{_COUNTRY}.dimensions", "id", [one.id for one in method.country.dimensions])
    for at, dimension in enumerate(method.country.dimensions):
        here = f"{_COUNTRY}.dimensions[{at}]"
        if f"country.dimension.{dimension.id}" not in FACTS:
            known = ", ".join(code.rpartition(".")[2] for code in FACTS if code.startswith("country.dimension."))
            raise BadInput(f"No rule can read this dimension. These exist: {known}.", field=f"{here}.id",
                           value=dimension.id)  # fmt: skip
        for number, item in enumerate(dimension.inputs):
            _check_input(item, f"{here}.inputs[{number}]", shelf)
    for at, lift in enumerate(method.country.raises):
        for number, evidence in enumerate(lift.inputs):
            _check_input(evidence, f"{_COUNTRY}.raises[{at}].inputs[{number}]", shelf)
    _check_country(method.country)
    _check_classes(method, shelf)
    for at, rule in enumerate(method.classes.rules):
        _evaluates(rule.when, f"{_CLASSES}.rules[{at}].when")
    _check_tests(method)


def _check_input(item: Input | Evidence, here: str, shelf: Shelf) -> None:
    spec = shelf.indices.get(item.index)
    if spec is None:
        known = ", ".join(sorted(shelf.indices))
        raise BadInput(
            f"There is no such index. These are described: {known}.", field=f"{here}.index", value=item.index
        )
    for at, name in enumerate(item.series):
        if name not in spec.series:
            known = ", ".join(sorted(spec.series))
            raise BadInput(f"This index has no such series. It has: {known}.", field=f"{here}.series[{at}]", value=name)
        if spec.series[name].higher_is_worse != _upwards(item.goalposts):
            end = "higher" if spec.series[name].higher_is_worse else "lower"
            raise BadInput(
                f"The goalposts are reversed: in {name} a {end} figure is worse.",
                field=f"{here}.goalposts",
                value=f"best {item.goalposts.best}, worst {item.goalposts.worst}",
                todo="Exchange best and worst, or name another series.",
            )


def _upwards(goalposts: Goalposts) -> bool:
    return goalposts.worst > goalposts.best


def _check_country(country: CountryMethod) -> None:
    inputs = country.inputs()
    _once(f"{_COUNTRY}.dimensions", "input", [item.id for item in inputs])
    if not any(one.severity and one.weight > 0 for one in country.dimensions):
        raise BadInput("No dimension with weight is marked as severity, so the floor rests on nothing.",
                       field=f"{_COUNTRY}.dimensions")  # fmt: skip
    most = len({item.index if country.counts == "index" else item.id for item in inputs})
    if not 1 <= country.minimum <= most:
        raise BadInput(f"Between 1 and {most} can be present.", field=f"{_COUNTRY}.coverage.minimum",
                       value=country.minimum)  # fmt: skip


def _check_classes(method: Methodology, shelf: Shelf) -> None:
    for at, rule in enumerate(method.classes.rules):
        here = f"{_CLASSES}.rules[{at}]"
        for place, effect in ((here, rule.effect), (f"{here}.on_unknown", rule.unknown_effect)):
            _measures_exist(effect, place, shelf)
    for at, item in enumerate(method.classes.consequences):
        _measures_exist(Effect(require=item.measures), f"{_CLASSES}.consequences[{at}]", shelf, "measures")
    override = method.classes.override
    for role in sorted(override.roles):
        if role not in list(Role):
            raise BadInput("There is no such role.", field=f"{_CLASSES}.override.roles", value=role)
    if override.steps > 1:
        raise BadInput("An override lowers by one class at most.", field=f"{_CLASSES}.override.steps",
                       value=override.steps)  # fmt: skip


def _measures_exist(effect: Effect, here: str, shelf: Shelf, key: str = "require") -> None:
    for at, code in enumerate(effect.require):
        if code not in shelf.measures:
            raise BadInput("There is no such measure in the catalogue.", field=f"{here}.{key}[{at}]", value=code)


def _once(field: str, what: str, names: Sequence[str]) -> None:
    for at, name in enumerate(names):
        if name in names[:at]:
            raise BadInput(f"This {what} stands twice.", field=field, value=name)


def _evaluates(when: Expression, field: str) -> None:
    for facts in _extremes(when):
        try:
            evaluate(when, facts, FACTS)
        except (RuleError, BadInput) as fault:
            raise BadInput(f"This rule cannot be evaluated: {_why(fault)}", field=field) from fault


def _extremes(when: Expression) -> Iterator[Facts]:
    """Nothing known, all favourable, all at their worst."""
    read = [FACTS[code] for code in facts_read(when)]
    yield {}
    yield plain_facts({kind.code: kind.favourable for kind in read})
    yield plain_facts({kind.code: kind.worst if kind.accepts(kind.worst) else "anything" for kind in read})


def _check_tests(method: Methodology) -> None:
    _once("methodology.tests", "name", [str(test.get("name")) for test in method.tests])
    if not method.tests:
        raise BadInput("A methodology carries tests of its own.", field="methodology.tests")
    for at, test in enumerate(method.tests):
        here = f"methodology.tests[{at}]"
        try:
            failures = run_embedded_tests(replace(method, tests=(test,)))
        except (BadInput, RuleError, KeyError, TypeError, ValueError) as fault:
            raise BadInput(f"This test cannot be run: {_why(fault)}", field=here, value=test.get("name")) from fault
        for failure in failures:
            raise BadInput(
                f"This test fails: {failure.field} is {failure.found}, expected {failure.expected}.",
                field=f"{here}.expect.{failure.field}",
                value=failure.test,
                todo="Correct the methodology or the expectation.",
            )


def _why(fault: Exception) -> str:
    """What is wrong, without what it means: the outer message says that."""
    if not isinstance(fault, BadInput):
        return f"{fault}."
    place = ", ".join(part for part in (fault.field, fault.value or "") if part)
    return f"{place}: {fault.wrong}" if place else fault.wrong
