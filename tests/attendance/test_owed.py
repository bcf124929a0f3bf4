"""What waits for an account: one mechanism behind *Hari ini* and *Tim saya*."""

import uuid

import pytest
from django.urls import reverse

from attendance.models import CheckIn, WorkReport
from attendance.queries import owed
from tests.attendance.conftest import MONDAY, at_time
from units import clock
from units.access import scope_for
from units.todos import Todo, capped

pytestmark = pytest.mark.django_db
TODAY = reverse("attendance:today")
TEAM = reverse("attendance:team")


def to_review(person):
    return CheckIn.objects.create(
        employee=person, work_date=MONDAY, direction="in", workplace="wfo",
        server_time=at_time(MONDAY, 7), finding="review", review_reason="no_location",
        key=uuid.uuid4(),
    )  # fmt: skip


def to_examine(person):
    return WorkReport.objects.create(
        employee=person, work_date=MONDAY, status="submitted", due_on=MONDAY,
        submitted_at=at_time(MONDAY, 15),
    )  # fmt: skip


@pytest.fixture
def waiting(city, hours, monday):
    to_review(city.sari)
    to_examine(city.sari)
    return city


def texts(todos):
    return [todo.text for todo in todos]


def test_a_head_has_the_same_decisions_on_both_pages(waiting):
    scope = scope_for(waiting.rudi.user)
    on_today = owed.owed_by(scope, clock.now())
    assert texts(on_today) == [
        "1 presensi perlu ditinjau", "1 laporan harian menunggu diperiksa",
    ]  # fmt: skip
    # Tim saya lists the check-ins themselves.
    assert owed.waiting_for(scope, clock.now()) == on_today[1:]


@pytest.mark.parametrize("who", ["sari", "umar", "hana"])
def test_nothing_waits_for_who_does_not_decide(waiting, who):
    assert owed.owed_by(scope_for(getattr(waiting, who).user), clock.now()) == []


def test_what_is_urgent_comes_first_and_keeps_its_order(waiting, monkeypatch):
    def a(scope, now):
        return [Todo("review", "a", "/", "Buka"), Todo("review", "b", "/", "Buka", urgent=True)]

    def c(scope, now):
        return [Todo("review", "c", "/", "Buka", urgent=True)]

    monkeypatch.setattr(owed, "DECISIONS", (a, c))
    scope = scope_for(waiting.rudi.user)
    day = Todo("wfh", "hari ini", "/", "Isi")
    assert texts(owed.owed_by(scope, clock.now(), [day])) == ["b", "c", "hari ini", "a"]
    assert texts(owed.waiting_for(scope, clock.now())) == ["b", "c", "a"]


@pytest.mark.parametrize(("n", "shown"), [(3, 3), (4, 4), (9, 4)])
def test_many_of_a_kind_are_folded_into_one_line(n, shown):
    todos = capped([Todo("wfh", str(i), "/", "Isi") for i in range(n)], "{} lagi".format, "/semua")
    assert len(todos) == shown
    assert todos[:3] == [Todo("wfh", str(i), "/", "Isi") for i in range(3)]
    if n > 3:
        assert (todos[3].text, todos[3].link) == (f"{n - 3} lagi", "/semua")


def test_the_page_folds_what_is_beyond_the_sixth_line(waiting, as_, monkeypatch):
    def many(scope, now):
        return [Todo("review", f"hal {i}", f"/x/{i}/", "Buka", about=f"ke-{i}") for i in range(8)]

    monkeypatch.setattr(owed, "DECISIONS", (many,))
    for page in (TODAY, TEAM):
        text = as_(waiting.rudi).get(page).text
        before, folded = text.split("<summary>2 lagi</summary>")
        assert [f"/x/{i}/" in before for i in range(8)] == [True] * 6 + [False] * 2
        assert "/x/6/" in folded and "/x/7/" in folded


def test_words_of_people_stay_words(waiting, as_, monkeypatch):
    def bad(scope, now):
        return [Todo("review", "<script>1</script>", "/", "<b>", "<i>x</i>", "<u>")]

    monkeypatch.setattr(owed, "DECISIONS", (bad,))
    text = as_(waiting.rudi).get(TODAY).text
    assert "&lt;script&gt;1&lt;/script&gt;" in text
    for tag in ("<script>1", "<i>x", "<b>", "<u>"):
        assert tag not in text.split('id="ditunggu"')[1].split("</section>")[0]


@pytest.mark.parametrize("more", [0, 2])
def test_what_waits_costs_the_same_for_one_and_three(waiting, django_assert_num_queries, more):
    for person in (waiting.tono, waiting.rudi)[:more]:
        to_review(person)
        to_examine(person)
    scope = scope_for(waiting.dewi.user)
    _ = scope.head_unit_ids, scope.hr_unit_ids, scope.roles
    with django_assert_num_queries(20):
        owed.owed_by(scope, clock.now())
