"""The addresses of response checks: the person, who decides for them and BKPSDM."""

import datetime

from attendance.models import ResponseCheck
from tests.matrix import Row, everybody
from tests.matrix_attendance_watch import SEES, WATCHES
from units import clock

EMPLOYED = everybody(200, leadership=403, inspectorate=403, council=403)
HEADS = everybody(403, head=200, agency_head=200, foreign_head=200)


def call(city, days_ago=0):
    now = clock.now() - datetime.timedelta(days=days_ago, minutes=10)
    made = ResponseCheck.objects.create(
        employee=city.sari, unit=city.division, work_date=clock.today(), number=1,
        called_by=city.rudi.user, called_at=now, due_at=now + datetime.timedelta(minutes=5),
        explain_by=clock.today() - datetime.timedelta(days=days_ago),
    )  # fmt: skip
    return {"pk": made.pk}


def missed(city):
    return call(city, days_ago=1)


def ruled(city):
    return {"decision": "excused", "reason": "Rapat"}


ROWS = [
    Row("attendance:own_response_checks", EMPLOYED),
    Row(
        "attendance:response_call_now",
        everybody(286, leadership=403, inspectorate=403, council=403),
        note="without a moment to ask until the page is told to stop",
    ),
    Row("attendance:response_check_list", WATCHES),
    Row("attendance:response_check_new", HEADS),
    Row(
        "attendance:response_check_new",
        everybody(403, head=302, agency_head=302, foreign_head=302),
        method="post",
        data=lambda city: {},
    ),
    Row(
        "attendance:response_check_new",
        everybody(403, head=302, agency_head=302, foreign_head=403),
        method="post",
        data=lambda city: {"pegawai": city.sari.pk},
        note="of whom the account does not decide nobody is called",
    ),
    Row("attendance:response_check_detail", SEES, kwargs=call),
    Row(
        "attendance:response_check_detail",
        everybody(404, employee=302, head=422, agency_head=422, city_hr=422),
        kwargs=call,
        method="post",
        data=lambda city: {"text": "Rapat"},
        note="an explanation is the person's",
    ),
    Row(
        "attendance:response_check_detail",
        everybody(404, employee=422, head=302, agency_head=302, city_hr=302),
        kwargs=missed,
        method="post",
        data=ruled,
        note="a ruling is the superior's",
    ),
    Row(
        "attendance:response_check_answer",
        everybody(
            404,
            employee=302,
            head=403,
            agency_head=403,
            city_hr=403,
            leadership=403,
            inspectorate=403,
            council=403,
        ),  # fmt: skip
        kwargs=call,
        method="post",
        data=lambda city: {},
    ),
]
