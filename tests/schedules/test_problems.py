"""What the planner is told: each record of the city ends in its place of the problem."""

import datetime

import pytest
from django.utils import timezone, translation

from schedules.models import Away, BalanceEntry, Floor, Holiday, Period, Preference
from schedules.planning import read_problem
from schedules.problems import NothingToPlan, canonical, problem_for, problem_hash, problems_for
from schedules.queries.policies import policy_for
from units.models import Classification, Employee, EmployeeSkill, Exclusion, Posting, Skill, Unit

from ..conftest import make_employee
from .conftest import make_policy

D = datetime.date


@pytest.fixture
def build(city, policy, period):
    """Return the problem of an agency with the policy in force, checked by the planner."""

    def build(agency=None, week=5):
        agency = agency or city.agency
        problem = problem_for(agency, period, policy_for(agency, period.starts_on), week)
        read_problem(problem)
        return problem

    return build


def test_the_problem_is_the_same_for_who_reads_english(city, build):
    problem = build()
    with translation.override("en"):
        assert canonical(build()) == canonical(problem)
    texts = {one["text"] for one in problem["ceilings"]}
    assert "Badan Perencanaan: paling banyak 50 % di rumah" in texts


def person(problem, employee):
    return next(one for one in problem["people"] if one["id"] == str(employee.pk))


def test_the_agency_its_people_and_its_days(city, build):
    Holiday.objects.create(date=D(2026, 12, 25), name="Natal", kind="national")
    problem = build()
    assert problem["period"] == "Desember 2026"
    assert problem["mode"] == "draft"
    assert len(problem["days"]) == 19
    assert "2026-12-25" not in problem["days"]
    assert problem["desirable"] == ["2026-12-24"]
    assert problem["units"] == [
        {"id": str(city.agency.pk), "parent": None, "name": "Badan Perencanaan"},
        {"id": str(city.division.pk), "parent": str(city.agency.pk), "name": "Bidang Ekonomi"},
        {"id": str(city.other_division.pk), "parent": str(city.agency.pk), "name": "Bidang Sosial"},
    ]
    assert {one["id"] for one in problem["people"]} == {
        str(one.pk) for one in (city.dewi, city.rudi, city.sari, city.tono, city.hana)
    }
    assert person(problem, city.sari) == {
        "id": str(city.sari.pk),
        "unit": str(city.division.pk),
        "peers": f"{city.division.pk}/5",
        "most_per_week": 2,
        "target_per_week": 1,
        "least_per_week": 0,
    }
    assert person(problem, city.hana)["peers"] == f"{city.agency.pk}/5"


def test_shares_hold_for_the_agency_and_for_each_bidang(city, build):
    assert build()["ceilings"] == [
        {
            "id": f"share-{unit.pk}",
            "text": f"{unit.name}: paling banyak 50 % di rumah",
            "unit": str(unit.pk),
            "days": None,
            "share_at_home": 0.5,
        }
        for unit in (city.agency, city.division, city.other_division)
    ]


def test_desirable_weekdays_of_the_policy(city, policy, build):
    policy.desirable_weekdays = [4]
    policy.save()
    assert build()["desirable"] == ["2026-12-11", "2026-12-18", "2026-12-25", "2027-01-01"]


def test_approved_absences_alone(city, build):
    for employee, status in ((city.sari, "approved"), (city.tono, "requested")):
        Away.objects.create(
            employee=employee, kind="cuti", status=status, starts_on=D(2026, 12, 3),
            ends_on=D(2026, 12, 8), recorded_by=city.hana.user, recorded_at=timezone.now(),
        )  # fmt: skip
    problem = build()
    assert person(problem, city.sari)["absent"] == ["2026-12-07", "2026-12-08"]
    assert "absent" not in person(problem, city.tono)
    assert "cuti" not in str(problem)


def test_a_person_who_leaves_or_moves_is_absent_afterwards(city, build):
    Posting.objects.filter(employee=city.sari).update(ends_on=D(2026, 12, 30))
    Employee.objects.filter(pk=city.tono.pk).update(left_on=D(2026, 12, 31))
    problem = build()
    assert person(problem, city.sari)["absent"] == ["2026-12-31", "2027-01-01"]
    assert person(problem, city.tono)["absent"] == ["2026-12-31", "2027-01-01"]


def test_a_person_posted_after_the_first_day_is_not_planned(city, build):
    Posting.objects.filter(employee=city.sari).update(starts_on=D(2026, 12, 8))
    assert str(city.sari.pk) not in {one["id"] for one in build()["people"]}


def test_barred_weekdays_are_on_site(city, policy, build):
    policy.barred_weekdays = [0]
    policy.save()
    assert person(build(), city.sari)["on_site"] == [
        "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"
    ]  # fmt: skip


