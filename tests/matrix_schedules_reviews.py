"""The addresses of reviews: the person, the line above, BKPSDM; colleagues know nothing.

The plan is Rudi's, Dewi's and Wati's; the refused swap is Rudi's, so that Dewi answers about it.
"""

from tests.matrix import Row, everybody
from tests.schedules.review_cast import REASON, day_review, refused_swap, swap_review
from tests.schedules.swap_cast import THURSDAY, published_plan

NO_EMPLOYEE = {"leadership": 403, "inspectorate": 403, "council": 403}
LINE = {"employee": 200, "head": 200, "agency_head": 200, "city_hr": 200}
ONE_DAY = {"day": THURSDAY.isoformat()}


def planned(city):
    published_plan(city)
    return ONE_DAY


def about_day(city):
    return {"pk": day_review(city, officer=False).pk}


def about_swap(city):
    return {"pk": swap_review(city).pk}


def refused(city):
    return {"swap_pk": refused_swap(city).pk}


def reason(city):
    return {"reason": REASON}


def own_day(status):
    """Everybody of the plan may ask about their own day."""
    mine = dict.fromkeys(("employee", "head", "agency_head", "unit_hr"), status)
    return everybody(404, **NO_EMPLOYEE, **mine)


OWN_SWAP = everybody(404, **NO_EMPLOYEE, employee=200, head=403, agency_head=403)
ROWS = [
    Row("schedules:review_list", everybody(200, **NO_EMPLOYEE)),
    Row("schedules:review_register", everybody(403, city_hr=200)),
    Row("schedules:review_register_xlsx", everybody(403, city_hr=200)),
    Row("schedules:review_day", own_day(200), kwargs=planned),
    Row("schedules:review_day", own_day(422), kwargs=planned, method="post", note="no reason"),
    Row("schedules:review_day", own_day(302), kwargs=planned, method="post", data=reason),
    Row("schedules:review_swap", OWN_SWAP, kwargs=refused),
    Row(
        "schedules:review_swap", OWN_SWAP | {"employee": 302}, kwargs=refused, method="post",
        data=reason,
    ),
    Row("schedules:review_detail", everybody(404, **LINE), kwargs=about_day, note="of a day"),
    Row("schedules:review_detail", everybody(404, **LINE), kwargs=about_swap, note="of a swap"),
    Row("schedules:review_withdraw", everybody(405), kwargs=about_swap, note="never by GET"),
    Row(
        "schedules:review_withdraw",
        everybody(404, employee=302, head=403, agency_head=403, city_hr=403),
        kwargs=about_swap,
        method="post",
    ),
    Row("schedules:review_answer", everybody(405), kwargs=about_swap, note="never by GET"),
    Row(
        "schedules:review_answer",
        everybody(404, employee=403, head=403, agency_head=302, city_hr=403),
        kwargs=about_swap,
        method="post",
        data=lambda city: {"decision": "grant", "answer": "Ya", "status": "granted"},
        note="of a swap",
    ),
    Row(
        "schedules:review_answer",
        everybody(404, employee=403, head=403, agency_head=403, city_hr=403),
        kwargs=about_day,
        method="post",
        data=lambda city: {"decision": "grant", "answer": "Ya"},
        note="of a day on which all of them decided",
    ),
]  # fmt: skip
