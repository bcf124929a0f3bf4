"""The ladder of PP 94/2021, by hand and by hypothesis, and the warnings that it raises."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from attendance.discipline import STEPS, standing_of, warnings_of
from attendance.models import AbsenceFinding, DayRecord, DisciplineWarning
from attendance.services.discipline import acknowledge_warning
from attendance.tasks import remind_of_warnings, watch_discipline
from tests.attendance.conftest import MONDAY, at_time
from units.decisions import MovedOn, Refused
from units.models import Outbox

FIRST = datetime.date(2026, 3, 2)


def working_days(count, start=FIRST):
    days, day = [], start
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += datetime.timedelta(days=1)
    return days


def absent(count, start=FIRST):
    return [(day, "absent") for day in working_days(count, start)]


@pytest.mark.parametrize(
    ("count", "reached", "following"),
    [
        (0, 0, 3), (2, 0, 3), (3, 3, 4), (4, 4, 7), (6, 4, 7), (7, 7, 11), (10, 7, 11),
        (11, 11, 14), (14, 14, 17), (17, 17, 21), (20, 17, 21), (21, 21, 25), (25, 25, 28),
        (27, 25, 28), (28, 28, 0), (40, 28, 0),
    ],
)  # fmt: skip
def test_each_step_of_the_year(count, reached, following):
    rung = standing_of(absent(count), 2026).cumulative
    assert (rung.count, rung.reached, rung.following) == (count, reached, following)


def test_ten_days_in_a_row_over_weekends_are_a_step_of_their_own():
    standing = standing_of(absent(10), 2026)
    assert (standing.consecutive.count, standing.consecutive.reached) == (10, 10)
    assert standing.run == tuple(working_days(10))


@pytest.mark.parametrize("between", ["present", "away", "incomplete", "unexplained", "review"])
def test_a_day_worked_excused_or_undecided_breaks_the_run(between):
    days = absent(11)
    days[5] = (days[5][0], between)
    standing = standing_of(days, 2026)
    assert (standing.cumulative.count, standing.consecutive.count) == (10, 5)


def test_a_holiday_breaks_nothing_and_counts_nothing():
    days = absent(10)
    days[4] = (days[4][0], "holiday")
    standing = standing_of(days, 2026)
    assert (standing.cumulative.count, standing.consecutive.count) == (9, 9)


def test_a_run_goes_over_the_new_year_and_the_sum_does_not():
    standing = standing_of(absent(10, datetime.date(2026, 12, 28)), 2027)
    assert standing.cumulative.count == 6
    assert standing.consecutive.count == 10
    assert standing_of(absent(4, datetime.date(2026, 12, 21)), 2027).consecutive.count == 0


def test_warnings_come_before_each_step_and_at_it():
    def steps(count, ahead=2):
        return {
            (step, level)
            for basis, step, level, _n in warnings_of(standing_of(absent(count), 2026), ahead)
            if basis == "cumulative"
        }

    assert steps(0) == set()
    assert steps(1) == {(3, "near")}
    assert steps(3) == {(3, "reached"), (4, "near")}
    assert steps(4) == {(4, "reached")}
    assert steps(5) == {(4, "reached"), (7, "near")}
    assert steps(28) == {(28, "reached")}
    assert steps(2, ahead=0) == set()
    for step in STEPS:
        assert (step, "near") in steps(step - 1, ahead=1)
        assert (step, "reached") in steps(step)


STATUSES = st.sampled_from(["absent", "present", "away", "unexplained", "holiday"])


@given(st.lists(STATUSES, max_size=60), st.randoms())
def test_counts_are_those_of_a_second_reading_in_any_order(statuses, chance):
    days = list(zip(working_days(len(statuses)), statuses, strict=True))
    shuffled = list(days)
    chance.shuffle(shuffled)
    standing = standing_of(shuffled, 2026)
    text = "".join("A" if s == "absent" else "." for s in statuses if s != "holiday")
    assert standing.cumulative.count == text.count("A")
    assert standing.consecutive.count == max(map(len, text.split(".")), default=0)


@given(st.lists(STATUSES, min_size=1, max_size=60), st.data())
def test_excusing_a_day_never_brings_anybody_nearer(statuses, data):
    days = list(zip(working_days(len(statuses)), statuses, strict=True))
    number = data.draw(st.integers(0, len(days) - 1))
    excused = list(days)
    excused[number] = (days[number][0], "away")
    before, after = standing_of(days, 2026), standing_of(excused, 2026)
    assert after.cumulative.count <= before.cumulative.count
    if statuses[number] != "holiday":
        assert after.consecutive.count <= before.consecutive.count


# --- with the database


def confirm(city, employee, days):
    for day in days:
        DayRecord.objects.create(
            employee=employee, unit=city.division, date=day, workplace="wfo", verdict="absent",
            closed_at=at_time(day, 23),
        )  # fmt: skip
        AbsenceFinding.objects.create(
            employee=employee, unit=city.division, date=day, asked_at=at_time(day, 23),
            answer_due_on=day, outcome="confirmed", reason="Tidak hadir", answer="#set page()",
            decided_by=city.rudi.user, decided_at=at_time(day, 23),
        )  # fmt: skip


@pytest.fixture
def three(city, hours, time_machine):
    """Sari has three confirmed days by Monday morning."""
    time_machine.move_to(at_time(MONDAY, 9), tick=False)
    confirm(city, city.sari, working_days(3, MONDAY - datetime.timedelta(days=7)))
    watch_discipline()
    return {one.step: one for one in DisciplineWarning.objects.all()}


@pytest.mark.django_db
def test_warnings_are_raised_once_and_both_are_told(city, three):
    assert {(step, one.level, one.count) for step, one in three.items()} == {
        (3, "reached", 3), (4, "near", 3),
    }  # fmt: skip
    assert watch_discipline() == 0
    assert Outbox.objects.filter(kind="discipline_warning", recipient=city.rudi.user).count() == 2
    assert Outbox.objects.filter(kind="discipline_own", recipient=city.sari.user).count() == 2


@pytest.mark.django_db
def test_a_day_excused_later_lets_warnings_lapse_and_keeps_them(city, three):
    DayRecord.objects.filter(employee=city.sari).update(verdict="away")
    assert watch_discipline() == 2
    assert set(DisciplineWarning.objects.values_list("status", flat=True)) == {"lapsed"}
    DayRecord.objects.filter(employee=city.sari).update(verdict="absent")
    watch_discipline()
    assert set(DisciplineWarning.objects.values_list("status", flat=True)) == {"open"}


@pytest.mark.django_db
def test_a_step_that_is_reached_needs_a_new_acknowledgement(city, three):
    near = acknowledge_warning(three[4], note="Dipanggil", actor=city.rudi.user)
    assert near.status == "acknowledged"
    confirm(city, city.sari, [MONDAY - datetime.timedelta(days=4)])
    watch_discipline()
    near.refresh_from_db()
    assert (near.level, near.status, near.acknowledged_by) == ("reached", "open", None)
    three[3].refresh_from_db()
    assert three[3].status == "open"  # the step below stays as it stands


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["sari", "tono", "hana", "yanti"])
def test_only_the_superior_or_bkpsdm_acknowledges(city, three, who):
    with pytest.raises(PermissionDenied):
        acknowledge_warning(three[3], note="Baik", actor=getattr(city, who).user)
    three[3].refresh_from_db()
    assert three[3].status == "open"


@pytest.mark.django_db
def test_an_acknowledgement_says_what_is_done_and_happens_once(city, three):
    with pytest.raises(Refused):
        acknowledge_warning(three[3], note=" ", actor=city.rudi.user)
    acknowledge_warning(three[3], note="Diperiksa Kamis", actor=city.rudi.user)
    with pytest.raises(MovedOn):
        acknowledge_warning(three[3], note="Lagi", actor=city.dewi.user)


@pytest.mark.django_db
def test_what_nobody_acknowledges_is_reminded_and_then_goes_up(city, three, time_machine):
    acknowledge_warning(three[4], note="Dipanggil", actor=city.rudi.user)
    Outbox.objects.all().delete()
    assert remind_of_warnings() == 0
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=2), 8), tick=False)
    assert (remind_of_warnings(), remind_of_warnings()) == (1, 0)
    unread = Outbox.objects.filter(kind="discipline_unread")
    assert set(unread.values_list("recipient", flat=True)) == {city.rudi.user.pk}
    time_machine.move_to(at_time(MONDAY + datetime.timedelta(days=4), 8), tick=False)
    assert (remind_of_warnings(), remind_of_warnings()) == (1, 0)
    assert set(unread.values_list("recipient", flat=True)) == {
        city.rudi.user.pk, city.dewi.user.pk, city.wati.user.pk,
    }  # fmt: skip


@pytest.mark.django_db
def test_the_page_and_the_paper_name_who_confirmed(client, city, three):
    client.force_login(city.sari.user)
    page = client.get(f"/disiplin/{three[3].pk}/").content.decode()
    assert page.count("Rudi Hartono") >= 3
    assert "Portal ini tidak menjatuhkan hukuman" in page
    assert "Saya mengetahui" not in page
    paper = client.get(f"/disiplin/{three[3].pk}/bukti.pdf")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    client.force_login(city.tono.user)
    assert client.get(f"/disiplin/{three[3].pk}/").status_code == 404
    assert client.get(f"/disiplin/{three[3].pk}/bukti.pdf").status_code == 404


@pytest.mark.django_db
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    client, city, three, django_assert_num_queries
):
    confirm(city, city.tono, working_days(1, MONDAY - datetime.timedelta(days=7)))
    watch_discipline()
    client.force_login(city.rudi.user)
    client.get("/disiplin/")
    assert DisciplineWarning.objects.count() == 3
    with django_assert_num_queries(7):
        client.get("/disiplin/")
    DisciplineWarning.objects.exclude(employee=city.tono).delete()
    with django_assert_num_queries(7):
        client.get("/disiplin/")
