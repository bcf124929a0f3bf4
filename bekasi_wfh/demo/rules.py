"""Working hours, holidays, and the two policies with their floors."""

import datetime
from decimal import Decimal

from schedules.models import Floor, Policy, WorkHours, WorkHoursDay
from units import clock

T = datetime.time
PERPRES = "Perpres 21/2023"
# First and last day of Ramadan; estimates from 2027 on, to be corrected by BKPSDM.
RAMADAN = {
    2025: (datetime.date(2025, 3, 1), datetime.date(2025, 3, 30)),
    2026: (datetime.date(2026, 2, 19), datetime.date(2026, 3, 20)),
    2027: (datetime.date(2027, 2, 8), datetime.date(2027, 3, 9)),
    2028: (datetime.date(2028, 1, 28), datetime.date(2028, 2, 25)),
}


def _week(usual, friday, saturday=None):
    days = dict.fromkeys(range(4), usual) | {4: friday}
    return days | ({5: saturday} if saturday else {})


NORMAL = {
    5: _week((T(7, 30), T(16), 60), (T(7, 30), T(16, 30), 90)),
    6: _week((T(7, 30), T(14, 30), 30), (T(7, 30), T(14), 60), (T(7, 30), T(14), 30)),
}
PART_TIME = {
    5: _week((T(7, 30), T(12), 30), (T(7, 30), T(11, 30), 0)),
    6: _week((T(7, 30), T(11, 30), 15), (T(7, 30), T(11), 0), (T(7, 30), T(11), 0)),
}
FASTING = {
    5: _week((T(8), T(15), 30), (T(8), T(15, 30), 60)),
    6: _week((T(8), T(14), 30), (T(8), T(14, 30), 60), (T(8), T(13, 30), 30)),
}
FASTING_PART_TIME = {
    5: _week((T(8), T(12), 0), (T(8), T(11, 30), 0)),
    6: _week((T(8), T(11, 30), 0), (T(8), T(11), 0), (T(8), T(11), 0)),
}


