"""Records of the publishers' files that are easily read wrongly, compared with what a person reads there."""

from __future__ import annotations

from pathlib import Path

import pytest

from duecare.apps.screening.rules.entries import Identifier
from duecare.apps.screening.rules.lists import read_publication
from duecare.kernel.errors import BadInput

from .files import entry, names, publication, publications


def test_ofac_empties_are_empty_and_weak_names_come_from_remarks(shared_data: Path) -> None:
    found = publication(shared_data, "ofac-2019")
    bank = entry(found, "306")
    assert names(bank, "primary") == ["BANCO NACIONAL DE CUBA"]
    assert names(bank, "alias") == ["NATIONAL BANK OF CUBA"] and names(bank, "weak_alias") == ["BNC"]
    assert bank.countries == ("CHE", "ESP", "JPN", "PAN") and bank.programmes == ("CUBA",) and bank.remarks == ""
    assert bank.place == "sdn.csv.gz row 3"
    assert not {"-0-", "-0"} & {
        text for one in found.entries for text in (*one.addresses, *one.programmes, *(name.text for name in one.names))
    }


def test_ofac_remarks_become_dates_and_numbers(shared_data: Path) -> None:
    last = entry(publication(shared_data, "ofac-2019"), "26235")
    assert last.births == ("1975-06-14",)
    assert last.ids == (Identifier("passport", "717637093", "RUS"), Identifier("national_id", "781005202108"))
    assert last.remarks == "POB Leningrad, Russia; Gender Male; Linked To: USA REALLY"


def test_ofac_remarks_run_over_in_the_middle_of_a_word(shared_data: Path) -> None:
    run_over = entry(publication(shared_data, "ofac-2019"), "15599").remarks
    assert "Linked To: PROMI FEL, S. DE R.L. DE C.V.; Linked To: SERVICIO Y OPERADORA SANTA ANA" in run_over
    transneft = entry(publication(shared_data, "ofac-non-sdn"), "17254")
    assert Identifier("registration", "00044463", "RUS") in transneft.ids  # "Government" | " Gazette Number 00044463"
    cccc = entry(publication(shared_data, "ofac-non-sdn"), "30930")
    assert names(cccc, "weak_alias") == ["CCCC"]
    assert Identifier("registration", "91110000710934369E", "CHN") in cccc.ids


def test_ofac_csv_and_xml_say_the_same_of_a_ship_and_an_aircraft(shared_data: Path) -> None:
    for set_ in ("ofac-2019", "ofac-2021", "ofac-xml"):
        found = publication(shared_data, set_)
        ship, aircraft = entry(found, "4234"), entry(found, "15431")
        assert (ship.schema, ship.countries, ship.ids) == ("Vessel", ("CUB",), (Identifier("call_sign", "CL2685"),))
        assert (aircraft.schema, aircraft.births) == ("Airplane", ("1992",))
        assert set(aircraft.ids) == {Identifier("msn", "8401"), Identifier("msn", "1023409321")}


def test_ofac_imo_numbers_stand_alone(shared_data: Path) -> None:
    for set_, count in (("ofac-2019", 367), ("ofac-2021", 480), ("ofac-xml", 479)):
        found = [item for one in publication(shared_data, set_).entries for item in one.ids if item.kind == "imo"]
        assert len(found) == count and all(len(item.value) == 7 and item.value.isdigit() for item in found)


def test_un_additions_and_removal_are_found_by_key_and_content(shared_data: Path) -> None:
    before, after = (
        {one.key: one for one in publication(shared_data, name).entries} for name in ("un-2025", "un-2026")
    )
    assert len(after.keys() - before.keys()) == 4 and len(before.keys() - after.keys()) == 1
    same = before.keys() & after.keys()
    amended = {key for key in same if before[key].sha256() != after[key].sha256()}
    assert {key for key in same if before[key].body() != after[key].body()} == amended
    assert 0 < len(amended) < 30


