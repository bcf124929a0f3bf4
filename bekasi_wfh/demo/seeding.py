"""Seed the demo city: one transaction, the same city for the same day and number of people."""

import datetime
import itertools

from allauth.mfa.models import Authenticator
from django.db import transaction

from bekasi_wfh.demo import accounts, life, office, people, rules, unit_tree
from bekasi_wfh.demo.attendance import seed_check_ins
from bekasi_wfh.demo.chain import Chain, living_at
from bekasi_wfh.demo.city import City
from bekasi_wfh.demo.diary import Diary
from bekasi_wfh.demo.orders import seed_orders
from bekasi_wfh.demo.plans import seed_balances, seed_plans
from bekasi_wfh.demo.review_requests import seed_review_requests
from bekasi_wfh.demo.rows import reset_sequences
from bekasi_wfh.demo.watch import seed_response_checks, seed_watch
from bekasi_wfh.demo.work_reports import seed_work_reports
from reports.services.weekly import build_week
from schedules.models import (
    Away,
    Floor,
    PairApart,
    Policy,
    Preference,
    WorkHours,
    WorkHoursDay,
)
from schedules.services.calendar import load_national_holidays
from schedules.services.policies import facts
from units import clock
from units.models import (
    Classification,
    DemoCity,
    Employee,
    EmployeeSkill,
    Exclusion,
    Home,
    Place,
    Position,
    Posting,
    RoleGrant,
    Skill,
    Unit,
    User,
)

AT_ONCE = 500


@transaction.atomic
def seed_city(*, today, number_of_people, tell=lambda text: None):
    """Build the whole city in an empty database; return it. `tell` gets a line per step.

    Raises ValueError where the number of people is too small for the shape of the city.
    """
    city = City(today=today, people=number_of_people)
    tell("Unit kerja dan pegawai")
    _seed_people(city)
    tell("Kalender, kebijakan, klasifikasi")
    chain = Chain()
    _seed_rules(city, chain)
    absences = life.Absences(city)
    _create(Away, absences.known())
    tell("Rencana rotasi")
    seed_balances(city)
    published = seed_plans(city, chain)
    _create(Away, absences.sudden())
    password = next(user.password for role, user in city.accounts)
    at_home = {employee_id for employee_id, day in published if day == today}
    employee = accounts.choose_employee_at_home(city, at_home, password)
    Authenticator.objects.bulk_create(accounts.build_second_factors(city))
    DemoCity.objects.create(
        today=today,
        people=number_of_people,
        seeded_at=clock.local(today, datetime.time(6)),
    )
    seed_orders(city)
    _seed_attendance(city, chain, tell)
    tell("Permohonan peninjauan")
    seed_review_requests(city, employee)
    tell("Pengawasan presensi")
    seed_watch(city)
    return city


def _create(model, rows):
    return model.objects.bulk_create(rows, batch_size=AT_ONCE)


def _seed_people(city):
    places, city.decided = unit_tree.build_units(city)
    city.places = places
    people.build_positions(city)
    vacant = people.build_people(city)
    accounts.choose_officers(city)
    accounts.choose_accounts(city)
    acting = office.build_acting_heads(city, vacant)
    for pk, posting in enumerate(acting, len(city.postings) + 1):
        posting.pk = pk
    roles = office.build_roles(city)
    city.skill_rows = people.build_skills(city)
    _create(Unit, city.units)
    _create(Place, places)
    _create(Position, city.positions.values())
    _create(Skill, city.skills.values())
    _create(User, city.users.values())
    _create(Employee, city.employees)
    _create(Posting, itertools.chain(city.postings, acting))
    _create(RoleGrant, roles)
    _create(EmployeeSkill, city.skill_rows)
    _create(Home, life.build_homes(city))
    _create(Preference, life.build_preferences(city))
    _create(PairApart, life.build_pairs(city))
    _create(Exclusion, life.build_exclusions(city))
    reset_sequences([Unit, Place, Position, Skill, User, Employee, Posting, Home])


def _seed_rules(city, chain):
    classifications = _create(Classification, office.build_classifications(city, city.decided))
    for row in classifications:
        chain.add(
            row.unit,
            "classify_unit",
            actor=row.decided_by,
            at=row.decided_at,
            unit=row.unit,
            reason=row.reason,
            before={"service_class": None},
            after={
                "service_class": row.service_class,
                "starts_on": row.starts_on,
                "legal_basis": row.legal_basis,
                **{name: getattr(row, name) for name, _label in Classification.CRITERIA},
            },
        )
    for position in city.positions.values():
        if position.presence != Position.Presence.FOLLOWS_UNIT:
            chain.add(
                position,
                "set_position_presence",
                actor=city.officer,
                at=clock.local(city.days_before(200), datetime.time(9)),
                reason=position.presence_reason,
                before={"presence": Position.Presence.FOLLOWS_UNIT, "reason": ""},
                after={"presence": position.presence, "reason": position.presence_reason},
            )
    hours, days = rules.build_hours(city)
    _create(WorkHours, hours)
    _create(WorkHoursDay, days)
    policies, floors = rules.build_policies(city)
    _create(Policy, policies)
    _create(Floor, floors)
    for policy in policies:
        superseded = policy.version - 1 or None
        chain.add(
            policy, "put_policy_in_force", actor=city.officer, at=policy.in_force_at,
            unit=policy.unit, before={"superseded": superseded}, after=facts(policy),
        )  # fmt: skip
    chain.write()
    reset_sequences([Classification, WorkHours, Policy, Floor])
    morning = clock.local(city.days_before(200), datetime.time(8))
    with living_at(morning):
        for year in (city.today.year, city.today.year + 1):
            load_national_holidays(year, actor=city.officer)


def _seed_attendance(city, chain, tell):
    tell("Presensi")
    diary = Diary(city)
    records, at_home = seed_check_ins(city, diary, chain)
    tell("Laporan harian WFH")
    accepted = seed_work_reports(city, diary, at_home, chain)
    chain.write()
    tell("Rekap harian")
    records.write(accepted)
    seed_response_checks(city, at_home)
    tell("Laporan mingguan")
    one_week = datetime.timedelta(weeks=1)
    for week in range(3):
        monday = city.period_starts + week * one_week
        with living_at(clock.local(monday + one_week, datetime.time(1))):
            build_week(monday)
