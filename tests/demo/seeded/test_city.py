"""The demo city keeps the rules that it shows."""

import datetime

import pytest
from django.db.models import Count, F, Q

from attendance.models import CheckIn, DayRecord, PlaceEvidence, WorkReport
from attendance.places import ACCEPTED, Evidence, Target, judge_location
from attendance.services.closing import close_day
from bekasi_wfh.demo.names import invent_name, is_real_official
from bekasi_wfh.demo.summary import accounts_table, counts, summary_table
from reports.models import Report
from schedules.models import (
    Assignment,
    BalanceEntry,
    Emergency,
    FlexibleDay,
    Holiday,
    Period,
    Plan,
    PlanPart,
    Policy,
    RecalledDay,
    ReviewRequest,
)
from schedules.planning import envious, read_problem, violations
from schedules.problems import problem_hash
from schedules.queries.calendar import Calendar
from schedules.queries.reviews import reviews_to_answer
from schedules.queries.workplaces import workplace_of
from units.access import scope_for
from units.decisions import first_broken_link
from units.models import (
    Classification,
    Decision,
    DemoCity,
    Employee,
    Home,
    Outbox,
    Place,
    Posting,
    RoleGrant,
    Unit,
    User,
)
from units.nip import read_nip

from .conftest import PEOPLE, TODAY

pytestmark = pytest.mark.django_db


def test_counts_are_those_printed(seeded):
    found = dict(counts(seeded))
    assert sum(n for _name, n in found["Pegawai"]) == PEOPLE == Employee.objects.count()
    assert sum(n for _name, n in found["Unit kerja"]) == Unit.objects.count()
    assert sum(n for _name, n in found["Presensi"][:2]) == CheckIn.objects.count()
    assert sum(n for _name, n in found["Rekap harian"]) == DayRecord.objects.count()
    text = summary_table(seeded)
    for heading, rows in found.items():
        assert heading in text
        for name, number in rows:
            assert f"{name}: {number}" in text
    assert DemoCity.objects.values_list("today", "people").get() == (TODAY, PEOPLE)


def test_every_nip_is_valid_and_held_once(seeded):
    for nip, employment in Employee.objects.values_list("nip", "employment"):
        read = read_nip(nip, is_pns=employment == "pns")
        assert read.contract_code == {"pns": "", "pppk": "21", "pppk_paruh_waktu": "24"}[employment]
        assert read.born_on < TODAY - datetime.timedelta(days=20 * 365)
    assert Employee.objects.values("nip").distinct().count() == PEOPLE


def test_more_than_half_are_pppk(seeded):
    pppk = Employee.objects.exclude(employment="pns").count() / PEOPLE
    assert 0.45 < pppk < 0.65
    assert Employee.objects.filter(employment="pppk_paruh_waktu").exists()


@pytest.mark.parametrize(
    "name",
    ["Tri Adhianto Tjahyono", "Dr. Tri Adhianto, M.M.", "Ridwan Kamil", "Harris Abdul Bobihoe"],
)
def test_real_officials_are_recognised(name):
    assert is_real_official(name.removeprefix("Dr. "))


def test_nobody_bears_the_name_of_a_real_official(seeded):
    names = list(Employee.objects.values_list("name", flat=True))
    assert not [name for name in names if is_real_official(name)]
    assert len({name.split(",")[0] for name in names}) == PEOPLE


def test_a_drawn_name_of_an_official_is_drawn_again():
    class Fixed:
        """Draws Ridwan Kamil first, then somebody else."""

        drawn = iter(["Tito", "Karnavian", "Tito", "Nugraha", ""])

        def choice(self, _pool):
            return next(self.drawn)

        def random(self):
            return 1.0

    assert invent_name(Fixed(), woman=False, taken=set()) == "Tito Nugraha"


def test_every_unit_has_one_head_or_somebody_acting(seeded):
    for unit in Unit.objects.without_tree_fields().exclude(level="kota"):
        heads = Posting.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=TODAY),
            starts_on__lte=TODAY,
            unit=unit,
            is_head=True,
        )
        assert heads.exists(), unit
        assert heads.filter(kind="definitif").count() <= 1
    acting = Posting.objects.exclude(kind="definitif")
    assert {"plt", "plh"} == set(acting.values_list("kind", flat=True))
    assert not acting.filter(letter_number="").exists()


def test_postings_of_a_person_never_overlap(seeded):
    by_person = {}
    for posting in Posting.objects.filter(kind="definitif").order_by("starts_on"):
        by_person.setdefault(posting.employee_id, []).append(posting)
    assert len(by_person) == PEOPLE
    for postings in by_person.values():
        for earlier, later in zip(postings, postings[1:], strict=False):
            assert earlier.ends_on < later.starts_on
        assert postings[-1].ends_on is None


def test_places_and_homes_lie_in_the_city(seeded):
    for model in (Place, Home):
        points = list(model.objects.values_list("latitude", "longitude"))
        assert points
        assert all(-6.40 <= lat <= -6.17 and 106.89 <= lon <= 107.05 for lat, lon in points)
    homes = Home.objects.count()
    assert homes > Home.objects.filter(confirmed_at__isnull=False).count() > 0.8 * homes


