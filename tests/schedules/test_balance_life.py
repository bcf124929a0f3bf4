"""A random life of an agency: however records came in, the books end as history says.

The oracle below computes every balance from the records by the words of the definition, sharing
no code with the portal but the models.
"""

import datetime
import random
from collections import defaultdict
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.utils import timezone

from schedules.models import (
    Assignment,
    Away,
    BalanceEntry,
    Emergency,
    EmergencyTerm,
    Holiday,
    Period,
    Plan,
    Policy,
    Recall,
    RecalledDay,
)
from schedules.problems import problem_for, problem_hash
from schedules.tasks import keep_balances
from tests.conftest import make_employee
from tests.schedules.balance_cast import D, at, away, days_of, move
from tests.schedules.office_cast import make_colleagues
from units.decisions import MovedOn, Refused
from units.models import Employee, Exclusion, Posting
from units.services.postings import end_employment

BEGIN, PERIODS, FORTNIGHT = D(2026, 12, 7), 5, datetime.timedelta(days=14)
DAY = datetime.timedelta(days=1)


class Life:
    """Two divisions of one agency through five periods of two weeks, drawn from one seed."""

    def __init__(self, city, policy, clock, seed):
        self.city, self.policy, self.clock = city, policy, clock
        self.dice = random.Random(seed)
        make_colleagues(city, city.division, 4)
        make_colleagues(city, city.other_division, 3, first=50)
        self.periods = [
            Period.objects.create(
                name=f"P{n}",
                starts_on=BEGIN + n * FORTNIGHT,
                ends_on=BEGIN + (n + 1) * FORTNIGHT - DAY,
            )
            for n in range(PERIODS)
        ]
        self.happenings = (
            self.falls_away, self.falls_away, self.falls_away, self.stays_after_all, self.holiday,
            self.moves, self.joins, self.leaves, self.is_excluded, self.is_recalled,
            self.is_recalled, self.comes_after_all, self.flood, self.flood_ends_early,
        )  # fmt: skip

    def live(self):
        """Pass every day: plans are made ahead and revised, records come in early and late."""
        day, end = BEGIN - 5 * DAY, BEGIN + PERIODS * FORTNIGHT + 20 * DAY
        while day <= end:
            self.today = day
            self.clock.move_to(at(day, 1), tick=False)
            if self.dice.random() < 0.6:
                keep_balances()
            for period in self.periods:
                if day == period.starts_on - 3 * DAY:
                    self.plan(period, 1)
                elif day == period.starts_on + 8 * DAY and self.dice.random() < 0.6:
                    self.plan(period, 2)
            if self.dice.random() < 0.5:
                self.dice.choice(self.happenings)()
            day += DAY
        keep_balances()

    def plan(self, period, version):
        older = Plan.objects.filter(period=period).first()
        if older:
            older.assignments.filter(date__gte=self.today).update(published=False)
            Plan.objects.filter(pk=older.pk).update(status="superseded")
        problem = problem_for(self.city.agency, period, self.policy, 5)
        plan = Plan.objects.create(
            agency=self.city.agency, period=period, policy=self.policy, version=version,
            problem=problem, problem_hash=problem_hash(problem), solution={}, status="published",
            created_by=self.city.wati.user, created_at=timezone.now(), published_at=timezone.now(),
        )  # fmt: skip
        Assignment.objects.bulk_create(
            Assignment(plan=plan, employee_id=int(one["id"]), date=day, published=True)
            for one in problem["people"]
            if one.get("eligible", True)
            for day in problem["days"]
            if day >= self.today.isoformat() and self.dice.random() < 0.3
        )

    def near(self, before=20, after=8):
        return self.today + self.dice.randint(-before, after) * DAY

    def somebody(self):
        postings = Posting.objects.filter(unit__in=[self.city.division, self.city.other_division])
        return self.dice.choice(list(Employee.objects.filter(postings__in=postings).order_by("pk")))

    def falls_away(self):
        person, first = self.somebody(), self.near()
        if not Away.objects.filter(employee=person, starts_on=first).exists():
            away(self.city, person, first, first + self.dice.choice((0, 1, 4, 20)) * DAY)

    def stays_after_all(self):
        if rows := list(Away.objects.filter(status="approved").order_by("pk")):
            Away.objects.filter(pk=self.dice.choice(rows).pk).update(status="refused")

    def holiday(self):
        Holiday.objects.get_or_create(date=self.near(), unit=None, kind="local", name="Libur")

    def moves(self):
        person, day = self.somebody(), self.near()
        last = person.postings.order_by("starts_on").last()
        if person.left_on is None and day > last.starts_on:
            units = (self.city.division, self.city.other_division, self.city.counter)
            move(person, self.dice.choice(units), day)

    def joins(self):
        nip = f"20000101202701{self.dice.randint(1000, 9999)}"
        new = make_employee(nip, "Baru", self.city.division, self.city.positions.clerk)
        Posting.objects.filter(employee=new).update(starts_on=self.near(5, 5))

    def leaves(self):
        person = self.somebody()
        last = person.postings.order_by("starts_on").last()
        with suppress(MovedOn, Refused):
            end_employment(
                person, actor=self.city.wati.user, reason="Berhenti",
                left_on=max(self.near(), last.starts_on + DAY),
            )  # fmt: skip

    def is_excluded(self):
        first = self.near()
        Exclusion.objects.create(
            employee=self.somebody(), kind=self.dice.choice(("discipline", "other")), reason="-",
            starts_on=first, ends_on=first + 9 * DAY, recorded_by=self.city.wati.user,
        )  # fmt: skip

    def is_recalled(self):
        """Called in on a day at home, or on any other: also written down late."""
        rows = list(Assignment.objects.filter(published=True).order_by("pk"))
        if not rows:
            return
        row = self.dice.choice(rows)
        day = row.date if self.dice.random() < 0.8 else self.near()
        if not RecalledDay.objects.filter(employee=row.employee, date=day).exists():
            recall = Recall.objects.create(
                unit=self.city.division, date=day, reason="Rapat", ordered_by=self.city.rudi.user,
                ordered_at=timezone.now(),
            )  # fmt: skip
            RecalledDay.objects.create(recall=recall, employee=row.employee, date=day)

    def comes_after_all(self):
        if rows := list(RecalledDay.objects.filter(status="waiting").order_by("pk")):
            RecalledDay.objects.filter(pk=self.dice.choice(rows).pk).update(
                status="cancelled", cancelled_at=timezone.now(), cancel_reason="Salah catat"
            )

    def flood(self):
        first = self.near()
        last = first + self.dice.choice((0, 2, 6)) * DAY
        people = {self.somebody() for _ in range(self.dice.choice((1, 5)))}
        emergency = Emergency.objects.create(
            kind="flood", reason="Banjir", letter_number="1", letter_dated_on=first,
            starts_on=first, ends_on=last, head_count=len(people),
            declared_by=self.city.wati.user, declared_at=timezone.now(), changed_at=timezone.now(),
        )  # fmt: skip
        for one in sorted(people, key=lambda one: one.pk):
            EmergencyTerm.objects.create(
                emergency=emergency, employee=one, starts_on=first, ends_on=last
            )

    def flood_ends_early(self):
        if rows := list(EmergencyTerm.objects.order_by("pk")):
            row = self.dice.choice(rows)
            if self.dice.random() < 0.5:
                row.delete()
            else:
                EmergencyTerm.objects.filter(pk=row.pk).update(ends_on=row.starts_on)