def build_hours(city):
    """Return (hours, their days): normal and Ramadan, 5 and 6 days, full and part time."""
    start = datetime.date(city.today.year - 1, 1, 1)
    hours, days = [], []

    def add(name, week, table, basis, starts_on, ends_on=None, employment=""):
        row = WorkHours(
            pk=len(hours) + 1,
            name=name,
            working_week=week,
            employment=employment,
            legal_basis=basis,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        hours.append(row)
        for weekday, (first, last, pause) in sorted(table[week].items()):
            days.append(
                WorkHoursDay(hours=row, weekday=weekday, start=first, end=last, break_minutes=pause)
            )

    part = "pppk_paruh_waktu"
    contract = "Perjanjian kerja PPPK paruh waktu"
    for week in (5, 6):
        add(f"Jam kerja {week} hari", week, NORMAL, PERPRES, start)
        add(f"Paruh waktu {week} hari", week, PART_TIME, contract, start, employment=part)
    for year in (city.today.year - 1, city.today.year, city.today.year + 1):
        if year not in RAMADAN:
            continue
        first, last = RAMADAN[year]
        for week in (5, 6):
            add(f"Ramadan {year}, {week} hari", week, FASTING, PERPRES, first, last)
            add(
                f"Ramadan {year}, paruh waktu {week} hari", week, FASTING_PART_TIME, contract,
                first, last, part,
            )  # fmt: skip
    return hours, days


SE_MENDAGRI = "SE Mendagri 800.1.5/3349/SJ"
BASIS = "PermenPANRB 4/2025; SE Wali Kota Bekasi tentang sistem kerja pegawai (contoh)"


def build_policies(city):
    """Return (policies, floors): a fixed Friday, superseded; a rotation with floors, in force.

    Disdukcapil has a policy of its own: whoever is always at its counters gets flexible hours.
    """
    root = city.unit_by_code["1"]
    in_force_from = city.period_starts
    made = clock.local(in_force_from - datetime.timedelta(days=20), T(10))
    shared = {
        "unit": root,
        "created_by": city.officer,
        "most_per_week": 2,
        "target_per_week": 1,
        "excluded_echelons": ["II.a", "II.b", "III.a", "III.b"],
        "waiting_days": 90,
    }
    friday = Policy(
        pk=1,
        name="WFH Jumat",
        version=1,
        status="superseded",
        legal_basis=SE_MENDAGRI,
        starts_on=in_force_from - datetime.timedelta(weeks=30),
        ends_on=in_force_from - datetime.timedelta(days=1),
        mode="fixed_weekday",
        fixed_weekdays=[4],
        created_at=made - datetime.timedelta(weeks=30),
        in_force_at=made - datetime.timedelta(weeks=29),
        **(
            shared
            | {
                "most_per_week": 1,
                "excluded_echelons": ["II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b"],
            }
        ),
    )
    rotation = Policy(
        pk=2,
        name="WFH bergilir",
        version=2,
        status="in_force",
        legal_basis=BASIS,
        starts_on=in_force_from,
        mode="rotation",
        barred_weekdays=[0],
        desirable_weekdays=[4],
        share_at_home=Decimal("0.50"),
        created_at=made,
        in_force_at=made + datetime.timedelta(days=2),
        **shared,
    )
    counters = city.unit_by_code["DISDUKCAPIL"]
    flexible = Policy(
        pk=3,
        name="WFH bergilir dan jam fleksibel",
        version=1,
        status="in_force",
        legal_basis=f"{BASIS}; Perpres 21/2023 Pasal 8",
        starts_on=in_force_from,
        mode="rotation",
        barred_weekdays=[0],
        desirable_weekdays=[4],
        share_at_home=Decimal("0.50"),
        flexible_per_week=1,
        flexible_from=T(7),
        flexible_until=T(9),
        flexible_share=Decimal("0.34"),
        created_at=made,
        in_force_at=made + datetime.timedelta(days=2),
        **(shared | {"unit": counters}),
    )
    floors = _floors(city, rotation)
    floors.append(
        Floor(
            pk=len(floors) + 1,
            policy=flexible,
            unit=counters,
            text="Paling sedikit 3 pegawai Disdukcapil masuk pada jam biasa",
            on_site=3,
            weekdays=[],
            on_time=True,
        )
    )
    return [friday, rotation, flexible], floors


FLOORS = (
    ("BPKAD-AKT", "BENDAHARA", "Paling sedikit 1 bendahara di Bidang Akuntansi", 1),
    ("BPKAD-ANG", "VERIFIKASI", "Paling sedikit 1 verifikator di Bidang Anggaran", 1),
    ("BAPENDA-PDT", "VERIFIKASI", "Paling sedikit 1 verifikator pendataan pajak", 1),
    ("BKPSDM", "LOKET", "Paling sedikit 1 petugas loket kepegawaian", 1),
    ("BKPSDM-PIK", "SIASN", "Paling sedikit 1 operator SIASN", 1),
    ("BAPPELITBANGDA", "SIPD", "Paling sedikit 2 operator SIPD", 2),
    ("DISKOMINFOSTANDI-TIK", "PUSAT-DATA", "Paling sedikit 1 operator pusat data", 1),
    ("DISKOMINFOSTANDI", "LAPOR", "Paling sedikit 1 petugas SP4N-LAPOR!", 1),
    ("DISARPUS", "ARSIP", "Paling sedikit 1 arsiparis melayani peminjaman", 1),
    ("SETDA-HKM", "", "Paling sedikit 2 pegawai di Bagian Hukum", 2),
    ("BAPPELITBANGDA-EKO", "", "Paling sedikit 3 pegawai di Bidang Ekonomi", 3),
)


def _floors(city, policy):
    holders = {
        (city.own_posting[row.employee.pk].unit.code, row.skill.code) for row in city.skill_rows
    }
    floors = []
    for code, skill, text, count in FLOORS:
        if code not in city.unit_by_code:
            continue
        if skill and not any(c.startswith(code) and s == skill for c, s in holders):
            continue
        floors.append(
            Floor(
                pk=len(floors) + 1,
                policy=policy,
                unit=city.unit_by_code[code],
                skill=city.skills[skill] if skill else None,
                text=text,
                on_site=count,
                weekdays=[],
            )
        )
    return floors
