"""Pages of webhooks: the addresses, the log of each, stopping and resuming one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from units.access import requires
from units.decisions import MovedOn, Refused
from units.forms.webhooks import WebhookForm
from units.queries.webhooks import makes_webhooks, webhooks
from units.services.webhooks import make_webhook, resume_webhook, stop_webhook
from units.views.units import PER_PAGE

DELIVERY_TONES = {"waiting": "wait", "sending": "info", "sent": "good", "failed": "bad"}


@requires(makes_webhooks)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_list(request):
    """The addresses, and the form that registers one; its secret is shown once."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    made, secret = None, ""
    if form.is_bound and form.is_valid():
        try:
            made, secret = make_webhook(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("url", str(refusal))
        else:
            form = WebhookForm()
    page = Paginator(webhooks(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "made": made, "secret": secret}
    status = 422 if form.errors else 200
    return render(request, "units/webhook_list.html", context, status=status)


@requires(makes_webhooks)
@require_GET
def webhook_log(request, pk):
    """Each delivery to one address as it went."""
    webhook = get_object_or_404(webhooks(), pk=pk)
    page = Paginator(webhook.deliveries.all(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, DELIVERY_TONES[one.status]) for one in page]
    return render(
        request, "units/webhook_log.html", {"webhook": webhook, "page": page, "rows": rows}
    )


@requires(makes_webhooks)
@require_POST
def webhook_stop(request, pk):
    return _act(request, pk, stop_webhook, _("Webhook dihentikan. Yang menunggu tidak dikirim."))


@requires(makes_webhooks)
@require_POST
def webhook_resume(request, pk):
    return _act(request, pk, resume_webhook, _("Webhook berjalan lagi; yang menunggu dikirim."))


def _act(request, pk, act, done):
    webhook = get_object_or_404(webhooks(), pk=pk)
    try:
        act(webhook, actor=request.user)
    except MovedOn as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, done)
    return redirect("units:webhook_log", pk=webhook.pk)