def balances_by_definition():
    """Return {(employee id, kind): balance} from the records alone."""
    balances = defaultdict(Decimal)
    for period in Period.objects.order_by("starts_on"):
        plan = Plan.objects.get(period=period, status="published")
        lacked, groups = {}, defaultdict(list)
        for person in plan.problem["people"]:
            found = lacked_by(person, plan)
            if found:
                lacked[int(person["id"])] = found
                groups[person["peers"]].append(int(person["id"]))
        for kind in ("days", "desirable"):
            for ids in groups.values():
                sums = {pk: Fraction(balances[pk, kind]) + lacked[pk][kind] for pk in ids}
                mean = sum(sums.values()) / len(ids)
                for pk in ids:
                    total = min(Fraction(5), max(Fraction(-5), sums[pk] - mean))
                    rounded = Decimal(total.numerator) / Decimal(total.denominator)
                    balances[pk, kind] = rounded.quantize(Decimal("0.0001"))
            for pk in restarted(period):
                balances[pk, kind] = Decimal(0)
    return balances


def restarted(period):
    """People with a posting from after the first day of the period up to that of the next."""
    return set(
        Posting.objects.filter(
            starts_on__gt=period.starts_on, starts_on__lte=period.ends_on + DAY
        ).values_list("employee_id", flat=True)
    )


