"""The portal as gunicorn serves it in `tests.bench.checkin`, on the clock that a request names.

Beside it the least that a check-in could be, which `tests.bench.checkin` compares with: session,
one SELECT, one INSERT into the same table. Under `/acuan/` inside the portal, behind what stands
before every page (sign-in, rights, second factor, language, headers); under `/kosong/` behind no
more than the middleware that every new Django project has.
"""

import datetime
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import JsonResponse
from django.test.utils import override_settings
from django.urls import path
from django.utils import timezone

from bekasi_wfh.wsgi import application as portal

_clock = ContextVar("clock")
timezone.now = _clock.get

# Long before the days of the bench: rows of the reference never meet rows of the portal.
REFERENCE_DAY = datetime.date(2026, 1, 5)


def reference(request, number):
    """Keep one tap without asking anything of it."""
    from attendance.models import CheckIn
    from units.models import Employee

    employee = Employee.objects.get(user_id=request.session["_auth_user_id"])
    CheckIn.objects.create(
        employee=employee,
        work_date=REFERENCE_DAY + datetime.timedelta(days=number),
        direction="in",
        workplace="wfo",
        server_time=timezone.now(),
        finding="accepted",
        key=uuid.UUID(request.POST["key"]),
    )
    return JsonResponse({"saved": True})


urlpatterns = [path("acuan/<int:number>/", reference), path("kosong/<int:number>/", reference)]


def own_addresses(get_response):
    def answer(request):
        request.urlconf = __name__
        return get_response(request)

    return answer


with override_settings(MIDDLEWARE=[f"{__name__}.own_addresses", *settings.MIDDLEWARE]):
    inside = WSGIHandler()

with override_settings(
    MIDDLEWARE=[
        f"{__name__}.own_addresses",
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
):
    bare = WSGIHandler()

SERVED = {"acuan": inside, "kosong": bare}


def application(environ, start_response):
    """Serve a request at the moment of its X-Clock; with X-Count, add how many queries it took."""
    _clock.set(datetime.datetime.fromisoformat(environ["HTTP_X_CLOCK"]))
    serve = SERVED.get(environ["PATH_INFO"].split("/")[1], portal)
    if "HTTP_X_COUNT" not in environ:
        return serve(environ, start_response)
    queries = []

    def count(execute, sql, *args):
        queries.append(sql)
        return execute(sql, *args)

    def start(status, headers, *args):
        return start_response(status, [*headers, ("X-Queries", str(len(queries)))], *args)

    with connection.execute_wrapper(count):
        return serve(environ, start)
