"""What a demo city has few of and a city in use has many of; and which rows weigh the most."""

import datetime
from collections import Counter
from dataclasses import dataclass

MANY = 120


def fill(day):
    """Add MANY imports, notices, letters, policies, periods, runs, weeks, reports, pairs and swaps.

    Requests for absence wait. One import has a row for every person; one planning run has every
    agency.
    """
    from attendance.models import WorkReport
    from reports.models import Report
    from schedules.models import Period, PlanningRun, PlanningRunItem, Policy
    from units import clock
    from units.models import Employee, ImportRun, Mailing, Outbox, Unit, User

    at = clock.local(day, datetime.time(7))
    weeks = [day - datetime.timedelta(days=day.weekday(), weeks=52 + n) for n in range(MANY)]
    officer = User.objects.get(email="bkpsdm@demo.example")
    people = list(Employee.objects.order_by("pk").values_list("pk", "nip", "name"))
    outcomes = ("added", "changed", "unchanged", "refused")
    rows = [
        {"number": n + 2, "key": nip, "name": name, "outcome": outcomes[n % 4],
         "differences": [["NAMA", name, name.upper()]], "faults": ["NIP tidak dikenal."],
         "cells": {"NIP": nip, "NAMA": name}}
        for n, (_pk, nip, name) in enumerate(people)
    ]  # fmt: skip
    common = {"kind": "employees", "content": b"", "uploaded_by": officer, "uploaded_at": at}
    ImportRun.objects.bulk_create(
        [ImportRun(file_name=f"{n}.xlsx", **common) for n in range(MANY)]
        + [ImportRun(file_name="semua.xlsx", rows=rows, refused=len(rows) // 4, **common)]
    )
    Outbox.objects.bulk_create(
        Outbox(recipient=officer, kind="bench", text=f"Pemberitahuan {n}", created_at=at)
        for n in range(10 * MANY)
    )
    Mailing.objects.bulk_create(
        Mailing(recipient=officer, status="failed", error="550", attempts=7, next_try_at=at)
        for _n in range(MANY)
    )
    root = Unit.objects.get(parent=None)
    Policy.objects.bulk_create(
        Policy(name=f"Kebijakan {n}", unit=root, version=1000 + n, status="superseded",
               legal_basis="PermenPANRB 4/2025", starts_on=monday,
               ends_on=monday + datetime.timedelta(days=6), created_by=officer, created_at=at)
        for n, monday in enumerate(weeks)
    )  # fmt: skip
    periods = Period.objects.bulk_create(
        Period(name=f"Periode {n}", starts_on=monday, ends_on=monday + datetime.timedelta(days=6))
        for n, monday in enumerate(weeks)
    )
    runs = PlanningRun.objects.bulk_create(
        PlanningRun(period=period, status="done", requested_by=officer, requested_at=at)
        for period in [*periods, periods[0]]
    )
    agencies = Unit.objects.without_tree_fields().filter(level__in=Unit.AGENCY_LEVELS)
    PlanningRunItem.objects.bulk_create(
        PlanningRunItem(run=runs[-1], agency=agency, status="done", message="Selesai.")
        for agency in agencies
    )
    _write_letters(day, officer)
    week = Report.objects.filter(unit=root).latest("starts_on", "version")
    Report.objects.bulk_create(
        Report(kind=kind, unit=root, starts_on=monday, figures=week.figures,
               ends_on=monday + datetime.timedelta(days=6), figures_hash=f"{n}", built_at=at)
        for kind in (week.kind, "monthly")
        for n, monday in enumerate(weeks)
    )  # fmt: skip
    _write_pairs_and_swaps(day, officer, at)
    _write_away_requests(day, officer, at)
    _write_orders(day, officer, at)
    _write_reviews(day, officer, at)
    _write_outages(day, officer, at)
    write_terminals(day, officer, at)
    write_kiosks(officer, at)
    propose_repair(day)
    author = planned_person(day).pk
    WorkReport.objects.bulk_create(
        WorkReport(employee_id=author, work_date=monday, submitted_at=at, due_on=day,
                   **({"status": "submitted"} if n % 2 else
                      {"status": "accepted", "decided_by": officer, "decided_at": at}))
        for n, monday in enumerate(weeks)
    )  # fmt: skip


def _write_letters(day, officer):
    """Draw up the letter of everybody in the largest published plan, after MANY cancelled ones."""
    from schedules.models import Letter
    from schedules.queries.signers import signers_of
    from schedules.services.letters import draw_up_letter

    plan = planned_plan(status="published")
    signer = signers_of(plan.agency, day)[0]
    letter = draw_up_letter(plan, plan.agency, signer=signer, mandate="", actor=officer)
    same = {name: getattr(letter, name) for name in ("kind", "agency", "unit", "plan", "made_by",
            "made_at", "head_count", "signer_name", "signer_nip")}  # fmt: skip
    Letter.objects.bulk_create(
        Letter(status="cancelled", cancel_reason="Uji", cancelled_at=letter.made_at, **same)
        for _n in range(MANY)
    )


def _write_orders(day, officer, at):
    """Let there be MANY recalls and emergencies of the past, and one of each of a whole plan."""
    from schedules.models import Assignment, Emergency, EmergencyTerm, Recall, RecalledDay
    from units.queries.people import postings_on
    from units.queries.tree import subtree_ids

    plan = planned_plan(status="published")
    ahead = Assignment.objects.filter(plan=plan, date__gt=day, date__lte=plan.period.ends_on)
    last = ahead.latest("date").date
    common = {"unit": plan.agency, "reason": "Uji", "ordered_by": officer, "ordered_at": at}
    one = planned_person(day)
    for n in range(MANY):
        date = day - datetime.timedelta(days=n + 1)
        recall = Recall.objects.create(date=date, **common)
        RecalledDay.objects.create(recall=recall, employee=one, date=date)
    recall = Recall.objects.create(date=last, **common)
    RecalledDay.objects.bulk_create(
        RecalledDay(recall=recall, employee_id=pk, date=last)
        for pk in ahead.filter(date=last).values_list("employee_id", flat=True)
    )
    common = {"kind": "flood", "reason": "Uji", "letter_number": "1", "letter_dated_on": day,
              "declared_by": officer, "declared_at": at, "changed_at": at}  # fmt: skip
    Emergency.objects.bulk_create(
        Emergency(starts_on=day, ends_on=day, head_count=0, status="cancelled", **common)
        for _n in range(MANY)
    )
    people = list(
        postings_on(day, subtree_ids([plan.agency_id])).values_list("employee_id", flat=True)
    )
    dates = {"starts_on": last, "ends_on": last + datetime.timedelta(days=1)}
    emergency = Emergency.objects.create(head_count=len(people), **common, **dates)
    emergency.units.add(plan.agency)
    EmergencyTerm.objects.bulk_create(
        EmergencyTerm(emergency=emergency, employee_id=pk, **dates) for pk in people
    )


def propose_repair(day):
    """Let everybody of the largest published plan be ill on a day to come: a long difference."""
    from bekasi_wfh.demo.chain import living_at
    from schedules.models import Assignment, Away, Plan
    from schedules.services.repairs import recheck
    from units import clock
    from units.models import User

    plan, at = planned_plan(status="published"), clock.local(day, datetime.time(7))
    officer = User.objects.get(email="bkpsdm@demo.example")
    rows = Assignment.objects.filter(plan=plan, date__gt=day, date__lte=plan.period.ends_on)
    first = rows.earliest("date").date
    ill = rows.filter(date=first).exclude(employee__aways__starts_on=first)
    Away.objects.bulk_create([
        Away(employee_id=pk, kind="sakit", starts_on=first, ends_on=first, recorded_by=officer,
             recorded_at=at)
        for pk in ill.values_list("employee_id", flat=True)
    ], ignore_conflicts=True)  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=at)
    with living_at(at):
        recheck(plan.pk)


def _write_pairs_and_swaps(day, officer, at):
    """Keep MANY pairs of the largest plan apart; let swaps wait for its head and be one's own."""
    from schedules.models import PairApart, Preference, Swap

    plan = planned_plan(status="published")
    person = planned_person(day)
    people = sorted(set(plan.assignments.values_list("employee_id", flat=True)) - {person.pk})
    days = {
        "give_on": day + datetime.timedelta(days=1),
        "take_on": day + datetime.timedelta(days=2),
    }
    common = {"plan": plan, "asked_at": at, "expires_on": day, **days}
    couples = [(a, b) for gap in (1, 2, 3, 4) for a, b in zip(people, people[gap:], strict=False)]
    apart = set(PairApart.objects.values_list("first_id", "second_id"))
    # No office has so many pairs among so few people: they end before anything is planned.
    PairApart.objects.bulk_create(
        PairApart(first_id=a, second_id=b, reason="Uji", starts_on=day,
                  ends_on=plan.period.ends_on, recorded_by=officer)
        for a, b in couples[:MANY]
        if (a, b) not in apart
    )  # fmt: skip
    halves = zip(people[::2], people[1::2], strict=False)
    Swap.objects.bulk_create(
        [Swap(asker_id=a, partner_id=b, status="taken", taken_at=at, **common) for a, b in halves]
        + [Swap(asker=person, status="withdrawn", **common) for _n in range(MANY)]
    )
    claim = {"caregiver_asked_at": at, "caregiver_evidence": "Surat", "updated_at": at}
    for pk in people[:MANY]:
        Preference.objects.update_or_create(employee_id=pk, defaults=claim)


def _write_away_requests(day, officer, at):
    """Let MANY requests for absence wait for the head of the largest plan, and be one's own."""
    from schedules.models import Away

    plan, person = planned_plan(status="published"), planned_person(day)
    people = sorted(set(plan.assignments.values_list("employee_id", flat=True)))
    common = {"status": "requested", "recorded_by": officer, "recorded_at": at}
    days = [day + datetime.timedelta(days=100 + n) for n in range(MANY)]
    Away.objects.bulk_create(
        [
            Away(employee_id=people[n % len(people)], kind="sakit", starts_on=one, ends_on=one,
                 **common)
            for n, one in enumerate(days)
        ]
        + [
            Away(employee=person, kind="sakit", starts_on=one, ends_on=one,
                 **common | {"status": "withdrawn"})
            for one in days
        ]
    )  # fmt: skip


def _write_outages(day, officer, at):
    """Declare MANY outages long ago; under the latest the check-ins of everybody are lost."""
    from attendance.models import DayRecord, Outage
    from units.queries.people import postings_on

    monday = day - datetime.timedelta(days=200)
    monday -= datetime.timedelta(days=monday.weekday())
    DayRecord.objects.filter(date=monday).delete()
    DayRecord.objects.bulk_create(
        (
            DayRecord(employee_id=employee, unit_id=unit, date=monday, workplace="wfo",
                      verdict="review", closed_at=at)
            for employee, unit in postings_on(day).values_list("employee_id", "unit_id")
        ),
        batch_size=2000,
    )  # fmt: skip
    Outage.objects.create(
        work_date=monday, starts_at=datetime.time(5), ends_at=datetime.time(9), reason="Semua",
        declared_by=officer, declared_at=at, asked_at=at, applied_at=at,
    )  # fmt: skip
    Outage.objects.bulk_create(
        Outage(work_date=day - datetime.timedelta(days=200 + n), starts_at=datetime.time(7),
               ends_at=datetime.time(8), reason="Uji", declared_by=officer, declared_at=at,
               asked_at=at, applied_at=at)
        for n in range(MANY)
    )  # fmt: skip


def write_terminals(day, officer, at):
    """Add MANY terminals; one has a PIN of every person and a file with a thousand unknown ones."""
    from attendance.models import ActivityNumber, DeviceFile, PinHolder, Terminal
    from units.models import Employee, Unit

    root = Unit.objects.get(parent=None)
    ActivityNumber.objects.bulk_create(
        ActivityNumber(number=f"9.{n}", title=f"Kegiatan {n}", unit=root, starts_on=day)
        for n in range(10 * MANY)
    )
    terminals = Terminal.objects.bulk_create(
        Terminal(unit=root, name=f"Terminal {n}", made_by=officer, made_at=at) for n in range(MANY)
    )
    PinHolder.objects.bulk_create(
        (
            PinHolder(unit=root, terminal=terminals[0], pin=f"{pk}", employee_id=pk,
                      set_by=officer, set_at=at)
            for pk in Employee.objects.values_list("pk", flat=True)
        ),
        batch_size=2000,
    )  # fmt: skip
    moment = f"{day.isoformat()}T07:00:00"
    found = {
        "rows": 1000, "known": 0, "bad": 200, "people": 0, "person_days": 0,
        "unknown": [[f"X{n}", 4, moment, moment] for n in range(1000)],
        "bad_rows": [[n, "bad_time"] for n in range(200)], "days": [[day.isoformat(), 1000, 0]],
    }  # fmt: skip
    common = {"status": "tried", "size": 1, "uploaded_by": officer, "uploaded_at": at}
    DeviceFile.objects.bulk_create(
        DeviceFile(terminal=terminals[0], file_name=f"{n}.dat", found=found, **common)
        for n in range(MANY)
    )


def write_kiosks(officer, at):
    """Open MANY kiosks of the whole city at one place."""
    from attendance.models import Kiosk
    from units.models import Place, Unit

    unit, place = Unit.objects.get(parent=None), Place.objects.order_by("pk").first()
    Kiosk.objects.bulk_create(
        Kiosk(unit=unit, place=place, name=f"Kiosk {n}", digest=f"{n}", opened_by=officer,
              opened_at=at, expires_at=at + datetime.timedelta(hours=14))
        for n in range(MANY)
    )  # fmt: skip


def _write_reviews(day, officer, at):
    """Let MANY requests for review wait for BKPSDM, half of them late, and as many be one's own."""
    from schedules.models import ReviewRequest

    plan, person = planned_plan(status="published"), planned_person(day)
    people = sorted(set(plan.assignments.values_list("employee_id", flat=True)) - {person.pk})
    week = datetime.timedelta(weeks=1)
    common = {"plan": plan, "unit": plan.agency, "reason": "Uji", "asked_place": "wfo",
              "asked_at": at, "turn_since": at}  # fmt: skip
    ReviewRequest.objects.bulk_create(
        [
            ReviewRequest(employee_id=people[n % len(people)], turn="bkpsdm",
                          day=day + datetime.timedelta(days=n // len(people)),
                          due_on=day - week * (n % 2), turn_due_on=day, **common)
            for n in range(MANY)
        ]
        + [
            ReviewRequest(employee=person, status="withdrawn", day=day + datetime.timedelta(days=n),
                          due_on=day, turn_due_on=day, **common)
            for n in range(MANY)
        ]
    )  # fmt: skip


def fill_savings(day):
    """Add MANY parameters, and bills of every building for last month and its baseline year."""
    from reports.models import Bill, SavingsParameter
    from reports.queries.buildings import buildings_of_units
    from units import clock
    from units.models import User

    officer = User.objects.get(email="bkpsdm@demo.example")
    last = (day.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    SavingsParameter.objects.bulk_create(
        SavingsParameter(kind="listrik", low=n, high=n + 1, source="Kajian", starts_on=last,
                         set_by=officer, set_at=clock.now())
        for n in range(MANY)
    )  # fmt: skip
    months = [last, *(datetime.date(last.year - 1, number, 1) for number in range(1, 13))]
    Bill.objects.bulk_create(
        (
            Bill(building=name, kind="listrik", month=month, amount=10_000_000, source="PLN")
            for name in sorted(set(buildings_of_units().values()))
            for month in months
        ),
        batch_size=1000,
    )


def planned_plan(**only):
    """Return the plan with the most people among those that fit."""
    from schedules.models import Plan

    plans = Plan.objects.filter(**only).select_related("agency", "period")
    return max(plans, key=lambda plan: (len(plan.problem["people"]), plan.pk))


def planned_person(day):
    """Return somebody at home in the largest published plan and still in its agency, no head."""
    from units.queries.people import postings_on
    from units.queries.tree import subtree_ids

    plan = planned_plan(status="published")
    there = postings_on(day, subtree_ids([plan.agency_id])).filter(is_head=False)
    return there.filter(employee__assignments__plan=plan).order_by("pk").first().employee


@dataclass
class Sample:
    """The records that weigh the most, by the names that the table of pages uses."""

    day: datetime.date
    accounts: dict
    values: dict


def sample(day):
    """Find the largest agency, plan, board and so on; give each role an account that may enter."""
    from allauth.mfa.models import Authenticator

    from attendance.models import DeviceFile, Outage, Terminal
    from reports.models import Report
    from schedules.models import Emergency, Letter, PlanningRun, Policy, Recall, ReviewRequest
    from schedules.queries.rotations import rotation_of
    from units.models import Employee, ImportRun, RoleGrant, Unit, User
    from units.queries.people import head_accounts, postings_on
    from units.queries.tree import unit_tree

    tree = unit_tree()
    crowds = Counter(postings_on(day).select_related(None).values_list("unit_id", flat=True))
    by_agency = Counter()
    for unit, people in crowds.items():
        by_agency[tree.agency_of(unit)] += people
    biggest = next(pk for pk, _n in by_agency.most_common() if head_accounts(Unit(pk=pk), day))
    inside = set(tree.descendants_of(biggest, include_self=True))
    plan = planned_plan(status="published")
    draft = planned_plan(period__starts_on__gt=day, agency=plan.agency)
    rotation = rotation_of(plan)
    part = max(plan.parts.all(), key=lambda one: (len(rotation.people_of(one.unit_id)), one.pk))
    cell = plan.assignments.filter(
        employee__in=[int(pk) for pk in rotation.people_of(part.unit_id)]
    ).latest("date", "pk")
    words = Counter(
        word
        for name in Employee.objects.values_list("name", flat=True)
        for word in name.split()
        if len(word) > 3
    )
    reports = Report.objects.filter(kind="weekly", starts_on__lte=day).order_by(
        "-starts_on", "-version"
    )
    values = {
        "day": day.isoformat(), "root": Unit.objects.get(parent=None).pk, "biggest": biggest,
        "crowd": crowds.most_common(1)[0][0],
        "crowd_of_head": max(inside, key=lambda pk: (crowds[pk], pk)),
        "plan": plan.pk, "draft": draft.pk, "period": plan.period_id, "part_unit": part.unit_id,
        "cell": f"person={cell.employee_id}&day={cell.date}",
        "common_name": words.most_common(1)[0][0], "person": planned_person(day).pk,
        "policy": Policy.objects.filter(status="in_force").order_by("pk").first().pk,
        "review": ReviewRequest.objects.filter(status="waiting").earliest("pk").pk,
        "repair": plan.repairs.filter(status="proposed").get().pk,
        "run": PlanningRun.objects.latest("pk").pk,
        "outage": Outage.objects.get(reason="Semua").pk,
        "terminal": Terminal.objects.get(name="Terminal 0").pk,
        "device_file": DeviceFile.objects.latest("pk").pk,
        "import_run": ImportRun.objects.latest("pk").pk,
        "letter": Letter.objects.get(status="draft").pk,
        "recall": Recall.objects.latest("pk").pk,
        "emergency": Emergency.objects.filter(status="in_force").latest("pk").pk,
        "report": reports.filter(unit__parent=None).first().pk,
        "report_of_head": reports.filter(unit=biggest).first().pk,
    }  # fmt: skip
    accounts = {
        name: User.objects.get(email=f"{name}@demo.example") for name in ("bkpsdm", "sekda", "dprd")
    } | {
        "head": head_accounts(Unit(pk=biggest), day)[0],
        "plan_head": head_accounts(plan.agency, day)[0],
        "planned": planned_person(day).user,
        "plan_hr": User.objects.get_or_create(username="plan_hr")[0],
        "newcomer": User.objects.get_or_create(username="newcomer")[0],
    }
    RoleGrant.objects.get_or_create(user=accounts["newcomer"], role="bkpsdm", starts_on=day)
    RoleGrant.objects.get_or_create(
        user=accounts["plan_hr"], role="unit_hr", unit=plan.agency, starts_on=day
    )
    for user in accounts.values():
        Authenticator.objects.get_or_create(
            user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}}
        )
    return Sample(day, accounts, values)
