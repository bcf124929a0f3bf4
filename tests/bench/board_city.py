"""An agency with one large bidang and a solved plan of four weeks, the same for the same seed."""

import datetime
import random

MONDAY = datetime.date(2026, 12, 28)
TODAY = datetime.date(2026, 12, 21)
SINCE = datetime.date(2020, 1, 1)
FIRST = ("Adi", "Budi", "Citra", "Dewi", "Eka", "Fitri", "Galih", "Hesti", "Indra", "Joko")
LAST = ("Pratama", "Wulandari", "Saputra", "Lestari", "Hidayat", "Rahmawati", "Nugroho")


def build(people, seed=1):
    """Fill an empty database; return (plan, bidang, {role: account}). Draws the plan up at once."""
    from schedules.models import Plan, PlanningRun, PlanningRunItem
    from schedules.services.runs import solve_agency
    from units import clock

    dice = random.Random(seed)  # noqa: S311 (repeatable)
    agency, bidang, teams = _units()
    accounts = _people(dice, people, agency, bidang, teams)
    _rules(agency.parent, bidang, teams, people, accounts["bkpsdm"])
    period = _period()
    run = PlanningRun.objects.create(
        period=period, requested_by=accounts["bkpsdm"], requested_at=clock.now()
    )
    item = PlanningRunItem.objects.create(run=run, agency=agency, status="running")
    made = solve_agency(item)
    plan = Plan.objects.select_related("agency", "period", "policy").get(pk=made[0].pk)
    return plan, bidang, accounts


def _units():
    from units.models import Unit

    root = Unit.objects.create(code="1", name="Pemerintah Kota", level="kota")
    agency = Unit.objects.create(
        code="DINAS", name="Dinas Contoh", level="opd", parent=root, short_name="Dinas"
    )
    bidang = Unit.objects.create(code="DINAS-1", name="Bidang Besar", level="bidang", parent=agency)
    teams = [
        Unit.objects.create(code=f"DINAS-1-{n}", name=f"Seksi {n}", level="seksi", parent=bidang)
        for n in range(1, 13)
    ]
    return agency, bidang, teams


def _people(dice, count, agency, bidang, teams):
    from allauth.mfa.models import Authenticator

    from schedules.models import Away
    from units import clock
    from units.models import (
        Employee,
        EmployeeSkill,
        Position,
        Posting,
        RoleGrant,
        Skill,
        User,
    )

    names = ("head", "agency_head", "bkpsdm", "unit_hr", "employee")
    accounts = {name: User.objects.create(username=name) for name in names}
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        for user in accounts.values()
    )
    chief = Position.objects.create(code="KABAN", name="Kepala Dinas", kind="jpt", echelon="II.b")
    leader = Position.objects.create(
        code="KABID", name="Kepala Bidang", kind="administrator", echelon="III.b"
    )
    usual = [
        Position.objects.create(code=f"J{n}", name=f"Analis Bidang Kerja {n}", kind="fungsional")
        for n in range(6)
    ]
    employees = Employee.objects.bulk_create(
        Employee(
            nip=f"1990010120150{n:05}",
            name=f"{dice.choice(FIRST)} {dice.choice(LAST)} {dice.choice(LAST)}",
            employment="pns",
            joined_on=SINCE,
        )
        for n in range(count + 2)
    )
    boss, head, *others = employees
    for employee, role in ((boss, "agency_head"), (head, "head"), (others[0], "employee")):
        employee.user = accounts[role]
        employee.save(update_fields=["user"])
    postings = [
        Posting(employee=boss, unit=agency, position=chief, is_head=True, starts_on=SINCE),
        Posting(employee=head, unit=bidang, position=leader, is_head=True, starts_on=SINCE),
    ]
    postings += [
        Posting(employee=one, unit=teams[n % len(teams)], position=dice.choice(usual),
                starts_on=SINCE)
        for n, one in enumerate(others)
    ]  # fmt: skip
    Posting.objects.bulk_create(postings)
    RoleGrant.objects.create(user=accounts["bkpsdm"], role="bkpsdm", starts_on=SINCE)
    RoleGrant.objects.create(user=accounts["unit_hr"], role="unit_hr", unit=agency, starts_on=SINCE)
    for n in range(2):
        skill = Skill.objects.create(code=f"S{n}", name=f"Keterampilan {n}")
        EmployeeSkill.objects.bulk_create(
            EmployeeSkill(employee=one, skill=skill, starts_on=SINCE)
            for one in dice.sample(others, max(4, count // 12))
        )
    Away.objects.bulk_create(
        Away(employee=one, kind=kind, starts_on=day, ends_on=day + datetime.timedelta(days=2),
             recorded_by=accounts["unit_hr"], recorded_at=clock.now())
        for one in dice.sample(others, count // 8)
        for kind, day in [(
            dice.choice(("cuti", "sakit", "dinas_luar")),
            MONDAY + datetime.timedelta(days=dice.randrange(20)),
        )]
    )  # fmt: skip
    return accounts


def _rules(root, bidang, teams, people, officer):
    from schedules.models import Floor, Policy, WorkHours, WorkHoursDay
    from units import clock
    from units.models import Classification, Skill

    Classification.objects.create(
        unit=root, service_class="back_office", doable_off_site=True, no_special_equipment=True,
        uses_ict=True, little_face_to_face=True, no_constant_supervision=True, reason="Uji",
        legal_basis="PermenPANRB 4/2025", starts_on=SINCE, decided_by=officer,
        decided_at=clock.now(),
    )  # fmt: skip
    policy = Policy.objects.create(
        unit=root, name="Kebijakan", version=1, status=Policy.Status.IN_FORCE,
        legal_basis="PermenPANRB 4/2025", starts_on=SINCE, created_by=officer,
        created_at=clock.now(), in_force_at=clock.now(), barred_weekdays=[0],
        desirable_weekdays=[4],
        excluded_echelons=["II.b", "III.b"],
    )  # fmt: skip
    Floor.objects.create(policy=policy, unit=bidang, on_site=people * 6 // 10, text="Bidang")
    for n, skill in enumerate(Skill.objects.all()):
        Floor.objects.create(
            policy=policy, unit=bidang, skill=skill, on_site=2, text=f"Keterampilan {n}"
        )
    for team in teams:
        size = people // len(teams)
        Floor.objects.create(
            policy=policy, unit=team, on_site=max(1, size // 2), text=f"{team.name} berjalan"
        )
    hours = WorkHours.objects.create(
        name="Jam kerja", working_week=5, legal_basis="Perpres 21/2023", starts_on=SINCE
    )
    WorkHoursDay.objects.bulk_create(
        WorkHoursDay(hours=hours, weekday=day, start=datetime.time(7, 30),
                     end=datetime.time(16), break_minutes=60)
        for day in range(5)
    )  # fmt: skip


def _period():
    from schedules.models import Period

    return Period.objects.create(
        name="Uji", starts_on=MONDAY, ends_on=MONDAY + datetime.timedelta(days=27)
    )