def test_mixed_agencies_are_decided_by_bidang_and_some_not_at_all(seeded):
    classes = dict(Classification.objects.values_list("unit__code", "service_class"))
    assert classes["BPKAD-ANG"] == "back_office"
    assert classes["BPKAD-PBD"] == "service_facing"
    assert "BPKAD" not in classes
    assert "BPKAD-AST" not in classes
    assert not [code for code in classes if code.startswith("DISPORA")]


def test_the_chain_of_decisions_is_unbroken(seeded):
    assert first_broken_link() is None
    acts = set(Decision.objects.values_list("act", flat=True))
    assert acts >= {
        "classify_unit", "put_policy_in_force", "draw_up_plan", "part_submitted", "plan_submitted",
        "plan_approved", "plan_published", "part_returned", "accept_work_report",
    }  # fmt: skip


def test_no_decision_is_dated_after_today(seeded):
    latest = Decision.objects.order_by("-decided_at").first()
    assert latest.decided_at.date() <= TODAY
    assert WorkReport.objects.filter(decided_at__date__gt=TODAY).count() == 0


def test_periods_surround_today(seeded):
    starts = list(Period.objects.order_by("starts_on").values_list("starts_on", flat=True))
    assert starts == [
        datetime.date(2026, 10, 5),
        datetime.date(2026, 11, 2),
        datetime.date(2026, 11, 30),
    ]
    assert BalanceEntry.objects.filter(period__starts_on=starts[0]).exists()
    assert abs(sum(BalanceEntry.objects.values_list("amount", flat=True))) < 1


def test_policies_are_one_in_force_and_one_superseded(seeded):
    city = Policy.objects.filter(unit__code="1")
    assert list(city.order_by("version").values_list("status", "mode")) == [
        ("superseded", "fixed_weekday"),
        ("in_force", "rotation"),
    ]
    assert city.get(status="in_force").floors.filter(skill__isnull=False).exists()


def test_whoever_is_always_at_the_counters_of_disdukcapil_has_flexible_days(seeded):
    policy = Policy.objects.get(unit__code="DISDUKCAPIL")
    assert (policy.status, policy.flexible_per_week) == ("in_force", 1)
    days = FlexibleDay.objects.filter(published=True)
    assert days.exists()
    assert set(days.values_list("plan__agency__code", flat=True)) == {"DISDUKCAPIL"}
    assert not days.filter(employee__assignments__date=F("date")).exists()


def test_plans_obey_every_hard_rule_without_envy(seeded):
    plans = list(Plan.objects.all())
    assert plans
    granted = ReviewRequest.objects.get(carried_out=True)
    for plan in plans:
        problem = read_problem(plan.problem)
        assert plan.problem_hash == problem_hash(plan.problem)
        assert violations(problem, plan.solution["home"]) == []
        assert envious(problem, plan.solution["home"]) == []
        stored = {}
        for person, day in plan.assignments.values_list("employee_id", "date"):
            stored.setdefault(str(person), []).append(day.isoformat())
        planned = {p: sorted(days) for p, days in plan.solution["home"].items() if days}
        if plan.pk == granted.revision_id:
            planned[str(granted.employee_id)].remove(granted.day.isoformat())
            planned = {person: days for person, days in planned.items() if days}
        assert {p: sorted(days) for p, days in stored.items()} == planned


def test_plans_stand_where_the_story_says(seeded):
    current = Plan.objects.filter(period__starts_on=datetime.date(2026, 11, 2))
    assert set(current.values_list("status", flat=True)) == {"published", "superseded"}
    older = current.get(status="superseded")
    assert ReviewRequest.objects.get(carried_out=True).revision.base == older
    following = Plan.objects.filter(period__starts_on=datetime.date(2026, 11, 30))
    assert following.get(agency__code="BAPPELITBANGDA").status == "submitted"
    assert set(following.values_list("status", flat=True)) == {"submitted", "draft"}
    returned = PlanPart.objects.get(status="returned")
    assert returned.plan.agency.code == "BPKAD"
    assert returned.return_reason
    for plan in current:
        assert plan.approved_by_id not in set(plan.parts.values_list("submitted_by", flat=True))


def test_days_at_home_are_working_days_other_than_monday(seeded):
    calendar = Calendar.load(datetime.date(2026, 11, 2), datetime.date(2026, 12, 27))
    rows = Assignment.objects.values_list("employee_id", "date")
    assert rows
    for employee_id, day in rows:
        assert day.weekday() != 0
        assert calendar.is_working_day(seeded.own_posting[employee_id].unit_id, day)
    assert Holiday.objects.filter(date=datetime.date(2026, 12, 25)).exists()


def test_day_records_equal_their_recomputation(seeded):
    before = DayRecord.objects.count()
    day = seeded.period_starts
    while day < TODAY:
        assert close_day(day) == 0
        day += datetime.timedelta(days=1)
    assert DayRecord.objects.count() == before > 0
    assert not DayRecord.objects.filter(date__gte=TODAY).exists()


