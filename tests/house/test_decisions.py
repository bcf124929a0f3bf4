"""Decisions are chained and cannot be changed."""

import pytest
from django.db import DatabaseError, transaction

from units.decisions import decisions_on, first_broken_link, record_decision
from units.models import Decision


@pytest.fixture
def decided(city, monday):
    with transaction.atomic():
        return [
            record_decision(
                city.division, "coba", actor=city.wati.user, unit=city.agency, reason=reason
            )
            for reason in ("pertama", "kedua", "ketiga")
        ]


def test_each_decision_follows_from_the_one_before(decided):
    assert [d.previous_hash for d in decided[1:]] == [d.hash for d in decided[:2]]
    assert first_broken_link() is None
    assert [d.reason for d in decisions_on(decided[0].unit.children.first())] == [
        "ketiga", "kedua", "pertama",
    ]  # fmt: skip


def test_the_database_refuses_to_change_a_decision(decided):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Decision.objects.filter(pk=decided[0].pk).update(reason="lain")
    decided[0].refresh_from_db()
    assert decided[0].reason == "pertama"


@pytest.mark.django_db
def test_a_forged_row_breaks_the_chain(decided):
    Decision.objects.create(
        subject_type="units.Unit", subject_id=1, subject_text="x", act="palsu",
        decided_at=decided[0].decided_at, previous_hash=decided[-1].hash, hash="f" * 64,
    )  # fmt: skip
    assert first_broken_link().act == "palsu"


@pytest.mark.django_db(transaction=True)
def test_a_decision_outside_a_transaction_is_refused(city):
    with pytest.raises(RuntimeError):
        record_decision(city.division, "coba", actor=city.wati.user)
    assert Decision.objects.count() == 0
