"""The addresses of outages: BKPSDM alone."""

import datetime

from attendance.services.outages import declare_outage
from tests.matrix import Row, everybody

ONLY_CITY_HR = everybody(403, city_hr=200)
WINDOW = {
    "work_date": "2026-12-07", "starts_at": "07:20", "ends_at": "08:00", "reason": "Listrik padam",
}  # fmt: skip


def declared(city):
    outage = declare_outage(
        datetime.date(2026, 12, 7), starts_at=datetime.time(7, 20), ends_at=datetime.time(8),
        reason="Listrik padam", actor=city.wati.user,
    )  # fmt: skip
    return {"pk": outage.pk}


ROWS = [
    Row("attendance:outage_list", ONLY_CITY_HR),
    Row("attendance:outage_new", ONLY_CITY_HR),
    Row(
        "attendance:outage_new",
        everybody(403, city_hr=302),
        method="post",
        data=lambda city: WINDOW,
    ),
    Row("attendance:outage_withdraw", ONLY_CITY_HR, kwargs=declared),
    Row(
        "attendance:outage_withdraw",
        everybody(403, city_hr=302),
        kwargs=declared,
        method="post",
        data=lambda city: {"reason": "Salah tanggal"},
    ),
]
