"""Notices of an account, which kinds it wants, and the state of the mail for BKPSDM."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from units.access import requires
from units.models import Mailing
from units.queries import notices as reads
from units.services.mailings import retry_failed_mailings
from units.services.notices import read_all_notices, read_notice, switch_kinds

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def notice_list(request):
    """List the notices of the account; POST marks as read what the page showed."""
    if request.method == "POST":
        up_to = request.POST.get("up_to", "")
        if up_to.isdecimal():
            read_all_notices(request.user, up_to=int(up_to[:18]))
        return redirect("units:notice_list")
    unread = request.GET.get("tampil") == "belum-dibaca"
    notices = reads.notices_of(request.user, unread=unread)
    page = Paginator(notices, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(notice, reads.subject_of(notice)) for notice in page]
    latest = max((notice.pk for notice in page), default=0)
    context = {"page": page, "rows": rows, "unread": unread, "latest": latest}
    return render(request, "units/notice_list.html", context)


@require_POST
def notice_open(request, pk):
    """Mark one notice as read and go to what it speaks of."""
    notice = reads.notice_for(request.user, pk)
    read_notice(notice)
    return redirect(notice.link or "units:notice_list")


@require_http_methods(["GET", "POST"])
def notice_settings(request):
    """Show the kinds of notices; POST switches those on that are ticked, the others off."""
    switches = reads.switches_of(request.scope)
    if request.method == "POST":
        shown = [kind.key for kind, _on in switches]
        switch_kinds(request.user, shown=shown, on=request.POST.getlist("kind"))
        messages.success(request, _("Pilihan pemberitahuan disimpan."))
        return redirect("units:notice_settings")
    groups = [
        (
            title,
            [one for one in switches if one[0].for_office is office and not one[0].mandatory],
            [kind for kind, _on in switches if kind.for_office is office and kind.mandatory],
        )
        for title, office in (
            (_("Untuk Anda sebagai pegawai"), False),
            (_("Untuk pejabat dan pengelola"), True),
        )
    ]
    return render(request, "units/notice_settings.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
@requires(lambda scope: scope.is_city_hr)
def mailing_list(request):
    """Mails that did not go through, and why; POST lets the failed ones be tried again."""
    if request.method == "POST":
        again = retry_failed_mailings()
        messages.success(
            request,
            ngettext("%(n)s surat dicoba lagi.", "%(n)s surat dicoba lagi.", again) % {"n": again},
        )
        return redirect("units:mailing_list")
    page = Paginator(reads.mailings_in_trouble(), PER_PAGE).get_page(request.GET.get("page"))
    counts = reads.mailing_counts()
    facts = [(Mailing.Status(status).label, n) for status, n in counts.items()]
    context = {"page": page, "facts": facts, "failed": counts[Mailing.Status.FAILED]}
    return render(request, "units/mailing_list.html", context)