def test_un_names_in_parts_aliases_by_quality_and_spans_of_years(shared_data: Path) -> None:
    found = publication(shared_data, "un-2026")
    general = entry(found, "6908021")
    assert general.names[0].text == "BOSCO TAGANDA" and general.births == ("1973/1974",)
    assert "Terminator" in names(general, "weak_alias") and "Bosco Ntaganda" in names(general, "alias")
    assert "NALU" in names(entry(found, "6908402"), "former")
    (script,) = names(next(one for one in found.entries if names(one, "original_script")), "original_script")
    assert not script.isascii()
    assert all(one.listed_on for one in found.entries)  # ten are written with a time zone, "2015-04-07-04:00"


def test_a_damaged_un_file_is_refused_with_its_line(shared_data: Path) -> None:
    file = shared_data / "denied_parties/un/quirks/consolidated_2025-08-16_damaged_encoding.xml.gz"
    with pytest.raises(BadInput, match="line 53: is damaged or cut off") as refused:
        read_publication({file.name: file.read_bytes()})
    assert refused.value.line == 53 and "stays in force" in refused.value.means


def test_an_eu_party_under_two_regulations_is_one_with_both_programmes(shared_data: Path) -> None:
    both = entry(publication(shared_data, "eu"), "EU.472.57")
    assert both.programmes == ("AFG", "TAQA") and both.births == ("1961", "1958/1963")
    assert {"Sayyed Ghayasudin", "Agha, Sayyed Ghiassouddine"} <= set(names(both, "alias"))
    assert "circa 1961" in both.remarks


def test_an_eu_name_in_another_script_is_of_that_kind(shared_data: Path) -> None:
    for name in (name for one in publication(shared_data, "eu").entries for name in one.names):
        if name.text == "Al-Haramain Foundation (Ινδονησία)":  # a country in brackets is no name
            assert name.kind == "alias"
        assert name.text != "Ινδονησία"
    scripts = names(entry(publication(shared_data, "32006R0765"), "I.A/5"), "original_script")
    assert scripts == ["Юрый Хаджымуратавіч КАРАЕЎ", "Юрий Хаджимуратович КАРАЕВ"]


def test_spellings_in_brackets_are_names_of_their_own(shared_data: Path) -> None:
    brother = entry(publication(shared_data, "32012R0036"), "II.A/2")
    assert brother.names[0].text == "Maher (a.k.a. Mahir) AL-ASSAD"
    assert {"Maher AL-ASSAD", "Mahir AL-ASSAD"} <= set(names(brother, "alias"))
    (scripts,) = (one for one in publication(shared_data, "au").entries if one.key == "199")
    assert "رياض محمد حسن محمد الحجازي" in names(scripts, "original_script")  # "(Previously listed as. In Arabic: …)"


def test_eu_journal_annexes_number_anew(shared_data: Path) -> None:
    found = publication(shared_data, "32020R1998")
    person, office = entry(found, "I.A/1"), entry(found, "I.B/1")
    assert (person.countries, person.births, person.listed_on) == (("RUS",), ("1964-01-27",), "2021-03-02")
    assert (office.births, office.schema) == (("1984-04",), "LegalEntity")
    assert len(office.addresses) == 2 and names(office, "original_script") == ["新疆生产建设兵团公安局"]
    money = entry(publication(shared_data, "32006R0765"), "XXXIV/Belarusian Digital rouble")
    assert money.schema == "Thing" and "Measure: Financial restrictions" in money.remarks


def test_ofsi_rows_become_one_party_and_facts_come_out_of_the_text(shared_data: Path) -> None:
    found = publication(shared_data, "uk-ofsi")
    leader = entry(found, "13344")
    assert leader.names[0].text == "JOSEPH KONY" and names(leader, "weak_alias") == ["LE MESSIE SANGLANT"]
    assert {"1959", "1964-09-18", "1961-08"} <= set(leader.births) and len(leader.addresses) > 3
    ship = entry(found, "13651")
    assert ship.ids == (Identifier("imo", "7408873"),) and ship.births == ("1975",) and ship.countries == ("PRK",)
    assert ship.names[0].text == "SAM JONG 2"
    company = entry(found, "16636")
    assert company.ids == (Identifier("registration", "170440031562"),)
    assert company.names[0].text == "ZAPCHASTTRADE LLP"  # the first row of this party is a variation


