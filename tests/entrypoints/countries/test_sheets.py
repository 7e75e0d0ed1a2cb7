"""The explanation sheet of a country's score: every figure on it recomputed, licences kept, PDF/UA."""

from __future__ import annotations

import io
import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from openpyxl import load_workbook

from duecare.adapters import clock
from duecare.apps.risk import actions, queries
from duecare.apps.risk.rules.country_sheet import CONTEXT_ONLY
from duecare.apps.risk.rules.normalise import layout_of
from duecare.apps.risk.rules.scoring import score_countries
from duecare.apps.risk.rules.uncertainty import uncertainty
from duecare.kernel.actor import SYSTEM, Role
from tests.adapters.test_pdf import opened, tags
from tests.permissions.signed_in import sign_in

from .test_country_pages import figures, html

__all__ = ["figures"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]

ASKED = "?method=open-2026&as_of=2024-12-31"
PLACES = ("NOR", "THA", "PRK", "XKX", "TUV", "ABW", "ALA")
"""Complete, with figures missing, indeterminate, and with none at all (ALA)."""


def record(client: Client, place: str, form: str = "open", asked: str = ASKED) -> dict[str, Any]:
    answer = client.get(f"/countries/{place}/sheet/{form}.json{asked}")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def recompute(told: dict[str, Any]) -> dict[str, Any]:
    """Score, bands and both missing-data ends, from nothing but the raw values and the method's figures told."""
    held: dict[str, float] = {}
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    covered: set[str] = set()
    for one in told["dimensions"]:
        value = weight = worst = 0.0
        for part in one["inputs"]:
            posts, risks, gap = part["goalposts"], [], False
            groups = [part["figures"]]
            for figure in groups[0]:
                if figure["state"] == "held":
                    risk = 100 * (figure["value"] - posts["best"]) / (posts["worst"] - posts["best"])
                    risks.append(min(100.0, max(0.0, risk)))
                    assert figure["risk"] == pytest.approx(risks[-1])
                else:
                    gap |= figure["state"] != "not covered"
            if risks:
                covered.add(part["index"] if told["method"]["counts"] == "index" else part["id"])
                value, weight = value + part["share"] * max(risks), weight + part["share"]
                assert part["risk"] == pytest.approx(max(risks))
            worst += part["share"] * (100.0 if gap or not risks else max(risks))
        low[one["id"]], high[one["id"]] = value, worst
        if weight:
            held[one["id"]] = value / weight
    stated = {one["id"]: one["weight"] for one in told["dimensions"]}
    severe = {one["id"] for one in told["dimensions"] if one["severity"] and one["weight"] > 0}

    def put_together(scores: dict[str, float]) -> float | None:
        total = sum(stated[name] for name in scores)
        if not total:
            return None
        mean = sum(stated[name] * score for name, score in scores.items()) / total
        floor = told["method"]["floor_share"] * max([scores[name] for name in severe & scores.keys()], default=0.0)
        return max(mean, floor)

    def band(score: float) -> str:
        return str([step["name"] for step in told["method"]["bands"] if step["at"] <= round(score, 9)][-1])

    ends = put_together(low), put_together(high)
    assert ends[0] is not None and ends[1] is not None
    enough = len(covered) >= told["method"]["minimum_coverage"]
    order = [step["name"] for step in told["method"]["bands"]]
    treated = max(("elevated", band(ends[1]), told["last_band"] or "low"), key=order.index)
    return {
        "score": put_together(held),
        "low": ends[0],
        "high": ends[1],
        "dimensions": held,
        "coverage": len(covered),
        "band": band(ends[1]) if enough else "indeterminate",
        "treated_as": band(ends[1]) if enough else treated,
    }


def test_every_figure_of_the_sheet_is_recomputed_from_its_inputs(client: Client, figures: None) -> None:
    sign_in(client, Role.AUDITOR)
    for place in PLACES:
        recomputed(record(client, place))
    drawn_again(record(client, "THA"))
    low = record(client, "NOR")
    assert low["band"] == "low" and any("Country context only" in note for note in low["notes"])


def recomputed(told: dict[str, Any]) -> None:
    """Every figure of a sheet follows from the raw values and the method's figures on it."""
    ours = recompute(told)
    assert told["score"] == (None if ours["score"] is None else pytest.approx(ours["score"]))
    assert told["ranges"]["missing"] == {"low": pytest.approx(ours["low"]), "high": pytest.approx(ours["high"])}
    assert (told["band"], told["treated_as"]) == (ours["band"], ours["treated_as"])
    assert told["coverage"]["held"] == ours["coverage"]
    for one in told["dimensions"]:
        assert one["score"] == pytest.approx(ours["dimensions"].get(one["id"])), one["id"]
    points = sum(part["points"] for one in told["dimensions"] for part in one["inputs"])
    if told["score"] is not None:
        assert points == pytest.approx(told["arithmetic"]["mean"])
        sums = [told["arithmetic"]["mean"], told["arithmetic"]["floor"] or 0.0]
        assert told["score"] == pytest.approx(max(sums))
        assert bool(told["floored_by"]) == (sums[1] > sums[0])
    restated = [
        f["restated"] for d in told["dimensions"] for i in d["inputs"] for f in i["figures"] if f["state"] == "held"
    ]
    assert told["restated_share"] == pytest.approx(np.mean(restated) if restated else 0.0)
    assert told["context"] == CONTEXT_ONLY


