"""Planning runs: the real solver, outcomes kept per agency, nothing stored twice."""

import datetime

import pytest
from django.utils import translation

from schedules.models import (
    Assignment,
    Floor,
    Holiday,
    Period,
    Plan,
    PlanningRun,
    PlanningRunItem,
    PlanPart,
)
from schedules.planning import read_plan, read_problem, violations
from schedules.problems import problem_hash
from schedules.queries.runs import progress_of
from schedules.services import runs, solving
from schedules.services.runs import (
    cancel_run,
    request_planning_run,
    resume_runs,
    retry_failed,
    solve_agency,
    work_on_item,
)
from schedules.tasks import resume_planning_runs
from units.decisions import MovedOn, Refused
from units.models import Decision, Posting

from ..conftest import make_employee

D = datetime.date


@pytest.fixture
def staffed(city, policy):
    """Bidang Ekonomi and Bidang Sosial with three more people each."""
    for number, unit in enumerate((city.division, city.other_division)):
        for n in range(3):
            make_employee(
                f"1995010120190310{number}{n}", f"P{number}{n}", unit, city.positions.clerk
            )
    return city


@pytest.fixture
def ask(city, policy, period, known_holidays, eager, monday, django_capture_on_commit_callbacks):
    """Ask for a run and let its tasks run as a worker would; return the run afterwards."""

    def ask(*agencies):
        with django_capture_on_commit_callbacks(execute=True):
            run = request_planning_run(period, agencies or [city.agency], actor=city.wati.user)
        run.refresh_from_db()
        return run

    return ask


def test_the_outcome_is_kept_in_indonesian_for_who_reads_english(staffed, ask):
    with translation.override("en"):
        run = ask()
    assert run.items.get().message == "11 pegawai memenuhi syarat, 44 hari WFH."


def test_a_run_makes_a_proven_plan_with_parts_and_days_at_home(staffed, period, ask):
    run = ask()
    item = run.items.get()
    assert (run.status, item.status) == ("done", "done")
    assert item.message == "11 pegawai memenuhi syarat, 44 hari WFH."
    plan = Plan.objects.get()
    assert (plan.agency, plan.period, plan.version, plan.status, plan.working_week) == (
        staffed.agency, period, 1, "draft", 5
    )  # fmt: skip
    assert plan.problem_hash == problem_hash(plan.problem)
    problem, solution = read_problem(plan.problem), read_plan(plan.solution)
    assert solution.status == "optimal"
    assert all(goal.value == goal.bound for goal in solution.goals)
    stored = {}
    for employee, date in Assignment.objects.values_list("employee_id", "date"):
        stored.setdefault(str(employee), set()).add(date.isoformat())
    assert stored == {p: set(days) for p, days in solution.home.items() if days}
    assert violations(problem, stored) == []
    assert not Assignment.objects.filter(published=True).exists()
    assert set(PlanPart.objects.values_list("unit__code", "status")) == {
        ("BAPPELITBANGDA", "draft"),
        ("BAPPELITBANGDA-EKO", "draft"),
        ("BAPPELITBANGDA-SOS", "draft"),
    }
    decision = Decision.objects.get(act="draw_up_plan")
    assert decision.after["problem"] == plan.problem_hash
    assert decision.actor == staffed.wati.user


def test_a_part_without_anybody_eligible_is_not_made(city, ask):
    Posting.objects.filter(unit=city.agency).update(position=city.positions.head_of_agency)
    type(city.positions.head_of_agency).objects.filter(code="KABAN").update(
        presence="on_site", presence_reason="Pimpinan"
    )
    ask()
    assert list(PlanPart.objects.values_list("unit__code", flat=True)) == ["BAPPELITBANGDA-EKO"]


def test_floors_hold_on_every_day(staffed, policy, ask):
    Floor.objects.create(policy=policy, unit=staffed.division, text="Empat", on_site=4)
    ask()
    plan = Plan.objects.get()
    inside = Posting.objects.filter(unit=staffed.division).values("employee_id")
    for day in plan.problem["days"]:
        at_home = Assignment.objects.filter(date=day, employee_id__in=inside).count()
        assert 6 - at_home >= 4


def test_an_agency_without_eligible_people_is_skipped_with_the_reason(city, ask):
    run = ask(city.agency, city.service)
    outcomes = dict(run.items.values_list("agency__code", "status"))
    assert outcomes == {"BAPPELITBANGDA": "done", "DISDUKCAPIL": "skipped"}
    assert run.status == "done"
    assert "pelayanan langsung" in run.items.get(agency=city.service).message


def test_a_second_run_replaces_the_draft_by_a_new_version(city, ask):
    ask()
    ask()
    assert list(Plan.objects.order_by("version").values_list("version", "status")) == [
        (1, "superseded"),
        (2, "draft"),
    ]


