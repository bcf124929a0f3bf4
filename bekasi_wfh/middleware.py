"""Middleware of the whole portal."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject


class HealthMiddleware:
    """Answer /healthz before anything else: 200 where the database answers, else 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path != "/healthz":
            return self.get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception:
            return HttpResponse("database unavailable\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")


class LanguageMiddleware:
    """Answer in the language that the person chose (see `units.languages`), else Indonesian."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from units.languages import language_for

        request.LANGUAGE_CODE = language_for(request)
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response


class ScopeMiddleware:
    """Give every request its `scope`: what this account may see and do, read today."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from units.access import scope_for

        request.scope = SimpleLazyObject(lambda: scope_for(request.user))
        return self.get_response(request)


class StaffNeedsSecondFactorMiddleware:
    """Send accounts with a staff role and no TOTP yet to set it up before anything else."""

    OPEN_PATHS = ("/akun/", "/static/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (
            request.user.is_authenticated
            and not request.path.startswith(self.OPEN_PATHS)
            and request.scope.is_staff_role
            and not self.has_second_factor(request.user)
        ):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def has_second_factor(user):
        from allauth.mfa.models import Authenticator

        return user.authenticator_set.filter(type=Authenticator.Type.TOTP).exists()


class PrivacyHeadersMiddleware:
    """Allow geolocation only where a view asks for it (`response.allows_geolocation = True`).

    Pages name their account by a mark, so that a phone drops what it kept of another one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from attendance.devices import account_mark

        response = self.get_response(request)
        geolocation = "self" if getattr(response, "allows_geolocation", False) else ""
        response["Permissions-Policy"] = (
            f"geolocation=({geolocation}), camera=(), microphone=(), payment=(), usb=()"
        )
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response["X-Account"] = account_mark(request.user)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