def test_findings_of_check_ins_follow_from_their_evidence(seeded):
    """The stored verdict of a location is that of the portal's own rule."""
    homes = {h.employee_id: h for h in Home.objects.filter(confirmed_at__isnull=False)}
    checked = 0
    for proof in PlaceEvidence.objects.select_related("check_in__place"):
        tap = proof.check_in
        place = tap.place if tap.workplace == "wfo" else homes.get(tap.employee_id)
        if place is None:
            continue
        found = judge_location(
            Evidence(proof.latitude, proof.longitude, proof.accuracy_m, proof.age_s),
            [Target(place.latitude, place.longitude, place.radius_m)],
            tap.server_time,
        )
        assert found.outcome == tap.finding, tap
        in_flood = tap.review_reason == "emergency" and found.reason_code == "elsewhere"
        assert found.outcome == ACCEPTED or in_flood or found.reason_code == tap.review_reason
        checked += 1
    assert checked > 1000


def test_nobody_accepts_their_own_report_and_all_states_occur(seeded):
    reports = WorkReport.objects.all()
    assert set(reports.values_list("status", flat=True)) == {
        "draft", "submitted", "returned", "accepted",
    }  # fmt: skip
    for report in reports.select_related("employee").annotate(n=Count("items")):
        assert report.n >= 1
        assert report.decided_by_id != report.employee.user_id or report.decided_by_id is None
        assert workplace_of(report.employee, report.work_date) == "wfh"


def test_one_flood_is_over_and_one_recall_waits(seeded):
    flood = Emergency.objects.get()
    kelurahan = flood.units.get()
    assert (kelurahan.level, flood.status) == ("kelurahan", "in_force")
    assert (flood.starts_on, flood.ends_on) == (
        datetime.date(2026, 11, 11), datetime.date(2026, 11, 12),
    )  # fmt: skip
    assert flood.head_count == flood.terms.count() > 0
    assert bool(flood.breaches) == bool(flood.confirmation)
    at_home = DayRecord.objects.filter(
        date=flood.starts_on, employee__emergency_terms__isnull=False
    )
    assert set(at_home.values_list("workplace", flat=True)) == {"wfh"}
    recalled = RecalledDay.objects.select_related("recall__ordered_by__employee").get()
    assert recalled.status == "waiting"
    assert recalled.date > TODAY
    assert Assignment.objects.filter(
        employee=recalled.employee, date=recalled.date, published=True
    ).exists()
    assert workplace_of(recalled.employee, recalled.date) == "wfo"
    assert not Outbox.objects.filter(mailed_at__isnull=True, kind="recalled").exists()


def test_three_weeks_are_reported(seeded):
    weeks = Report.objects.filter(unit__code="1").order_by("starts_on")
    assert list(weeks.values_list("starts_on", flat=True)) == [
        datetime.date(2026, 11, 2),
        datetime.date(2026, 11, 9),
        datetime.date(2026, 11, 16),
    ]


def test_only_demo_accounts_can_sign_in(seeded, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    usable = [user for user in User.objects.all() if user.has_usable_password()]
    assert sorted(user.email for user in usable) == sorted(
        f"{role.name}@demo.example" for role, _user in seeded.accounts
    )
    assert len(usable) == 12
    table = accounts_table(seeded)
    assert len({user.password for user in usable}) == 1
    assert usable[0].check_password("peragaan-bekasi")
    for user in usable:
        assert user.email in table
        assert user.username in table


def test_the_demo_employee_is_at_home_today_and_has_done_nothing_yet(seeded):
    employee = Employee.objects.get(user__email="pegawai@demo.example")
    assert Assignment.objects.filter(employee=employee, date=TODAY, published=True).exists()
    assert not CheckIn.objects.filter(employee=employee, work_date=TODAY).exists()
    assert not WorkReport.objects.filter(employee=employee, work_date=TODAY).exists()
    assert Home.objects.filter(employee=employee, confirmed_at__isnull=False).exists()


def test_every_agency_has_unit_hr_and_every_role_is_held(seeded):
    agencies = Unit.objects.filter(level__in=["opd", "kecamatan"]).count()
    assert RoleGrant.objects.filter(role="unit_hr").count() == agencies
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(RoleGrant.Role.values)


def test_requests_for_review_stand_in_every_state(seeded):
    """The employee's own waits; the late one of a swap has gone up to BKPSDM."""
    found = set(ReviewRequest.objects.values_list("status", flat=True))
    assert found == {"waiting", "granted", "refused", "withdrawn"}
    accounts = {role.name: user for role, user in seeded.accounts}
    assert accounts["pegawai"].employee.reviews.get().status == "waiting"
    late = ReviewRequest.objects.get(status="waiting", swap__isnull=False)
    assert (late.turn, late.passed_on) == ("bkpsdm", 1)
    assert late.due_on < TODAY
    queue = reviews_to_answer(scope_for(accounts["bkpsdm"], TODAY))
    assert [one.pk for one in queue] == [late.pk]
    for review in ReviewRequest.objects.filter(answered_by__isnull=False):
        assert review.answered_by not in review.deciders.all()