@pytest.mark.parametrize("status", ["submitted", "approved", "published"])
def test_a_decided_plan_is_not_replaced(city, ask, status):
    ask()
    Plan.objects.update(status=status)
    before = list(Plan.objects.values_list("pk", "version", "status"))
    item = ask().items.get()
    assert item.status == "skipped"
    assert "tidak disusun ulang" in item.message
    assert list(Plan.objects.values_list("pk", "version", "status")) == before


def test_a_failure_stays_with_its_agency_and_can_be_tried_alone(
    city, policy, ask, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    real = runs.problems_for

    def broken(agency, *args, **kwargs):
        if agency.code == "BAPPELITBANGDA":
            raise ZeroDivisionError
        return real(agency, *args, **kwargs)

    monkeypatch.setattr(runs, "problems_for", broken)
    run = ask(city.agency, city.service)
    failed = run.items.get(agency=city.agency)
    assert (run.status, failed.status) == ("done", "failed")
    assert failed.message == "Penyusunan gagal dan tidak ada yang disimpan. Coba lagi unit ini."
    assert not Plan.objects.exists()
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        assert retry_failed(run, actor=city.wati.user) == 1
    run.refresh_from_db()
    failed.refresh_from_db()
    assert (run.status, failed.status) == ("done", "done")
    assert Plan.objects.count() == 1
    with pytest.raises(MovedOn):
        retry_failed(run, actor=city.wati.user)


def test_an_unlawful_plan_is_never_stored(city, policy, ask, monkeypatch):
    monkeypatch.setattr(
        solving, "violations", lambda problem, home: [type("V", (), {"text": "x"})()]
    )
    run = ask()
    assert run.items.get().status == "failed"
    assert not Plan.objects.exists()
    assert not Assignment.objects.exists()


def queue(city, period, **fields):
    run = PlanningRun.objects.create(
        period=period, requested_by=city.wati.user,
        requested_at=runs.clock.now() - datetime.timedelta(hours=1), **fields,
    )  # fmt: skip
    return run, PlanningRunItem.objects.create(run=run, agency=city.agency)


def test_a_cancelled_run_leaves_out_what_has_not_begun(city, policy, period, monday):
    run, item = queue(city, period)
    cancel_run(run, actor=city.wati.user)
    run.refresh_from_db()
    item.refresh_from_db()
    assert (run.status, item.status) == ("cancelled", "skipped")
    work_on_item(item.pk)
    assert not Plan.objects.exists()
    with pytest.raises(MovedOn):
        cancel_run(run, actor=city.wati.user)


def test_the_solver_reads_the_flag_while_it_works(city, policy, period, monday):
    run, item = queue(city, period, cancel_requested=True, status="running")
    work_on_item(item.pk)
    item.refresh_from_db()
    run.refresh_from_db()
    assert (item.status, item.message) == ("skipped", "Dibatalkan; tidak ada yang disimpan.")
    assert run.status == "cancelled"
    assert not Plan.objects.exists()


def test_only_one_worker_takes_an_item(city, policy, period, monday):
    _run, item = queue(city, period)
    work_on_item(item.pk)
    work_on_item(item.pk)
    assert Plan.objects.count() == 1


def test_what_a_stopped_worker_left_is_caught_up(
    city, policy, period, monday, eager, django_capture_on_commit_callbacks
):
    run, item = queue(city, period, status="running")
    long_ago = runs.clock.now() - datetime.timedelta(minutes=16)
    PlanningRunItem.objects.filter(pk=item.pk).update(status="running", started_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        assert resume_planning_runs() == 1
    run.refresh_from_db()
    assert run.status == "done"
    assert Plan.objects.count() == 1
    assert resume_runs() == 0


def test_an_item_at_work_is_left_alone(city, policy, period, monday):
    _run, item = queue(city, period, status="running")
    PlanningRunItem.objects.filter(pk=item.pk).update(status="running", started_at=runs.clock.now())
    assert resume_runs() == 0
    item.refresh_from_db()
    assert item.status == "running"


def silent(item, attempts):
    """Leave an item as a worker does that died over it a quarter of an hour ago."""
    long_ago = runs.clock.now() - datetime.timedelta(minutes=16)
    PlanningRunItem.objects.filter(pk=item.pk).update(
        status="running", started_at=long_ago, alive_at=long_ago, attempts=attempts
    )


def test_an_agency_over_which_three_workers_fell_silent_fails_with_a_sentence(
    city, policy, period, monday, eager, django_capture_on_commit_callbacks
):
    run, item = queue(city, period, status="running")
    for attempts in (1, 2):
        silent(item, attempts)
        resume_runs()
        item.refresh_from_db()
        assert (item.status, item.attempts) == ("queued", attempts)
        assert item.message == "Pekerja sebelumnya berhenti; menunggu dicoba lagi."
    silent(item, 3)
    resume_runs()
    item.refresh_from_db()
    run.refresh_from_db()
    assert (run.status, item.status) == ("done", "failed")
    assert item.message.startswith("Pekerja berhenti 3 kali saat menyusun unit ini")
    with django_capture_on_commit_callbacks(execute=True):
        retry_failed(run, actor=city.wati.user)
    item.refresh_from_db()
    assert (item.status, item.attempts) == ("done", 4)


def test_a_worker_that_wakes_up_late_stores_nothing(city, policy, period, monday):
    _run, item = queue(city, period, status="running")
    PlanningRunItem.objects.filter(pk=item.pk).update(status="running", attempts=1)
    item.refresh_from_db()
    PlanningRunItem.objects.filter(pk=item.pk).update(attempts=2)
    with pytest.raises(solving.Cancelled):
        solve_agency(item)
    assert not Plan.objects.exists()
    PlanningRunItem.objects.filter(pk=item.pk).update(status="failed", attempts=1)
    with pytest.raises(solving.Cancelled):
        solve_agency(item)
    assert not Plan.objects.exists()


def test_a_silent_item_of_a_cancelled_run_is_left_out(city, policy, period, monday):
    run, item = queue(city, period, status="running", cancel_requested=True)
    silent(item, 1)
    assert resume_runs() == 0
    item.refresh_from_db()
    run.refresh_from_db()
    assert (run.status, item.status) == ("cancelled", "skipped")


def test_a_retry_waits_for_another_run_of_the_agency(city, policy, period, monday):
    run, item = queue(city, period, status="done")
    PlanningRunItem.objects.filter(pk=item.pk).update(status="failed")
    queue(city, period)
    with pytest.raises(Refused, match="sedang disusun"):
        retry_failed(run, actor=city.wati.user)
    item.refresh_from_db()
    assert item.status == "failed"
    assert not Decision.objects.exists()


def test_progress_counts_the_settled_part_of_an_agency_at_work(city, policy, period, monday):
    run, item = queue(city, period, status="running")
    PlanningRunItem.objects.filter(pk=item.pk).update(status="running", percent=50)
    PlanningRunItem.objects.create(run=run, agency=city.service, status="done")
    progress = progress_of(list(run.items.all()))
    assert (progress["percent"], progress["finished"], progress["running"]) == (75, 1, 1)


def test_the_database_hears_how_far_an_agency_is(city, policy, period, monday, monkeypatch):
    _run, item = queue(city, period)
    heard = []
    real = runs.solve_checked

    def solve_checked(source, *, should_stop, progress):
        progress(1, 4)
        should_stop()
        heard.append(PlanningRunItem.objects.get(pk=item.pk).percent)
        return real(source, should_stop=should_stop, progress=progress)

    monkeypatch.setattr(runs, "solve_checked", solve_checked)
    work_on_item(item.pk)
    assert heard == [25]
    assert Plan.objects.count() == 1


def test_refused_requests_leave_nothing(city, policy, period, monday):
    with pytest.raises(Refused, match="paling sedikit satu"):
        request_planning_run(period, [], actor=city.wati.user)
    over = Period.objects.create(name="Lama", starts_on=D(2026, 11, 2), ends_on=D(2026, 11, 29))
    with pytest.raises(Refused, match="sudah berakhir"):
        request_planning_run(over, [city.agency], actor=city.wati.user)
    queue(city, period)
    with pytest.raises(Refused, match="Hari libur tahun 2026 belum dimuat"):
        request_planning_run(period, [city.agency], actor=city.wati.user)
    Holiday.objects.create(date=D(2026, 12, 25), name="Natal", kind="national")
    Holiday.objects.create(date=D(2027, 1, 1), name="Tahun Baru", kind="called_off")
    with pytest.raises(Refused, match="Hari libur tahun 2027 belum dimuat"):
        request_planning_run(period, [city.agency], actor=city.wati.user)
    Holiday.objects.update(kind="national")
    with pytest.raises(Refused, match="sedang disusun"):
        request_planning_run(period, [city.agency], actor=city.wati.user)
    assert PlanningRun.objects.count() == 1
    assert not Decision.objects.exists()


def test_solving_the_same_records_gives_the_same_plan(staffed, period, monday):
    _run, item = queue(staffed, period)
    PlanningRunItem.objects.filter(pk=item.pk).update(status="running")
    (first,) = solve_agency(item)
    (second,) = solve_agency(item)
    assert first.problem_hash == second.problem_hash
    assert first.solution == second.solution
