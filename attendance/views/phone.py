"""What makes the portal stay on a phone: manifest, service worker, the page for no signal."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

# What Hari ini and the page for no signal need; the check-in itself is imported by the worker.
SHELL = (
    "css/portal.css", "css/attendance.css", "js/portal.js", "js/check-in.js", "icon.svg",
)  # fmt: skip


@login_not_required
@require_GET
def manifest(request):
    """Say to the browser how the portal is installed on a phone."""
    return JsonResponse(
        {
            "id": "/",
            "name": _("Bekasi WFH: presensi dan jadwal"),
            "short_name": "Bekasi WFH",
            "lang": get_language(),
            "start_url": reverse("attendance:today"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#f6f8f9",
            "theme_color": "#0b4f5c",
            "icons": [
                {
                    "src": static(f"icon-{side}.png"),
                    "sizes": f"{side}x{side}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for side in (192, 512)
                for purpose in ("any", "maskable")
            ],
        },
        content_type="application/manifest+json",
        headers={"Cache-Control": "public, max-age=3600"},
    )


@login_not_required
@require_GET
def service_worker(request):
    """Send the service worker from the root, so that it serves every address of the portal.

    It is asked for anew each time; a release or a change of language makes it another one.
    """
    shell = [static(name) for name in SHELL]
    version = hashlib.sha256("|".join([*shell, get_language()]).encode()).hexdigest()[:12]
    return render(
        request,
        "attendance/service_worker.js",
        {"shell": shell, "version": version},
        content_type="text/javascript",
    )


@login_not_required
@require_GET
def offline(request):
    """Show what can be done without a signal. The phone keeps it: it is the same for everybody."""
    nobody = {"user": AnonymousUser(), "messages": (), "scope": None}
    return render(request, "attendance/offline.html", nobody)
