"""Addresses. Each room has its own list; the front door and the account pages stand here."""

from django.urls import include, path

from bekasi_wfh import api, views

urlpatterns = [
    path("", views.home, name="home"),
    path("bahasa/", views.set_language, name="set_language"),
    path("akun/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("", include("units.urls")),
    path("", include("schedules.urls")),
    path("", include("attendance.urls")),
    path("", include("reports.urls")),
]

handler403 = "bekasi_wfh.views.forbidden"
handler404 = "bekasi_wfh.views.not_found"
handler500 = "bekasi_wfh.views.server_error"
