"""The front door: where an account starts, the language and error pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from reports.queries.reports import may_read_summary
from reports.queries.setup import first_plan_is_out
from units import languages
from units.services.people import choose_language


@login_not_required
@require_GET
def home(request):
    """Send people to where their day starts; show the public landing page to everybody else."""
    if not request.user.is_authenticated:
        from reports.views import landing

        return landing(request)
    scope = request.scope
    if scope.is_city_hr:
        return redirect("schedules:plan_list" if first_plan_is_out() else "reports:setup")
    if scope.employee:
        return redirect("attendance:today")
    return redirect("reports:summary" if may_read_summary(scope) else "reports:report_list")


@login_not_required
@require_POST
def set_language(request):
    """Keep the chosen language, for the account and in a cookie; go back to a page of this host.

    Anything but a language of the portal changes nothing.
    """
    language = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    if language in languages.CHOICES:
        if request.user.is_authenticated:
            choose_language(request.user, language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=languages.COOKIE_SECONDS,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    return render(request, "errors/500.html", status=500)
