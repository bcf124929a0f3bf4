"""What people live through: homes, preferences, exclusions and absences."""

import datetime
from collections import defaultdict

from bekasi_wfh.demo.map import DISTRICTS, district_of, near
from schedules.models import Away, PairApart, Preference
from units import clock
from units.models import Exclusion, Home

NINE = datetime.time(9)


def keeper(city, employee):
    """Return the account that keeps the records of an employee's agency."""
    agency = city.agency_of(city.own_posting[employee.pk].unit)
    return city.keeper_of[agency.pk]


def build_homes(city):
    """Return registered homes inside the city: most confirmed, some waiting, a few missing."""
    rng = city.draw("homes")
    district_of_village = {
        u.name.removeprefix("Kelurahan "): district_of(u.code)
        for u in city.units
        if u.level == "kelurahan"
    }
    homes = []
    for employee in city.employees:
        fate = rng.random()
        if fate > 0.97 and employee.pk not in city.special:
            continue
        village = employee.registered_address.rsplit(", ", 2)[1]
        point = near(rng, DISTRICTS[district_of_village[village]], 0.009)
        set_on = city.days_before(rng.randint(95, 300))
        confirmed = fate < 0.92 or employee.pk in city.special
        city.home_of[employee.pk] = (*point, confirmed)
        homes.append(
            Home(
                pk=len(homes) + 1,
                employee=employee,
                latitude=point[0],
                longitude=point[1],
                set_at=clock.local(set_on, NINE),
                confirmed_by=keeper(city, employee) if confirmed else None,
                confirmed_at=clock.local(set_on + datetime.timedelta(days=2), NINE)
                if confirmed
                else None,
                starts_on=set_on,
            )
        )
    return homes


def build_preferences(city):
    """Return weekdays not wanted at home and confirmed caregivers."""
    rng = city.draw("preferences")
    rows = []
    for employee in city.employees:
        if rng.random() > 0.22:
            continue
        caregiver = rng.random() < 0.18
        weekdays = sorted(rng.sample(range(5), rng.choice((1, 1, 2))))
        asks = not caregiver and rng.random() < 0.05
        rows.append(
            Preference(
                employee=employee,
                unwanted_weekdays=weekdays,
                caregiver=caregiver,
                caregiver_confirmed_by=keeper(city, employee) if caregiver else None,
                caregiver_evidence=f"Surat keterangan RT {len(rows) + 1:03d}/2026"
                if caregiver or asks
                else "",
                caregiver_asked_at=clock.local(city.days_before(2), NINE) if asks else None,
                updated_at=clock.local(city.days_before(rng.randint(40, 90)), NINE),
            )
        )
    return rows


def build_pairs(city):
    """Return the first two treasurers of each agency as a pair to be kept apart."""
    holders = defaultdict(list)
    for row in city.skill_rows:
        if row.skill.code == "BENDAHARA":
            agency = city.agency_of(city.own_posting[row.employee_id].unit)
            holders[agency.pk].append(row.employee)
    pairs = []
    for agency_pk, people in sorted(holders.items()):
        if len(people) < 2:
            continue
        first, second = sorted(people, key=lambda one: one.pk)[:2]
        pairs.append(
            PairApart(
                first=first,
                second=second,
                reason="Saling menggantikan sebagai bendahara.",
                starts_on=city.days_before(80),
                recorded_by=city.keeper_of[agency_pk],
            )
        )
    return pairs


EXCLUSIONS = (
    ("discipline", "Sedang dalam proses pemeriksaan disiplin."),
    ("own_choice", "Memilih bekerja di kantor."),
    ("own_choice", "Rumah kurang mendukung untuk bekerja."),
    ("no_equipment", "Belum memiliki laptop dan sambungan internet di rumah."),
    ("other", "Dibutuhkan untuk pendampingan pemeriksaan sampai selesai."),
)


def build_exclusions(city):
    """Return the few exclusions; BKPSDM records those of discipline."""
    rng = city.draw("exclusions")
    rows = []
    for employee in city.employees:
        posting = city.own_posting[employee.pk]
        no_account = employee.user_id is None
        if employee.pk in city.special or posting.is_head:
            continue
        if not no_account and rng.random() > 0.02:
            continue
        kind, reason = EXCLUSIONS[3] if no_account else rng.choice(EXCLUSIONS)
        rows.append(
            Exclusion(
                employee=employee,
                kind=kind,
                reason=reason,
                starts_on=city.days_before(rng.randint(40, 120)),
                ends_on=None
                if kind != "discipline"
                else city.today + datetime.timedelta(days=rng.randint(30, 120)),
                recorded_by=city.officer if kind == "discipline" else keeper(city, employee),
            )
        )
    return rows


class Absences:
    """Draws absences that never overlap for a person."""

    def __init__(self, city):
        self.city = city
        self.taken = defaultdict(list)

    def known(self):
        """Return leave and travel that was known when the plans were made."""
        city = self.city
        rng = city.draw("absences")
        start = city.period_starts
        rows = []
        for head in city.away_heads:
            self._add(rows, head, "dinas_luar", city.days_before(1), 3, "approved")
        for employee in city.employees:
            if employee.pk in city.special:
                continue
            if rng.random() < 0.13:
                day = start + datetime.timedelta(days=rng.randint(0, 54))
                status = "approved"
                if day > city.today + datetime.timedelta(days=6):
                    status = rng.choice(("approved", "approved", "requested"))
                self._add(rows, employee, "cuti", day, rng.choice((1, 2, 3, 3, 5)), status)
            if rng.random() < 0.07:
                day = start + datetime.timedelta(days=rng.randint(0, 40))
                self._add(rows, employee, "dinas_luar", day, rng.choice((1, 1, 2, 3)), "approved")
            if rng.random() < 0.006:
                day = start + datetime.timedelta(days=rng.randint(2, 40))
                self._add(rows, employee, "cuti", day, 2, "refused")
        return rows

    def sudden(self):
        """Return illness up to today, which no plan could know."""
        city = self.city
        rng = city.draw("illness")
        rows = []
        last = (city.today - city.period_starts).days
        for employee in city.employees:
            if employee.pk not in city.special and rng.random() < 0.07:
                day = city.period_starts + datetime.timedelta(days=rng.randint(0, last))
                self._add(rows, employee, "sakit", day, rng.choice((1, 1, 2, 3)), "approved")
        return rows

    def _add(self, rows, employee, kind, starts_on, length, status):
        ends_on = starts_on + datetime.timedelta(days=length - 1)
        if any(starts_on <= end and start <= ends_on for start, end in self.taken[employee.pk]):
            return
        self.taken[employee.pk].append((starts_on, ends_on))
        recorded_on = min(starts_on, self.city.today)
        if kind != "sakit":
            recorded_on = min(recorded_on, self.city.period_starts) - datetime.timedelta(days=14)
        rows.append(
            Away(
                employee=employee,
                kind=kind,
                starts_on=starts_on,
                ends_on=ends_on,
                status=status,
                letter_number=f"090/{100 + employee.pk}/ST" if kind == "dinas_luar" else "",
                recorded_by=keeper(self.city, employee),
                recorded_at=clock.local(recorded_on, NINE),
            )
        )