def test_a_fixed_weekday_leaves_that_day_alone_and_sets_the_target(city, policy, build):
    policy.mode, policy.fixed_weekdays = "fixed_weekday", [4]
    policy.target_per_week = 0
    policy.save()
    sari = person(build(), city.sari)
    assert sari["target_per_week"] == 1
    free = set(build()["days"]) - set(sari["on_site"])
    assert free == {"2026-12-11", "2026-12-18", "2026-12-25", "2027-01-01"}


def test_a_waiting_period_that_ends_within_the_period(city, build):
    Posting.objects.filter(employee=city.sari).update(starts_on=D(2026, 9, 20))
    sari = person(build(), city.sari)
    assert sari.get("eligible", True) is True
    assert sari["on_site"] == [
        "2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10", "2026-12-11", "2026-12-14",
        "2026-12-15", "2026-12-16", "2026-12-17", "2026-12-18",
    ]  # fmt: skip


def test_not_eligible_says_why_and_never_the_private_reason(city, build):
    Exclusion.objects.create(
        employee=city.sari, kind="discipline", reason="Sidang etik", starts_on=D(2026, 1, 1),
        recorded_by=city.wati.user,
    )  # fmt: skip
    problem = build()
    sari = person(problem, city.sari)
    assert (sari["eligible"], sari["because"]) == (
        False, "Ada pengecualian yang tercatat bagi pegawai ini."
    )  # fmt: skip
    assert "Sidang" not in str(problem)


def test_an_exclusion_from_the_middle_of_the_period(city, build):
    Exclusion.objects.create(
        employee=city.sari, kind="other", reason="-", starts_on=D(2026, 12, 31),
        recorded_by=city.wati.user,
    )  # fmt: skip
    assert person(build(), city.sari)["on_site"] == ["2026-12-31", "2027-01-01"]


def test_a_unit_classified_anew_within_the_period(city, build):
    Classification.objects.create(
        unit=city.division, service_class="service_facing", doable_off_site=False,
        no_special_equipment=False, uses_ict=False, little_face_to_face=False,
        no_constant_supervision=False, reason="Loket", legal_basis="SK",
        starts_on=D(2026, 12, 31), decided_by=city.wati.user, decided_at=timezone.now(),
    )  # fmt: skip
    problem = build()
    assert person(problem, city.sari)["on_site"] == ["2026-12-31", "2027-01-01"]
    assert "on_site" not in person(problem, city.hana)


def test_balances_of_earlier_periods_are_summed(city, period, build):
    earlier = Period.objects.create(
        name="November 2026", starts_on=D(2026, 11, 9), ends_on=D(2026, 12, 6)
    )
    for of, kind, amount in (
        (earlier, "days", "0.5"), (earlier, "desirable", "-1.25"), (period, "days", "3"),
    ):  # fmt: skip
        BalanceEntry.objects.create(
            employee=city.sari, period=of, kind=kind, amount=amount, reason="uji",
            created_at=timezone.now(),
        )  # fmt: skip
    sari = person(build(), city.sari)
    assert (sari["balance"], sari["balance_desirable"]) == (0.5, -1.25)


def test_preferences_and_confirmed_caregivers(city, build):
    Preference.objects.create(
        employee=city.sari, unwanted_weekdays=[2], caregiver=True,
        caregiver_confirmed_by=city.hana.user, updated_at=timezone.now(),
    )  # fmt: skip
    sari = person(build(), city.sari)
    assert sari["unwanted"] == ["2026-12-09", "2026-12-16", "2026-12-23", "2026-12-30"]
    assert sari["caregiver"] is True


def test_floors_by_unit_skill_and_position(city, policy, build):
    skill = Skill.objects.create(code="BENDAHARA", name="Bendahara")
    EmployeeSkill.objects.create(employee=city.tono, skill=skill, starts_on=D(2026, 1, 1))
    EmployeeSkill.objects.create(
        employee=city.sari, skill=skill, starts_on=D(2026, 1, 1), ends_on=D(2026, 12, 6)
    )
    floors = [
        Floor.objects.create(policy=policy, unit=city.division, text="Dua", on_site=2),
        Floor.objects.create(
            policy=policy, unit=city.agency, skill=skill, text="Bendahara", on_site=1, weekdays=[0]
        ),
        Floor.objects.create(
            policy=policy, unit=city.agency, position=city.positions.clerk, text="Data", on_site=1
        ),
    ]
    Floor.objects.create(policy=policy, unit=city.service, text="Lain", on_site=1)
    mondays = ["2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28"]
    assert build()["floors"] == [
        {"id": f"floor-{floors[0].pk}", "text": "Dua", "days": None, "on_site": 2,
         "unit": str(city.division.pk)},
        {"id": f"floor-{floors[1].pk}", "text": "Bendahara", "days": mondays, "on_site": 1,
         "people": [str(city.tono.pk)]},
        {"id": f"floor-{floors[2].pk}", "text": "Data", "days": None, "on_site": 1,
         "people": sorted([str(city.tono.pk), str(city.hana.pk)], key=int)},
    ]  # fmt: skip


