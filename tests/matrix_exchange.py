"""The addresses of other programs: BKPSDM lets them in; without a token nobody gets anything."""

import datetime

from tests.matrix import ROLES, Row, everybody
from units import clock
from units.models import Webhook
from units.services.tokens import make_token
from units.services.webhooks import make_webhook

ONLY_CITY_HR = everybody(403, city_hr=200)
NO_TOKEN = dict.fromkeys(ROLES, 401)


def token_of_tpp(city):
    token, _secret = make_token(
        "TPP", office="BPKAD", scopes=["days:read"], actor=city.wati.user,
        expires_on=datetime.date(2027, 1, 31),
    )  # fmt: skip
    return {"pk": token.pk}


NEW = {
    "name": "TPP", "office": "BPKAD", "scopes": ["days:read"], "expires_on": "2027-01-31",
}  # fmt: skip

HEADS = {"head": 422, "agency_head": 422, "foreign_head": 422}
# the agency itself is of its unit HR, its head and BKPSDM; for other heads it is no choice
TAKES_FILES = everybody(403, city_hr=200, unit_hr=200, head=200, agency_head=200, foreign_head=200)
AGENCY = everybody(403, city_hr=200, unit_hr=200, head=422, agency_head=200, foreign_head=422)


def file_of(unit, start="2026-12-01"):
    return {"what": "rekap-harian", "unit": unit.pk, "start": start, "end": "2026-12-07"}


def webhook_of_tpp(city):
    webhook, _secret = make_webhook(
        "TPP", url="https://tpp.example/kabar", events=["days.closed"], actor=city.wati.user
    )
    return {"pk": webhook.pk}


def stopped_webhook(city):
    kwargs = webhook_of_tpp(city)
    Webhook.objects.update(stopped_at=clock.now(), stop_reason="uji")
    return kwargs


HOOK = {"name": "TPP", "url": "https://tpp.example/kabar", "events": ["days.closed"]}

EVERY_EMPLOYEE = everybody(200, leadership=403, inspectorate=403, council=403)

ROWS = [
    Row("attendance:own_data", EVERY_EMPLOYEE),
    Row("attendance:own_data_zip", EVERY_EMPLOYEE),
    Row("units:webhook_list", ONLY_CITY_HR),
    Row("units:webhook_list", everybody(403, city_hr=422), method="post", note="nothing filled in"),
    Row(
        "units:webhook_list", ONLY_CITY_HR, method="post", data=lambda city: HOOK, note="a new one"
    ),
    Row("units:webhook_log", ONLY_CITY_HR, kwargs=webhook_of_tpp),
    Row("units:webhook_stop", everybody(403, city_hr=405), kwargs=webhook_of_tpp),
    Row("units:webhook_stop", everybody(403, city_hr=302), kwargs=webhook_of_tpp, method="post"),
    Row("units:webhook_resume", everybody(403, city_hr=405), kwargs=stopped_webhook),
    Row("units:webhook_resume", everybody(403, city_hr=302), kwargs=stopped_webhook, method="post"),
    Row("units:token_list", ONLY_CITY_HR),
    Row("units:token_list", everybody(403, city_hr=422), method="post", note="nothing filled in"),
    Row("units:token_list", ONLY_CITY_HR, method="post", data=lambda city: NEW, note="a new one"),
    Row("units:token_revoke", everybody(403, city_hr=405), kwargs=token_of_tpp),
    Row("units:token_revoke", everybody(403, city_hr=302), kwargs=token_of_tpp, method="post"),
    Row("attendance:api_docs", dict.fromkeys(ROLES, 200)),
    Row("api:openapi-json", dict.fromkeys(ROLES, 200)),
    Row("api:api-root", dict.fromkeys(ROLES, 404)),
    Row("api:work_reports", NO_TOKEN, note="a session is no token"),
    Row("api:day_records", NO_TOKEN, note="a session is no token"),
    Row("api:reports", NO_TOKEN, note="a session is no token"),
    Row("api:report_figures", NO_TOKEN, note="a session is no token"),
    Row("api:report_definitions", NO_TOKEN, note="a session is no token"),
    Row("api:absences", dict.fromkeys(ROLES, 405)),
    Row("api:absences", NO_TOKEN, method="post", note="a session is no token"),
    Row("api:activities", dict.fromkeys(ROLES, 405)),
    Row("api:activities", NO_TOKEN, method="post", note="a session is no token"),
    Row("attendance:exchange_page", TAKES_FILES),
    Row("attendance:exchange_csv", AGENCY, data=lambda city: file_of(city.agency)),
    Row(
        "attendance:exchange_csv",
        everybody(403, city_hr=422, unit_hr=422, **HEADS),
        data=lambda city: file_of(city.counter, start=""),
        note="no day",
    ),
    Row("attendance:exchange_xlsx", AGENCY, data=lambda city: file_of(city.agency)),
]
