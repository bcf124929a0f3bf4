"""Periods, balances and plans: made by the portal's own planner, then carried through the office.

The published period ends with the week of `today`; the next one waits for approval.
"""

import datetime
from collections import defaultdict
from decimal import Decimal

from bekasi_wfh.demo.chain import living_at
from schedules.eligibility import eligibility
from schedules.models import (
    Assignment,
    BalanceEntry,
    Period,
    Plan,
    PlanningRun,
    PlanningRunItem,
    PlanPart,
    Policy,
)
from schedules.services.runs import work_on_item
from units import clock
from units.decisions import notify, record_decision
from units.models import Exclusion
from units.queries.classification import effective_classifications


def _words(text):
    return tuple(text.split())


FOUR_WEEKS = datetime.timedelta(weeks=4)
MONTHS = _words(
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
)
CENT = Decimal("0.0001")


def period_name(first, last):
    """Return a name like "2 Nov – 29 Nov 2026"."""
    a, b = MONTHS[first.month - 1][:3], MONTHS[last.month - 1][:3]
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {a}{year} – {last.day} {b} {last.year}"


def _period(first):
    last = first + FOUR_WEEKS - datetime.timedelta(days=1)
    return Period.objects.create(
        name=period_name(first, last),
        starts_on=first,
        ends_on=last,
        submit_by=first - datetime.timedelta(days=5),
    )


def eligible_employees(city, day):
    """Return the employees who may work from home on a day, by the portal's own rule."""
    policy = Policy.objects.get(status="in_force", unit__code="1")
    classes = effective_classifications(day)
    exclusions = defaultdict(list)
    for row in Exclusion.objects.order_by("pk"):
        exclusions[row.employee_id].append(row)
    return [
        employee
        for employee in city.employees
        if eligibility(
            city.own_posting[employee.pk],
            policy,
            classes[city.own_posting[employee.pk].unit_id],
            exclusions[employee.pk],
            day,
        ).eligible
    ]


def seed_balances(city):
    """Write the period before, kept on a list, and what it left: sums of zero in each part."""
    rng = city.draw("balances")
    period = _period(city.period_starts - FOUR_WEEKS)
    at = clock.local(period.ends_on, datetime.time(20))
    Period.objects.filter(pk=period.pk).update(closed_at=at)
    groups = defaultdict(list)
    for employee in eligible_employees(city, city.period_starts):
        groups[city.own_posting[employee.pk].unit_id].append(employee)
    rows = []
    for unit_id in sorted(groups):
        for kind, steps in (("days", (-6, 6)), ("desirable", (-3, 3))):
            drawn = [Decimal(rng.randint(*steps)) / 4 for _ in groups[unit_id]]
            mean = sum(drawn) / len(drawn)
            for employee, amount in zip(groups[unit_id], drawn, strict=True):
                rows.append(
                    BalanceEntry(
                        employee=employee,
                        period=period,
                        kind=kind,
                        amount=(amount - mean).quantize(CENT),
                        reason="Dibawa dari daftar gilir sebelum portal dipakai",
                        created_at=at,
                    )
                )
    BalanceEntry.objects.bulk_create(rows, batch_size=500)


def seed_plans(city, chain):
    """Plan both periods; return {(employee id, date)} of the published days at home."""
    morning = datetime.time(9, 30)
    current, following = _period(city.period_starts), _period(city.period_starts + FOUR_WEEKS)
    office = Office(city, chain)
    planned_on = current.starts_on - datetime.timedelta(days=17)
    for plan in _plan(city, current, clock.local(planned_on, morning)):
        office.submit(plan, planned_on + datetime.timedelta(days=2))
        office.approve(plan, planned_on + datetime.timedelta(days=5))
        office.publish(plan, planned_on + datetime.timedelta(days=7))
    for n, plan in enumerate(_plan(city, following, clock.local(city.days_before(6), morning))):
        _carry_on(city, office, plan, n)
    chain.write()
    return set(Assignment.objects.filter(published=True).values_list("employee_id", "date"))


def _plan(city, period, moment):
    """Let the portal's planner make the plans of a period; return them in the order of agencies.

    The run is written here, without its messages to a worker: it is worked off at once.
    """
    agencies = [unit for unit in city.units if unit.level in ("opd", "kecamatan")]
    with living_at(moment):
        run = PlanningRun.objects.create(
            period=period, requested_by=city.officer, requested_at=moment
        )
        record_decision(
            period,
            "request_planning_run",
            actor=city.officer,
            after={"run": run.pk, "agencies": [agency.code for agency in agencies][:60]},
        )
        items = PlanningRunItem.objects.bulk_create(
            PlanningRunItem(run=run, agency=agency) for agency in agencies
        )
        for item in items:
            work_on_item(item.pk)
    failed = run.items.filter(status=PlanningRunItem.Status.FAILED).first()
    if failed:
        raise RuntimeError(f"{failed.agency.code} could not be planned: {failed.message}")
    return list(
        Plan.objects.filter(period=period)
        .select_related("agency", "period")
        .prefetch_related("parts__unit")
        .order_by("agency__code", "working_week")
    )


