"""Build the unit tree, its places and its classification."""

import csv
from dataclasses import dataclass
from pathlib import Path

from bekasi_wfh.demo import structure
from bekasi_wfh.demo.map import CITY_HALL, DISTRICTS, district_of, near
from units.models import Place, Unit

SMALL_CITY = 1000
DETAILED_CITY = 6000
CSV_FILE = Path(__file__).with_name("perangkat_daerah.csv")


@dataclass(frozen=True)
class Decided:
    """A classification as the demo decides it: the unit, its class, why, and on what basis."""

    unit: Unit
    service_class: str
    reason: str
    basis: str


def read_agencies():
    """Return the rows of the city's own list of units as dicts."""
    with CSV_FILE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def build_units(city):
    """Fill the city with units and return (places, classifications decided)."""
    decided = []
    small = city.people < SMALL_CITY
    for row in read_agencies():
        agency_code = (
            "-".join(row["code"].split("-")[:2]) if row["code"][:3] == "KEC" else row["code"]
        )
        if small and row["level"] != "kota" and agency_code not in structure.CORE_AGENCIES:
            continue
        parent = city.unit_by_code.get(row["parent"])
        week = 6 if row["code"] == "RSUD-CAM" else 5
        unit = _add(city, row["code"], row["name"], row["level"], parent, week=week)
        if row["service_class"] != "mixed":
            decided.append(_decision(unit, row["service_class"], row["basis"]))
        if row["level"] == "opd":
            decided += _agency_parts(city, unit)
        elif row["level"] == "kecamatan":
            _district_parts(city, unit)
        elif row["level"] == "kelurahan" and city.people >= DETAILED_CITY:
            for code, name, work in structure.VILLAGE_SECTIONS:
                _add(city, f"{unit.code}-{code}", name, "seksi", unit, work=work)
    _facilities(city)
    return _places(city), decided


def _add(city, code, name, level, parent, *, week=5, work=None, short_name=""):
    unit = Unit(
        pk=len(city.units) + 1,
        code=code,
        name=name,
        short_name=short_name or structure.SHORT_NAMES.get(code, code if level == "opd" else ""),
        level=level,
        parent=parent,
        working_week=week,
    )
    city.units.append(unit)
    city.unit_by_code[code] = unit
    if work:
        city.work_of[unit.pk] = work
    return unit


def _decision(unit, service_class, basis):
    if service_class == "back_office":
        reason = (
            f"Tugas {unit.label} berupa pengolahan data dan dokumen dengan aplikasi, dapat "
            "dikerjakan di luar kantor dan hasilnya terukur setiap hari."
        )
    else:
        reason = (
            f"{unit.label} melayani warga secara langsung atau bersiaga di lapangan, sehingga "
            "pegawainya harus hadir di tempat layanan."
        )
    if basis.startswith("penilaian awal"):
        basis = "PermenPANRB 4/2025 Pasal 11, penilaian awal BKPSDM"
    return Decided(unit, service_class, reason, basis)


CLASS = {"B": "back_office", "S": "service_facing"}


def _agency_parts(city, agency):
    small = city.people < SMALL_CITY
    decided = []
    if agency.code not in structure.NO_SECRETARIAT:
        name = "Bagian Tata Usaha" if agency.code == "RSUD-CAM" else "Sekretariat"
        secretariat = _add(
            city, f"{agency.code}-SEK", name, "bidang", agency, work="secretariat",
            week=agency.working_week,
        )  # fmt: skip
        for code, sub_name, work in structure.SUBDIVISIONS[: 1 if small else None]:
            _add(
                city, f"{secretariat.code}-{code}", sub_name, "seksi", secretariat, work=work,
                week=agency.working_week,
            )  # fmt: skip
        if agency.code in structure.DECIDED_SECRETARIATS:
            decided.append(_decision(secretariat, "back_office", "penilaian awal"))
    for code, name, work, letter in structure.DIVISIONS[agency.code]:
        part = _add(
            city, f"{agency.code}-{code}", name, "bidang", agency, work=work,
            week=agency.working_week,
        )  # fmt: skip
        if letter:
            decided.append(_decision(part, CLASS[letter], "penilaian awal"))
    return decided


def _district_parts(city, district):
    _add(city, f"{district.code}-SEK", "Sekretariat Kecamatan", "bidang", district, work="admin")
    for code, name, work in structure.DISTRICT_SECTIONS:
        _add(city, f"{district.code}-{code}", name, "seksi", district, work=work)


def _facilities(city):
    villages = [u for u in city.units if u.level == "kelurahan"]
    names = [u.name.removeprefix("Kelurahan ") for u in villages]
    health, schools = city.unit_by_code["DINKES"], city.unit_by_code["DISDIK"]
    for n in range(min(len(names), max(2, city.people // 80), 48)):
        unit = _add(
            city, f"PKM-{n + 1:02d}", f"Puskesmas {names[n]}", "uptd", health, week=6, work="health"
        )
        city.village_of[unit.pk] = villages[n]
    count = min(330, max(2, city.people // 60))
    for n in range(count):
        if n % 6 == 0:
            name = f"SMP Negeri {n // 6 + 1} Kota Bekasi"
        else:
            name = f"SD Negeri {names[n % len(names)]} {n // len(names) + 1}"
        unit = _add(city, f"SKL-{n + 1:03d}", name, "uptd", schools, work="school")
        city.village_of[unit.pk] = villages[n % len(villages)]


def _places(city):
    """One place per agency, district, village, puskesmas and school; the rest inherit."""
    rng = city.draw("places")
    places = []
    for unit in city.units:
        if unit.level not in ("opd", "kecamatan", "kelurahan", "uptd"):
            continue
        where = city.village_of.get(unit.pk, unit)
        district = district_of(where.code)
        if district is None:
            point = near(rng, CITY_HALL, 0.004)
            name = f"Kantor {unit.label}"
        else:
            spread = 0.002 if unit.level == "kecamatan" else 0.009
            point = near(rng, DISTRICTS[district], spread)
            name = unit.name if unit.level == "uptd" else f"Kantor {unit.name}"
        places.append(
            Place(
                pk=len(places) + 1,
                unit=unit,
                name=name,
                building="Kompleks Pemerintah Kota" if district is None else "",
                latitude=point[0],
                longitude=point[1],
                radius_m=150 if unit.code == "RSUD-CAM" else 100,
            )
        )
    return places
