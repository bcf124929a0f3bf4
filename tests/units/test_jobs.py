"""The job log: every scheduled job records itself, and BKPSDM runs one again."""

import datetime

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from units import jobs as job_class
from units.decisions import MovedOn, Refused
from units.jobs import scheduled_names, tally, task_of
from units.models import Decision, JobRun
from units.queries.jobs import next_run
from units.services.jobs import ask_job, begin_job, fail_job, forget_old_runs
from units.tasks import end_due_employments

CLOSE = "attendance.tasks.close_days"
LEFT = "units.tasks.end_due_employments"


@pytest.fixture
def nothing_sent(monkeypatch):
    """Keep messages from the queue on disk; what is sent is what the test asks for."""
    sent = []
    for name in scheduled_names():
        monkeypatch.setattr(task_of(name), "delay", lambda name=name: sent.append(name))
    return sent


def test_every_scheduled_job_has_a_title_and_records_itself():
    for name in scheduled_names():
        task = task_of(name)
        assert task.title, name
        assert isinstance(task, job_class.RecordedJob)


def test_a_run_says_what_it_did_and_idle_ones_share_one_row(city, monday, monkeypatch):
    answers = iter([0, 0, 3, 0])
    monkeypatch.setattr("units.tasks.deactivate_departed", lambda: next(answers))
    assert [end_due_employments() for _run in range(4)] == [0, 0, 3, 0]
    rows = JobRun.objects.filter(job=LEFT).order_by("pk")
    assert [(one.state, one.done) for one in rows] == [("done", 3), ("done", 0)]
    assert rows[0].ended_at == timezone.now()


def test_a_failed_run_is_kept_without_the_text_of_its_error(city, monday, monkeypatch):
    def fail():
        raise ValueError("NIP 199001012015032001")

    monkeypatch.setattr("units.tasks.deactivate_departed", fail)
    with pytest.raises(ValueError):
        end_due_employments()
    run = JobRun.objects.get()
    assert (run.state, run.error) == ("failed", "ValueError")


def test_a_worker_that_fell_silent_is_told(city, monday, time_machine):
    silent = begin_job(CLOSE)
    time_machine.shift(datetime.timedelta(hours=7))
    again = begin_job(CLOSE)
    assert again != silent
    assert JobRun.objects.get(pk=silent).state == "failed"


def test_what_results_mean():
    assert tally(4) == (4, {})
    assert tally({"2026-12-07": 3, "2026-12-08": 0}) == (3, {})
    assert tally({"closed": ["Periode 12"], "corrected": 2}) == (3, {})
    assert tally({"done": 2, "skipped": {"review": 1}}) == (2, {"review": 1})
    assert tally((2, 5)) == (7, {})
    assert tally(None) == (0, {})
    weekly = task_of("reports.tasks.build_due_weekly_reports").tally
    answers = {"2026-11-30": "done: 6 new", "2026-12-07": "failed: DoesNotReconcile"}
    assert weekly(answers) == (1, {"2026-12-07, failed: DoesNotReconcile": 1})


def test_bkpsdm_runs_a_job_again_and_once(
    city, monday, nothing_sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run = ask_job(CLOSE, actor=city.wati.user)
    assert nothing_sent == [CLOSE]
    assert Decision.objects.get().act == "ask_job"
    with pytest.raises(MovedOn):
        ask_job(CLOSE, actor=city.wati.user)
    assert begin_job(CLOSE) == run.pk
    with pytest.raises(MovedOn):
        ask_job(CLOSE, actor=city.wati.user)
    assert JobRun.objects.get().state == "running"


def test_a_lost_message_is_asked_for_again(city, monday, nothing_sent, time_machine):
    run = ask_job(CLOSE, actor=city.wati.user)
    time_machine.shift(datetime.timedelta(minutes=11))
    assert ask_job(CLOSE, actor=city.wati.user).pk == run.pk
    assert JobRun.objects.count() == 1


@pytest.mark.parametrize("who", ["sari", "dewi", "hana", "bagus"])
def test_nobody_else_runs_jobs(city, monday, who):
    person = getattr(city, who)
    with pytest.raises(Refused):
        ask_job(CLOSE, actor=getattr(person, "user", person))
    assert JobRun.objects.count() == Decision.objects.count() == 0


def test_old_runs_are_forgotten(city, monday, time_machine):
    fail_job(begin_job(CLOSE), ValueError("lama"))
    time_machine.shift(datetime.timedelta(days=91))
    kept = begin_job(CLOSE)
    assert forget_old_runs() == 1
    assert JobRun.objects.get().pk == kept


def test_when_a_job_comes_next():
    schedule = settings.CELERY_BEAT_SCHEDULE["close-days"]["schedule"]  # 00.30 and 12.30
    zone = timezone.get_default_timezone()
    nine = datetime.datetime(2026, 12, 7, 9, tzinfo=zone)
    assert next_run(schedule, nine) == datetime.datetime(2026, 12, 7, 12, 30, tzinfo=zone)
    night = datetime.datetime(2026, 12, 7, 12, 30, tzinfo=zone)
    assert next_run(schedule, night) == datetime.datetime(2026, 12, 8, 0, 30, tzinfo=zone)
    minute_ago = nine - datetime.timedelta(seconds=20)
    assert next_run(60.0, nine, minute_ago) == nine + datetime.timedelta(seconds=40)
    assert next_run(60.0, nine, nine - datetime.timedelta(hours=2)) == nine


def test_the_pages(city, monday, as_, nothing_sent, django_assert_num_queries):
    client = as_(city.wati)
    run = begin_job("attendance.tasks.erase_old_coordinates")
    JobRun.objects.filter(pk=run).update(
        state="done", ended_at=timezone.now(), done=12, skipped={"correction": 3}
    )
    with django_assert_num_queries(7):
        page = client.get(reverse("units:job_list")).content.decode()
    assert "Menghapus data rinci yang lewat masa simpan" in page
    assert "3: koreksi belum diputuskan" in page
    with django_assert_num_queries(9):
        log = client.get(reverse("units:job_log", args=["erase-old-coordinates"])).content.decode()
    assert "7 Des 2026 09.00" in log
    answer = client.post(reverse("units:job_run", args=["close-days"]), follow=True)
    assert "Menutup rekap harian diminta" in answer.content.decode()
    assert client.get(reverse("units:job_log", args=["tidak-ada"])).status_code == 404
