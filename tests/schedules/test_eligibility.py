"""Each rule of eligibility, with a case that breaks it; nothing missing ends in "eligible"."""

import datetime

import pytest

from schedules.eligibility import eligibility
from units.models import Employee, Exclusion, Position, Posting
from units.queries.classification import effective_classification

DAY = datetime.date(2026, 12, 7)


@pytest.fixture
def ask(city, policy):
    def ask(employee, *, day=DAY, policy=policy, exclusions=None):
        posting = Posting.objects.select_related("employee", "position", "unit").get(
            employee=employee
        )
        if exclusions is None:
            exclusions = list(Exclusion.objects.filter(employee=employee))
        found = eligibility(
            posting, policy, effective_classification(posting.unit, day), exclusions, day
        )
        return found.eligible, found.rule, found.because

    return ask


def exclude(city, employee, kind, reason="Berkas 12", **dates):
    return Exclusion.objects.create(
        employee=employee,
        kind=kind,
        reason=reason,
        recorded_by=city.wati.user,
        **{"starts_on": DAY} | dates,
    )


def test_a_back_office_unit_may_work_from_home(city, ask):
    assert ask(city.sari) == (
        True, "unit_is_back_office", "Badan Perencanaan ditetapkan administratif."
    )  # fmt: skip


def test_a_service_facing_unit_stays_at_the_office(city, ask):
    assert ask(city.umar) == (
        False,
        "unit_class",
        "Dinas Kependudukan ditetapkan sebagai pelayanan langsung.",
    )


def test_an_undecided_unit_stays_at_the_office(city, ask):
    assert ask(city.wati)[:2] == (False, "unit_class")


def test_no_policy_and_no_posting_are_never_eligible(city, ask):
    assert ask(city.sari, policy=None)[:2] == (False, "no_policy")
    found = eligibility(None, None, None, [], DAY)
    assert (found.eligible, found.rule) == (False, "no_posting")


@pytest.mark.parametrize("kind", ["discipline", "own_choice", "no_equipment", "other"])
def test_an_exclusion_in_force(city, ask, kind):
    exclude(city, city.sari, kind)
    eligible, rule, because = ask(city.sari)
    assert (eligible, rule) == (False, f"exclusion_{kind}")
    assert because.endswith("Alasan: Berkas 12")
    assert ask(city.sari, day=DAY - datetime.timedelta(days=1))[0] is True


def test_an_exclusion_ends_on_its_last_day(city, ask):
    exclude(city, city.sari, "other", ends_on=DAY)
    assert ask(city.sari)[0] is False
    assert ask(city.sari, day=DAY + datetime.timedelta(days=1))[0] is True


def test_discipline_counts_unless_the_policy_says_otherwise(city, ask, policy):
    exclude(city, city.sari, "discipline")
    policy.exclude_discipline = False
    assert ask(city.sari, policy=policy)[0] is True


def test_a_plan_does_not_tell_why_a_person_is_excluded(city, policy):
    exclude(city, city.sari, "discipline", reason="Rahasia")
    posting = Posting.objects.get(employee=city.sari)
    found = eligibility(posting, policy, None, list(Exclusion.objects.all()), DAY)
    assert found.in_plan == "Ada pengecualian yang tercatat bagi pegawai ini."
    assert "Rahasia" in found.because


def test_part_time_contracts_need_the_policy_to_name_them(city, ask, policy):
    Employee.objects.filter(pk=city.sari.pk).update(employment="pppk_paruh_waktu")
    assert ask(city.sari)[:2] == (False, "part_time")
    policy.include_part_time = True
    assert ask(city.sari, policy=policy)[0] is True


def test_an_unknown_employment_stays_at_the_office(city, ask):
    Employee.objects.filter(pk=city.sari.pk).update(employment="honorer")
    assert ask(city.sari)[:2] == (False, "unknown_employment")


def test_a_position_is_an_exception_either_way(city, ask):
    Position.objects.filter(pk=city.positions.planner.pk).update(
        presence="on_site", presence_reason="Loket"
    )
    Position.objects.filter(pk=city.positions.clerk.pk).update(
        presence="may_wfh", presence_reason="Analisis data"
    )
    assert ask(city.sari) == (
        False, "position_on_site", "Jabatan Perencana selalu di kantor: Loket"
    )  # fmt: skip
    assert ask(city.umar) == (
        True, "position_may_wfh", "Jabatan Pengelola Data ditetapkan dapat WFH: Analisis data"
    )  # fmt: skip


def test_an_excluded_echelon(city, ask, policy):
    assert ask(city.rudi)[0] is True
    policy.excluded_echelons = ["III.b"]
    assert ask(city.rudi, policy=policy) == (
        False, "excluded_echelon", "Kebijakan mengecualikan pejabat eselon III.b."
    )  # fmt: skip


def test_the_waiting_period_counts_from_the_posting(city, ask, policy):
    Posting.objects.filter(employee=city.sari).update(starts_on=datetime.date(2026, 10, 1))
    assert ask(city.sari) == (
        False,
        "waiting_period",
        "Masa tunggu 90 hari sejak penempatan 1 Oktober 2026 berlangsung sampai 29 Desember 2026.",
    )
    assert ask(city.sari, day=datetime.date(2026, 12, 29))[0] is False
    assert ask(city.sari, day=datetime.date(2026, 12, 30))[0] is True
    policy.waiting_days = 0
    assert ask(city.sari, policy=policy)[0] is True