def test_a_bidang_with_its_own_policy_follows_it(city, policy, build):
    own = make_policy(city.division, city.wati.user, most_per_week=1, share_at_home="0.30")
    Floor.objects.create(policy=policy, unit=city.division, text="Umum", on_site=1)
    kept = Floor.objects.create(policy=own, unit=city.division, text="Khusus", on_site=2)
    problem = build()
    assert person(problem, city.sari)["most_per_week"] == 1
    assert person(problem, city.hana)["most_per_week"] == 2
    assert [one["id"] for one in problem["floors"]] == [f"floor-{kept.pk}"]
    shares = {one["unit"]: one["share_at_home"] for one in problem["ceilings"]}
    assert shares == {
        str(city.agency.pk): 0.5, str(city.division.pk): 0.3, str(city.other_division.pk): 0.5
    }  # fmt: skip


def test_each_working_week_is_a_problem_of_its_own_and_floors_are_shared(city, policy, period):
    Unit.objects.filter(pk=city.other_division.pk).update(working_week=6)
    for n in range(3):
        make_employee(
            f"19930101201703100{n}", f"Enam {n}", city.other_division, city.positions.clerk
        )
    floor = Floor.objects.create(policy=policy, unit=city.agency, text="Agen", on_site=4)
    problems = problems_for(city.agency, period, policy)
    assert sorted(problems) == [5, 6]
    assert (len(problems[5]["people"]), len(problems[6]["people"])) == (5, 3)
    assert len(problems[6]["days"]) == 24
    assert problems[5]["floors"][0]["on_site"] == 3  # 4 x 5 of 8, rounded up
    assert problems[6]["floors"][0]["on_site"] == 2  # 4 x 3 of 8, rounded up
    assert problems[6]["floors"][0]["text"] == "Agen (bagian kelompok 6 hari kerja)"
    assert problems[6]["floors"][0]["id"] == f"floor-{floor.pk}"


def test_a_unit_on_its_own_holiday_is_absent(city, build):
    Holiday.objects.create(
        date=D(2026, 12, 10), name="Pindah gedung", kind="local", unit=city.division
    )
    problem = build()
    assert "2026-12-10" in problem["days"]
    assert person(problem, city.sari)["absent"] == ["2026-12-10"]
    assert "absent" not in person(problem, city.hana)


def test_nobody_eligible_is_a_reason_and_not_a_plan(city, policy, period):
    with pytest.raises(NothingToPlan, match="ditetapkan sebagai pelayanan langsung"):
        problems_for(city.service, period, policy)
    with pytest.raises(NothingToPlan, match="Belum ada kebijakan"):
        problems_for(city.agency, period, None)
    Posting.objects.filter(unit=city.personnel).delete()
    with pytest.raises(NothingToPlan, match="tidak mempunyai pegawai"):
        problems_for(city.personnel, period, policy)


def test_a_period_of_holidays_only_has_nothing_to_plan(city, policy, period):
    for n in range(28):
        Holiday.objects.create(
            date=period.starts_on + datetime.timedelta(days=n), name="Libur", kind="local"
        )
    with pytest.raises(NothingToPlan, match="Tidak ada hari kerja"):
        problems_for(city.agency, period, policy)


def test_the_same_records_give_the_same_problem(city, build):
    assert problem_hash(build()) == problem_hash(build())
    assert len(problem_hash(build())) == 64


def test_the_number_of_queries_does_not_grow_with_the_people(
    city, policy, period, django_assert_num_queries
):
    with django_assert_num_queries(18):
        problems_for(city.agency, period, policy)
    for n in range(3):
        new = make_employee(
            f"19940101201803100{n}", f"Baru {n}", city.other_division, city.positions.clerk
        )
        Away.objects.create(
            employee=new, kind="sakit", starts_on=D(2026, 12, 9), ends_on=D(2026, 12, 9),
            recorded_by=city.hana.user, recorded_at=timezone.now(),
        )  # fmt: skip
        Floor.objects.create(policy=policy, unit=city.other_division, text=f"F{n}", on_site=1)
    with django_assert_num_queries(18):
        problems_for(city.agency, period, policy)
