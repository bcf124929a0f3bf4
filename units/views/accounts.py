"""Pages of accounts: opening one's own with a code, and the roles of the city."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from units.access import requires
from units.decisions import MovedOn, Refused
from units.forms.accounts import AccountForm, ActivationForm, RoleForm
from units.queries import employees as queries
from units.queries.roles import roles_held
from units.services.accounts import activate_account, issue_activation_code, name_of
from units.services.roles import end_role, grant_role, open_account
from units.views.units import MOVED_ON, PER_PAGE, sent

ROLES_FOR = requires(lambda scope: scope.is_city_hr)


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "POST"])
def activate(request):
    """Set one's password with the code from personnel staff, then sign in as everybody does."""
    if request.user.is_authenticated:
        return redirect("home")
    form = ActivationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if not ratelimit.consume(request, action="activate", key=data["nip"]):
            form.add_error(None, _("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."))
            return render(request, "units/activate.html", {"form": form}, status=429)
        try:
            activate_account(data["nip"], data["code"], data["password1"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kata sandi tersimpan. Masuk dengan NIP dan kata sandi."))
            return redirect("account_login")
    return render(
        request, "units/activate.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
def activation_code(request, pk):
    """Issue a code for a person and show it this once; nobody can read it again afterwards."""
    employee = queries.employee_for(request.scope, pk)
    try:
        code, expires_at = issue_activation_code(employee, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("units:employee_detail", pk=employee.pk)
    return render(
        request,
        "units/activation_code.html",
        {"employee": employee, "code": code, "expires_at": expires_at},
    )


@require_http_methods(["GET", "POST"])
@ROLES_FOR
def role_list(request):
    """Who holds which role, and the form that gives one."""
    form = RoleForm(sent(request))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        return _give(request, form, lambda: grant_role(data.pop("who"), actor=request.user, **data))
    return _roles(request, role_form=form)


@require_POST
@ROLES_FOR
def account_open(request):
    """Open an account for somebody without NIP."""
    form = AccountForm(request.POST, prefix="account")
    if form.is_valid():
        return _give(request, form, lambda: open_account(actor=request.user, **form.cleaned_data))
    return _roles(request, account_form=form)


def _give(request, form, act):
    """Run what gives a role: back to the list, or the form again with its fault."""
    try:
        grant = act()
    except Refused as refused:
        form.add_error(None, str(refused))
    except MovedOn:
        form.add_error(None, MOVED_ON)
    else:
        messages.success(
            request, _("%(name)s ditunjuk dan diberi tahu.") % {"name": name_of(grant.user)}
        )
        return redirect("units:role_list")
    is_account = isinstance(form, AccountForm)
    return _roles(request, **{"account_form" if is_account else "role_form": form})


def _roles(request, *, role_form=None, account_form=None):
    page = Paginator(roles_held(request.scope.day), PER_PAGE).get_page(request.GET.get("page"))
    role_form, account_form = role_form or RoleForm(), account_form or AccountForm(prefix="account")
    return render(
        request,
        "units/role_list.html",
        {"page": page, "form": role_form, "account_form": account_form},
        status=422 if role_form.errors or account_form.errors else 200,
    )


@require_POST
@ROLES_FOR
def role_end(request, pk):
    """End a role at once."""
    grant = get_object_or_404(roles_held(request.scope.day), pk=pk)
    try:
        end_role(grant, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    except MovedOn:
        messages.error(request, MOVED_ON)
    else:
        messages.success(request, _("Peran diakhiri dan pemegangnya diberi tahu."))
    return redirect("units:role_list")