def lacked_by(person, plan):
    """Return {kind: entitlement less days that counted} as lived; None for who took no part."""
    pk, first, last = int(person["id"]), plan.period.starts_on, plan.period.ends_on
    held = Posting.objects.filter(employee_id=pk, starts_on__lte=first).order_by("starts_on").last()
    if not person.get("eligible", True) or pk in restarted(plan.period) or held is None:
        return None
    if (held.ends_on and held.ends_on < last) or str(held.unit_id) != person["unit"]:
        return None
    waits_until = held.starts_on + (plan.policy.waiting_days - 1) * DAY
    free = set(Holiday.objects.values_list("date", flat=True))
    off = [(row.starts_on, row.ends_on) for row in Away.objects.filter(
        employee_id=pk, status="approved")]  # fmt: skip
    off += [(row.starts_on, row.ends_on) for row in Exclusion.objects.filter(employee_id=pk)]
    called_in = set(
        RecalledDay.objects.filter(employee_id=pk)
        .exclude(status="cancelled")
        .values_list("date", flat=True)
    )
    flooded = [(row.starts_on, row.ends_on) for row in EmergencyTerm.objects.filter(employee_id=pk)]
    at_home = set(
        Assignment.objects.filter(employee_id=pk, published=True).values_list("date", flat=True)
    )
    week_length = defaultdict(int)
    for text in plan.problem["days"]:
        week_length[D.fromisoformat(text).isocalendar()[1]] += 1
    due, counted, there, wanted, wanted_home = Fraction(0), 0, 0, 0, 0
    for text in plan.problem["days"]:
        day = D.fromisoformat(text)
        if day in free or day <= waits_until or any(a <= day <= b for a, b in off):
            continue
        if day not in called_in and any(a <= day <= b for a, b in flooded):
            continue
        due += Fraction(person["target_per_week"], week_length[day.isocalendar()[1]])
        there += 1
        counted += day in at_home - called_in
        if text in plan.problem["desirable"]:
            wanted += 1
            wanted_home += day in at_home - called_in
    if not there:
        return None
    return {"days": due - counted, "desirable": due * wanted / there - wanted_home}


@pytest.mark.parametrize("seed", range(4))
def test_the_books_end_as_history_says(city, time_machine, seed):
    policy = Policy.objects.create(
        unit=city.root, name="Kebijakan", version=1, status="in_force", legal_basis="-",
        starts_on=D(2026, 1, 1), created_by=city.wati.user, created_at=timezone.now(),
        waiting_days=9, desirable_weekdays=[0, 4],
    )  # fmt: skip
    Life(city, policy, time_machine, seed).live()
    expected = {key: amount for key, amount in balances_by_definition().items() if amount}
    stored = {
        (person.pk, kind): days_of(person, kind)
        for person in Employee.objects.all()
        for kind in ("days", "desirable")
        if days_of(person, kind)
    }
    assert stored == expected
    assert len(expected) > 5
    assert RecalledDay.objects.filter(status="waiting").exists()
    assert Emergency.objects.exists()
    assert BalanceEntry.objects.filter(about__isnull=False).exists()
    call_command("rebuild_balances", "--check")
