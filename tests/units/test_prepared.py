"""Queries that are written once answer like those that are written each time, or not at all."""

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count

from tests.attendance.conftest import MONDAY
from units.access import on_day
from units.models import Employee, Posting
from units.prepared import PreparedQuery

pytestmark = pytest.mark.django_db


def _posting(employee, day, kind):
    return Posting.objects.filter(on_day(day), employee=employee, kind=kind).values_list(
        "unit__name", "is_head"
    )


DEFINITIVE = Posting.Kind.DEFINITIVE
POSTING = PreparedQuery(_posting, employee=int, day=datetime.date, kind=str)


def test_it_answers_for_each_value_what_the_queryset_answers(city):
    for person in (city.sari, city.rudi, city.dewi):
        for day in (MONDAY, datetime.date(1999, 1, 1)):
            for kind in Posting.Kind.values:
                values = {"employee": person.pk, "day": day, "kind": kind}
                assert POSTING.all(**values) == list(_posting(**values))
    assert POSTING.first(employee=city.sari.pk, day=MONDAY, kind=DEFINITIVE) == (
        "Bidang Ekonomi",
        0,
    )
    assert POSTING.first(employee=0, day=MONDAY, kind=DEFINITIVE) is None


def _objects(employee):
    return (
        Posting.objects.filter(employee=employee)
        .select_related("employee", "unit", "position")
        .annotate(same_unit=Count("unit__postings"))
    )


def test_objects_come_with_what_they_select(city, django_assert_num_queries):
    prepared = PreparedQuery(_objects, employee=int)
    for person in (city.sari, city.rudi):
        expected = _objects(person.pk).get()
        with django_assert_num_queries(1):
            (found,) = prepared.all(employee=person.pk)
            assert (found, found.employee, found.unit, found.position, found.same_unit) == (
                expected, person, expected.unit, expected.position, expected.same_unit,
            )  # fmt: skip
        assert found.starts_on == expected.starts_on
        assert found.__dict__.keys() == expected.__dict__.keys()


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_get_their_own_answers(city):
    def ask(person):
        try:
            return [POSTING.all(employee=person, day=MONDAY, kind=DEFINITIVE) for _ in range(30)]
        finally:
            connection.close()

    people = [city.sari.pk, city.rudi.pk, city.dewi.pk, 0] * 2
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, people))
    for person, answer in zip(people, answers, strict=True):
        assert answer == [list(_posting(person, MONDAY, DEFINITIVE))] * 30


def test_texts_are_values_and_never_sql(city):
    assert POSTING.all(employee=city.sari.pk, day=MONDAY, kind="' OR 1=1 --") == []


def test_values_left_out_or_unknown_are_refused(city):
    for values in ({}, {"employee": 1, "day": MONDAY}, {"employee": 1, "day": MONDAY, "who": 1}):
        with pytest.raises(TypeError):
            POSTING.all(**values)


@pytest.mark.parametrize(
    "build",
    [
        lambda day: Employee.objects.filter(joined_on=day + datetime.timedelta(days=1)),
        lambda day: Employee.objects.filter(joined_on__year=day.year),
        lambda day: Employee.objects.all(),
        lambda day: Employee.objects.none(),
    ],
    ids=["computed", "part of it", "left out", "empty"],
)
def test_a_query_that_does_not_hold_its_values_is_refused(build):
    with pytest.raises((TypeError, EmptyResultSet)):
        PreparedQuery(build, day=datetime.date).all(day=MONDAY)


def _told():
    """Return how many questions this connection of PostgreSQL knows by name; None elsewhere."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'portal_%'")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_told_anew_and_a_pooled_one_never(city):
    values = {"employee": city.sari.pk, "day": MONDAY, "kind": DEFINITIVE}
    expected = list(_posting(**values))
    prepared = PreparedQuery(_posting, employee=int, day=datetime.date, kind=str)
    for _connection in range(2):
        connection.close()
        assert _told() in (0, None)
        assert [prepared.all(**values) for _ in range(7)] == [expected] * 7
        assert _told() in (1, None)
    connection.close()
    settings_of = connection.settings_dict
    settings_of["DISABLE_SERVER_SIDE_CURSORS"] = True
    try:
        assert prepared.all(**values) == expected
        assert _told() in (0, None)
    finally:
        settings_of["DISABLE_SERVER_SIDE_CURSORS"] = False