def drawn_again(told: dict[str, Any]) -> None:
    """The statistical range is that of the same draws made again."""
    method = queries.method("open-2026")
    again = score_countries(queries.held_panel(), method.country, date(2024, 12, 31))
    at = again.places.index(told["country"]["iso3"])
    assert told["ranges"]["statistical"] == {"low": pytest.approx(again.low[at]), "high": pytest.approx(again.high[at])}
    assert told["ranges"]["statistical"]["low"] < told["score"] < told["ranges"]["statistical"]["high"]
    assert (told["method"]["draws"], told["method"]["seed"]) == (
        method.country.errors.draws,
        method.country.errors.seed,
    )
    drawn, chances = uncertainty(again), told["chances"]
    assert [one["band"] for one in chances["bands"]] == [step.name for step in method.country.bands]
    for kind in ("weights", "errors", "both"):
        shares = [one[kind] for one in chances["bands"]]
        assert shares == pytest.approx(getattr(drawn.rated, kind)[at].tolist()) and sum(shares) == pytest.approx(1)
    assert (chances["range"]["low"], chances["range"]["high"]) == pytest.approx((drawn.low[at], drawn.high[at]))


def test_page_and_pdf_show_the_figures_of_the_record_and_say_what_is_unverified(
    client: Client, figures: None, pdftotext: str, tmp_path: Path
) -> None:
    sign_in(client, Role.COUNSEL)
    for place in ("NOR", "TUV"):
        told = record(client, place)
        on_page(html(client, f"/countries/{place}/sheet/{ASKED}"), told)
        answer = client.get(f"/countries/{place}/sheet/open.pdf{ASKED}")
        assert answer.headers["Content-Type"] == "application/pdf"
        in_pdf(answer.content, told, pdftotext, tmp_path / "sheet.pdf")
    sign_in(client, Role.SALES)
    assert "Country context only" in html(client, f"/countries/NOR/sheet/{ASKED}")


def on_page(page: str, told: dict[str, Any]) -> None:
    """Every figure of the record stands on the page."""
    cells = re.findall(r'<td class="num" data-label="[^"]+">([\d.]+)</td>', page)
    for one in told["dimensions"]:
        if one["score"] is not None:
            assert f"{one['score']:.2f}" in cells and f"{one['points']:.2f}" in cells
        for part in one["inputs"]:
            for figure in part["figures"]:
                assert figure["risk"] is None or f"{figure['risk']:.2f}" in cells
                assert figure["sha256"] is None or figure["sha256"] in page
        assert one["because"].split(",")[0].replace("'", "&#x27;") in page and one["overlap"].split(",")[0] in page
    for sentence in told["chances"]["says"]:
        assert sentence in page
    assert told["method"]["urn"] in page and told["method"]["sha256"] in page
    assert "verified: false" in page and f"{told['unverified']['of']} citations" in page
    assert CONTEXT_ONLY in page


