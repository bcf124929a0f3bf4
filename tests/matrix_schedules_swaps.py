"""The addresses of swaps: asker, colleague, superior; nobody else knows of them."""

from schedules.services.swaps import take_swap
from tests.matrix import Row, everybody
from tests.schedules.swap_cast import offered

NO_EMPLOYEE = {"leadership": 403, "inspectorate": 403, "council": 403}
INSIDE = {"employee": 200, "head": 200, "agency_head": 200}


def offer(city):
    return {"pk": offered(city).pk}


def taken(city):
    swap = offered(city)
    take_swap(swap, actor=city.tono.user)
    return {"pk": swap.pk}


def acts(name, answers):
    """Rows of one act on an offer: by POST with these answers, never by GET."""
    return [
        Row(name, everybody(405), kwargs=offer, note="never by GET"),
        Row(name, everybody(404, **answers), kwargs=offer, method="post"),
    ]


ROWS = [
    Row("schedules:swap_list", everybody(200, **NO_EMPLOYEE)),
    Row("schedules:swap_new", everybody(200, **NO_EMPLOYEE)),
    Row("schedules:swap_new", everybody(200, **NO_EMPLOYEE), method="post"),
    Row("schedules:swap_detail", everybody(404, **INSIDE), kwargs=offer),
    *acts("schedules:swap_take", {"employee": 403, "head": 403, "agency_head": 403}),
    *acts("schedules:swap_decline", {"employee": 403, "head": 403, "agency_head": 403}),
    *acts("schedules:swap_withdraw", {"employee": 302, "head": 403, "agency_head": 403}),
    Row("schedules:swap_decide", everybody(405), kwargs=taken, note="never by GET"),
    Row(
        "schedules:swap_decide",
        everybody(404, employee=403, head=302, agency_head=302),
        kwargs=taken,
        method="post",
        data=lambda city: {"decision": "accept", "status": "approved", "asker": 1},
    ),
]