WAITING = ("BAPPELITBANGDA", "SETDA")
RETURNED = "BPKAD"
REASON = (
    "Hari Jumat dipakai dua orang yang sama selama dua pekan. Mohon ditinjau bersama bidang, "
    "lalu diajukan kembali."
)


def _carry_on(city, office, plan, n):
    """Bring a plan of the next period to where it stands today: waiting, in work or returned."""
    day = city.days_before(4)
    code = plan.agency.code
    if code == RETURNED:
        office.submit(plan, day)
        office.give_back(plan, city.days_before(2), REASON)
    elif code in WAITING or n % 4 != 3:
        office.submit(plan, day)
        _tell_approver(city, office, plan, day)
    else:
        office.submit(plan, day, leave_out=max(1, len(plan.parts.all()) // 2))


def _tell_approver(city, office, plan, day):
    with living_at(clock.local(day, datetime.time(15))):
        notify(
            [office.approver(plan)],
            kind="plan_waits",
            link=f"/rencana/{plan.pk}/",
            plan=plan,
        )


class Office:
    """Carries plans through submission, approval and publication, with their decisions."""

    def __init__(self, city, chain):
        self.city = city
        self.chain = chain

    def submitter(self, part):
        """Return the account that leads a part: its acting or own head, else the next above."""
        acting = self.city.acting_head_of.get(part.unit_id)
        if acting is not None:
            return acting.user
        unit = self.city.units[part.unit_id - 1]
        while unit.pk not in self.city.head_of:
            unit = self.city.units[unit.parent_id - 1]
        return self.city.head_of[unit.pk].user

    def approver(self, plan):
        """Return the head of the agency; the Sekda where that head submitted a part."""
        head = self.city.head_of[plan.agency_id].user
        sekda = self.city.head_of[self.city.unit_by_code["SETDA"].pk].user
        submitted = {part.submitted_by_id for part in plan.parts.all()}
        return sekda if head.pk in submitted else head

    def submit(self, plan, day, *, leave_out=0):
        """Submit all parts but the last `leave_out`; with the last one the plan waits."""
        parts = list(plan.parts.all())
        for n, part in enumerate(parts[: len(parts) - leave_out]):
            at = clock.local(day, datetime.time(9, n % 60))
            part.status, part.submitted_by = "submitted", self.submitter(part)
            part.submitted_at = part.turn_since = at
            self.chain.add(
                plan, "part_submitted", actor=part.submitted_by, at=at, unit=part.unit,
                after={"unit": part.unit.name},
            )  # fmt: skip
        PlanPart.objects.bulk_update(
            parts, ["status", "submitted_by", "submitted_at", "turn_since"]
        )
        if not leave_out and parts:
            at = clock.local(day, datetime.time(10))
            self._move(plan, "plan_submitted", parts[-1].submitted_by, at, "submitted")

    def approve(self, plan, day):
        at = clock.local(day, datetime.time(10))
        actor = plan.approved_by = self.approver(plan)
        plan.approved_at = at
        clashes = plan.solution.get("clashes", [])
        self._move(
            plan, "plan_approved", actor, at, "approved",
            reason=ACCEPTANCE if clashes else "",
            problem_hash=plan.problem_hash, unavoidable=[one["text"] for one in clashes],
        )  # fmt: skip

    def publish(self, plan, day):
        """Publish by BKPSDM; the days at home are in force from the first day of the period."""
        at = plan.published_at = clock.local(day, datetime.time(13))
        plan.assignments.update(published=True)
        plan.flexible_days.update(published=True)
        self._move(plan, "plan_published", self.city.officer, at, "published")

    def give_back(self, plan, day, reason):
        """Return the last part with a reason; the plan goes back to draft."""
        part = list(plan.parts.all())[-1]
        part.status, part.return_reason = "returned", reason
        submitted_by, part.submitted_by, part.submitted_at = part.submitted_by, None, None
        at = plan.turn_since = part.turn_since = clock.local(day, datetime.time(11))
        part.save()
        plan.status = "draft"
        plan.save(update_fields=["status", "turn_since"])
        self.chain.add(
            plan, "part_returned", actor=self.approver(plan), at=at, unit=part.unit, reason=reason,
            after={"unit": part.unit.name},
        )  # fmt: skip
        with living_at(at):
            notify(
                [submitted_by],
                kind="part_returned",
                link=f"/rencana/{plan.pk}/",
                unit=part.unit,
                reason=reason,
            )

    def _move(self, plan, act, actor, at, status, *, reason="", **facts):
        before, plan.status, plan.turn_since = plan.status, status, at
        plan.save(
            update_fields=["status", "turn_since", "approved_by", "approved_at", "published_at"]
        )
        self.chain.add(
            plan, act, actor=actor, at=at, unit=plan.agency, reason=reason,
            before={"status": before}, after={"status": status, **facts},
        )  # fmt: skip


ACCEPTANCE = "Diterima: batas minimal tidak dapat dipenuhi pada hari itu karena cuti bersamaan."