def in_pdf(data: bytes, told: dict[str, Any], pdftotext: str, path: Path) -> None:
    """Tagged, titled, in a language, every picture in words, the figures of the record in the text."""
    file = opened(data)
    root = file.Root
    assert "/StructTreeRoot" in root and root.MarkInfo.Marked and str(root.Lang) == "en"
    with file.open_metadata() as metadata:
        assert "country score as of 2024-12-31" in str(metadata["dc:title"])
        assert metadata["pdfuaid:part"] == "1"
    found = tags(root.StructTreeRoot)
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= {str(tag["/S"]) for tag in found}
    alternatives = [str(tag["/Alt"]) for tag in found if str(tag["/S"]) == "/Figure"]
    assert len(alternatives) == 2 and "From missing figures" in alternatives[0]
    assert all(one["title"] in alternatives[1] for one in told["dimensions"])
    path.write_bytes(data)
    text = subprocess.run([pdftotext, "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert told["method"]["sha256"] in text and "verified: false" in text and "Country context only" in text
    for one in told["dimensions"]:
        if one["score"] is not None:
            assert f"{one['score']:.2f}" in text and f"{one['used_weight']:.4f}" in text
    assert "How sure the band is" in text and told["chances"]["says"][0].split("; ")[0] in text
    surest = max(one["errors"] for one in told["chances"]["bands"])
    assert (f"{surest:.0%}".replace("%", " %") if surest <= 0.99 or surest == 1 else "over 99 %") in text
    assert told["band_set_by"] in text


def test_closed_raw_values_leave_only_marked_and_only_for_those_who_check(client: Client, shared_data: Path) -> None:
    folder = shared_data / "indices"
    for name in ("press_freedom/2024.csv", "corruption_perceptions/CPI2025_timeseries.csv"):
        actions.import_edition(by=SYSTEM, data=(folder / name).read_bytes(), file_name=Path(name).name)
    asked = "?method=nine-2026&as_of=2024-12-31"
    sign_in(client, Role.AUDITOR)
    whole = record(client, "NOR", "confidential", asked)
    raw = {
        figure["series"]: figure["value"]
        for one in whole["dimensions"] for part in one["inputs"] for figure in part["figures"]
        if figure["value"] is not None
    }  # fmt: skip
    assert raw.keys() == {"rsf:score", "cpi:score"} and whole["confidential"]
    marked = client.get(f"/countries/NOR/sheet/confidential.xlsx{asked}")
    assert 'filename="confidential-NOR-nine-2026-2024-12-31.xlsx"' in marked.headers["Content-Disposition"]
    assert "CONFIDENTIAL" in load_workbook(io.BytesIO(marked.content))["Raw"]["A1"].value
    told = record(client, "NOR", "open", asked)
    text = json.dumps(told)
    by_hand = {"fiw", "rsf", "cpi", "wjp", "eiu", "fsi", "pts", "fotn", "keepiton", "pulse"}
    assert set(told["withheld"]) == by_hand
    for part in (part for one in told["dimensions"] for part in one["inputs"]):
        held = [figure for figure in part["figures"] if figure["series"] in raw]
        assert all(f["value"] is None and f["risk"] is None and f["withheld"] and f["sha256"] for f in held)
        assert not held or (part["risk"] is None and part["points"] is None and part["withheld"])
    assert not any(f'"value": {value}' in text or f'"risk": {100 - value}' in text for value in raw.values())
    page = client.get(f"/countries/NOR/sheet/open.pdf{asked}")
    assert "confidential" not in page.headers["Content-Disposition"]
    sign_in(client, Role.SALES)
    assert client.get(f"/countries/NOR/sheet/confidential.xlsx{asked}").status_code == 403
    assert "confidential.xlsx" not in html(client, f"/countries/NOR/sheet/{asked}")


def test_page_json_and_pdf_say_what_raised_a_score_and_the_open_ones_without_the_figure(
    client: Client, figures: None, shared_data: Path, pdftotext: str, tmp_path: Path
) -> None:
    name = "keepiton_stop_2016-2024_nationwide.xlsx"
    data = (shared_data / "public_reports" / "internet_shutdowns" / name).read_bytes()
    actions.import_edition(by=SYSTEM, data=data, file_name=name)
    asked = "?method=nine-2026&as_of=2024-12-31"
    sign_in(client, Role.AUDITOR)
    whole, told = (record(client, "IRQ", form, asked) for form in ("confidential", "open"))
    (raise_,) = whole["raises"]
    held = [figure for figure in raise_["figures"] if figure["state"] == "held"]
    assert {figure["series"] for figure in held} == {"keepiton:nationwide"} and all(one["row"] for one in held)
    assert raise_["risk"] == max(figure["risk"] for figure in held) == 100 and raise_["because"] and raise_["cites"]
    arithmetic = whole["arithmetic"]
    before = max(arithmetic["mean"], arithmetic["floor"] or 0)
    assert raise_["points"] == pytest.approx(raise_["weight"] * (100 - before))
    assert whole["score"] == pytest.approx(before + raise_["points"])
    (note,) = [note for note in whole["notes"] if note.startswith("Raised by digital repression")]
    assert "keepiton:nationwide 5 (2023)" in note
    (said,) = [note for note in told["notes"] if note.startswith("Raised by digital repression")]
    assert "keepiton" not in said and f"plus {raise_['points']:.1f} points" in said
    (open_raise,) = told["raises"]
    assert all(one["value"] is None and one["risk"] is None for one in open_raise["figures"])
    assert [one["withheld"] for one in open_raise["figures"]] == [one["state"] == "held" for one in raise_["figures"]]
    page = html(client, f"/countries/IRQ/sheet/{asked}")
    assert "Raised by digital repression" in page and f"adds {raise_['points']:.2f}" in page
    shown = re.findall(r'data-label="Published value">([\d.]+)', page)
    assert "keepiton:nationwide" in page and f"{max(one['value'] for one in held):.2f}" in shown
    assert f"<b>{whole['score']:.2f}</b>" in page
    path = tmp_path / "raised.pdf"
    path.write_bytes(client.get(f"/countries/IRQ/sheet/open.pdf{asked}").content)
    text = subprocess.run([pdftotext, "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    said = " ".join(text.split())
    assert "Raised by digital repression" in said and f"which adds {raise_['points']:.2f}" in said
    assert "withheld" in said and f"Score: {whole['score']:.2f}." in said
    book = client.get(f"/countries/IRQ/sheet/open.xlsx{asked}")
    assert book.status_code == 200 and "Score" in load_workbook(io.BytesIO(book.content)).sheetnames


def test_series_and_layout_agree() -> None:
    """The figures of a sheet stand in the order in which the workbook reads them."""
    for name in queries.methods():
        method = queries.method(name)
        sheet = queries.sheet_of(method, clock.today(), "THA", form="open")
        belongs = method.country.on(clock.today())
        assert tuple(figure.series for figure in sheet.figures) == layout_of(belongs).series