def test_dfat_aliases_belong_to_their_number(shared_data: Path) -> None:
    found = publication(shared_data, "au")
    first, second, ship = entry(found, "2"), entry(found, "3"), entry(found, "8227")
    assert names(first, "original_script") == ["محمد حسن أخوند"] and len(first.births) == 10
    assert names(second, "alias") == ["A. Kabir", "Abdul Kabir Muhammad Jan"]
    assert second.births == ("1963", "1972-01-30") and "Approximately 1963" in second.remarks
    assert ship.ids == (Identifier("imo", "9288693"),) and "Maritime Restriction" in ship.remarks


def test_canadas_country_is_the_programme(shared_data: Path) -> None:
    found = publication(shared_data, "ca")
    one = entry(found, "Belarus/1, Part 1/108")
    assert one.programmes == ("Belarus / Bélarus",) and one.countries == () and one.listed_on == "2024-04-12"
    assert "Александр Владимиравич КАРНИЕНКА" in names(one, "original_script")
    ship = entry(found, "Russia/1.1/1")
    assert (ship.schema, ship.births, ship.ids) == ("Vessel", ("1980",), (Identifier("imo", "7612448"),))


def test_the_screening_list_keeps_source_lists_apart(shared_data: Path) -> None:
    lists = {one.list_code: one for one in publications(shared_data, "csl")}
    evader = entry(lists["us_csl_fse"], "17526")
    assert evader.ids == (Identifier("passport", "X0906223", "CHE"),) and evader.programmes == ("SYRIA", "FSE-SY")
    traveller = entry(lists["us_csl_sdn"], "9935")
    assert traveller.countries == ("CAN", "SDN") and traveller.ids == (Identifier("passport", "BC166787", "CAN"),)
    plant = next(one for one in lists["us_csl_entity_list"].entries if one.names[0].text == "140 Repair Plant JSC")
    assert names(plant, "alias") == ["Open Joint Stock Company 140 Repair Plant", "JSC 140 Repair Plant"]
    assert plant.countries == ("BLR",) and plant.schema == "LegalEntity" and "Policy of denial" in plant.remarks


def test_a_denial_order_with_several_addresses_is_one_party(shared_data: Path) -> None:
    freight = entry(publication(shared_data, "dpl"), "air freight ltd 2022-05-13")
    assert freight.countries == ("ARE", "IRQ", "JOR") and freight.listed_on == "2022-05-13"
    assert len(freight.addresses) == 4 and "Expires: 2022-11-09" in freight.remarks


def test_opensanctions_cells_hold_several_values(shared_data: Path) -> None:
    ship = entry(publication(shared_data, "opensanctions"), "NK-24cf2zYe7LEKhr2zFck73j")
    assert names(ship, "alias") == ["Ceram Sea", "Gold Sun", "Nurkez"]
    assert ship.countries == ("LBR", "PAN", "SGP", "STP") and ship.ids == (Identifier("imo", "9253325"),)
    quoted = [name.text for one in publication(shared_data, "opensanctions").entries for name in one.names]
    assert (
        'CRIMEAN REGIONAL BRANCH OF THE ALL-RUSSIAN PUBLIC ORGANIZATION OF VETERANS "ROSSIYSKIY SOYUZ VETERANOV"'
        in quoted
    )
    assert not [text for text in quoted if text.startswith('"') and text.endswith('""')]


def test_followthemoney_leaves_out_what_is_not_itself_listed(shared_data: Path) -> None:
    found = publication(shared_data, "ftm")
    assert "NK-2MQE6AmhAk4tqhENJAMUG9" not in {one.key for one in found.entries}  # an address
    worker = entry(found, "NK-2Ka3UvopqbpZmVDFjWd4LA")
    assert worker.ids == (Identifier("tax", "366510784303"),) and worker.countries == ("RUS",)


def test_companies_taken_off_a_yearly_list_are_gone_and_those_put_back_are_there(shared_data: Path) -> None:
    keys = {one.key: one for one in publication(shared_data, "dod").entries}
    assert "CNOOC China Limited" not in keys  # ended in February 2026
    assert "ChangXin Memory Technologies, Inc." in keys  # ended then, listed again in June
    assert "AVIC" in names(keys["Aviation Industry Corporation of China Ltd."], "alias")
    institutes = {one.key for one in publication(shared_data, "section-1286").entries}
    assert "Mabna Institute" not in institutes and "Academy of Military Medical Sciences" in institutes
