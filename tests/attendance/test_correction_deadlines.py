"""Corrections wait for a person: evidence in a private file, reminders, the next level, a trail."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from attendance.models import Correction, DayRecord
from attendance.services.closing import close_day
from attendance.services.corrections import ask_correction, decide_correction
from attendance.tasks import follow_up_corrections
from tests.attendance.conftest import MONDAY, at_time
from tests.attendance.test_report_evidence import PDF, jpeg, pdf
from units.decisions import Refused
from units.models import Outbox, PrivateFile, RoleGrant

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + datetime.timedelta(days=1)
# Asked on Tuesday, two working days for the superior.
DUE = TUESDAY + datetime.timedelta(days=2)


@pytest.fixture
def tuesday(city, hours, policy, time_machine):
    """The morning after Monday, which is closed with nobody there."""
    time_machine.move_to(at_time(TUESDAY, 9), tick=False)
    close_day(MONDAY)
    return city


def asked(person, **changes):
    values = {"kind": "forgot", "reason": "Ponsel mati", "came": datetime.time(7, 30),
              "left": datetime.time(16), **changes}  # fmt: skip
    return ask_correction(person, work_date=MONDAY, actor=person.user, **values)


def told():
    return sorted(Outbox.objects.values_list("kind", "recipient__employee__name"))


def test_a_picture_or_pdf_is_kept_for_who_decides_and_nobody_else(tuesday, as_):
    city = tuesday
    page = reverse("attendance:correction_new", args=[MONDAY])
    form = {"kind": "forgot", "reason": "Ponsel mati", "came": "07:30", "left": "16:00"}
    as_(city.sari).post(page, form | {"upload": pdf("<b>surat.pdf")})
    correction = Correction.objects.get()
    file = correction.evidence_file
    assert (file.name, file.content_type, bytes(file.content.data)) == (
        "b_surat.pdf", "application/pdf", PDF,
    )  # fmt: skip
    link = reverse("attendance:correction_file", args=[file.pk])
    for person in (city.sari, city.rudi, city.dewi, city.hana, city.wati):
        answer = as_(person).get(link)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer["Content-Disposition"].startswith("attachment")
    for person in (city.tono, city.umar, city.yanti, city.bagus, city.laras, city.komisi):
        assert as_(person).get(link).status_code == 404
    shown = as_(city.rudi).get(reverse("attendance:correction_detail", args=[correction.pk])).text
    assert link in shown


def test_a_photo_is_made_anew_and_anything_else_is_refused(tuesday, as_):
    correction = asked(tuesday.sari, upload=jpeg())
    assert correction.evidence_file.content_type == "image/jpeg"
    page = reverse("attendance:correction_new", args=[MONDAY])
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("x.pdf", b"<html>", "application/pdf")
    form = {"kind": "forgot", "reason": "Ponsel mati", "came": "07:30", "upload": bad}
    answer = as_(tuesday.tono).post(page, form)
    assert answer.status_code == 422
    assert "Ponsel mati" in answer.text
    assert (Correction.objects.count(), PrivateFile.objects.count()) == (1, 1)


def test_a_second_request_leaves_no_file_behind(tuesday):
    asked(tuesday.sari)
    with pytest.raises(Refused):
        asked(tuesday.sari, upload=pdf())
    assert PrivateFile.objects.count() == 0


def test_the_superior_is_reminded_then_the_next_level_told_and_nothing_decided(
    tuesday, time_machine, as_
):
    city = tuesday
    correction = asked(city.sari)
    assert correction.due_on == DUE
    Outbox.objects.all().delete()
    time_machine.move_to(at_time(DUE - datetime.timedelta(days=1), 8), tick=False)
    assert follow_up_corrections() == (0, 0)
    time_machine.move_to(at_time(DUE, 8), tick=False)
    assert (follow_up_corrections(), follow_up_corrections()) == ((1, 0), (0, 0))
    assert told() == [("corrections_due", city.rudi.name)]
    detail = reverse("attendance:correction_detail", args=[correction.pk])
    assert "Atasan diingatkan 10 Desember 2026 08.00." in as_(city.sari).get(detail).text
    Outbox.objects.all().delete()
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=1), 8), tick=False)
    assert (follow_up_corrections(), follow_up_corrections()) == ((0, 1), (0, 0))
    assert told() == [
        ("correction_passed_on", city.sari.name),
        ("corrections_escalated", city.dewi.name),
        ("corrections_overdue", city.rudi.name),
    ]
    assert "Lewat batas; diteruskan ke atasan berikutnya" in as_(city.sari).get(detail).text
    correction.refresh_from_db()
    assert correction.status == "waiting", "never decided by time"
    assert DayRecord.objects.get(employee=city.sari, date=MONDAY).verdict == "unexplained"
    decide_correction(correction, accepted=True, reason="", actor=city.dewi.user)
    assert DayRecord.objects.get(employee=city.sari, date=MONDAY).verdict == "present"


def test_above_the_head_of_an_agency_the_secretary_decides_once_it_is_late(
    tuesday, time_machine, as_
):
    city = tuesday
    RoleGrant.objects.create(user=city.laras, role="sekda", starts_on=MONDAY)
    correction = asked(city.hana)
    detail = reverse("attendance:correction_detail", args=[correction.pk])
    with pytest.raises(PermissionDenied):
        decide_correction(correction, accepted=True, reason="", actor=city.laras)
    assert as_(city.laras).get(detail).status_code == 404
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=1), 8), tick=False)
    assert follow_up_corrections() == (0, 1)
    assert as_(city.laras).get(detail).status_code == 200
    decide_correction(correction, accepted=True, reason="", actor=city.laras)
    correction.refresh_from_db()
    assert (correction.status, correction.decided_by) == ("accepted", city.laras)


def test_one_from_before_there_were_deadlines_gets_its_own(tuesday, time_machine):
    correction = asked(tuesday.sari)
    Correction.objects.update(due_on=None)
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=1), 8), tick=False)
    assert follow_up_corrections() == (0, 1)
    correction.refresh_from_db()
    assert correction.due_on == DUE


def test_what_is_decided_or_withdrawn_concerns_nobody(tuesday, time_machine):
    correction = asked(tuesday.sari)
    decide_correction(correction, accepted=False, reason="Tidak ada bukti", actor=tuesday.rudi.user)
    time_machine.move_to(at_time(DUE + datetime.timedelta(days=9), 8), tick=False)
    assert follow_up_corrections() == (0, 0)
