"""The page on which BKPSDM lets other programs in and out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from units.access import requires
from units.decisions import MovedOn, Refused
from units.forms.tokens import TokenForm
from units.queries.tokens import makes_tokens, tokens
from units.services.tokens import make_token, revoke_token
from units.views.units import PER_PAGE


@requires(makes_tokens)
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request):
    """The programs that may come, and the form that lets one in; its secret is shown once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made, secret = None, ""
    if form.is_bound and form.is_valid():
        try:
            made, secret = make_token(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm()
    page = Paginator(tokens(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "made": made,
        "secret": secret,
        "today": request.scope.day,
    }
    status = 422 if form.errors else 200
    return render(request, "units/token_list.html", context, status=status)


@requires(makes_tokens)
@require_POST
def token_revoke(request, pk):
    """Shut a program out at once."""
    token = get_object_or_404(tokens(), pk=pk)
    try:
        revoke_token(token, actor=request.user)
    except MovedOn as moved:
        messages.error(request, str(moved))
    else:
        messages.success(
            request, _("Token %(name)s dicabut dan langsung tidak berlaku.") % {"name": token.name}
        )
    return redirect("units:token_list")
