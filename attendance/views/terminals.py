"""Pages of terminals: the list, a new one, one terminal with its PINs and files, its columns."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attendance.forms.terminals import ColumnsForm, LogForm, PinForm, TerminalForm
from attendance.queries import terminals as queries
from attendance.queries.terminals import keeps_terminals
from attendance.services.device_files import take_device_file
from attendance.services.terminals import make_terminal, set_file_columns, set_pin
from units.access import requires
from units.decisions import Refused

PER_PAGE = 50
FILES_SHOWN = 20
READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
STATE_TONES = {
    "checking": "info", "unreadable": "bad", "tried": "wait", "applying": "info", "applied": "good",
}  # fmt: skip


@requires(keeps_terminals)
@require_GET
def terminal_list(request):
    """The terminals that the account keeps."""
    rows = queries.terminals_visible_to(request.scope)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/terminal_list.html", {"page": page})


@requires(keeps_terminals)
@READ_AND_WRITE
def terminal_new(request):
    """Register a terminal."""
    scope = request.scope
    form = TerminalForm(
        request.POST if request.method == "POST" else None,
        unit_ids=None if scope.is_city_hr else scope.hr_unit_tree(),
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            terminal = make_terminal(values["unit"], name=values["name"], actor=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Terminal dicatat. Pasangkan PIN pegawainya."))
            return redirect("attendance:terminal_detail", pk=terminal.pk)
    status = 422 if form.errors else 200
    return render(request, "attendance/terminal_new.html", {"form": form}, status=status)


@requires(keeps_terminals)
@require_GET
def terminal_detail(request, pk):
    """One terminal: upload, its latest files, whose its PINs are."""
    terminal = queries.terminal_for(request.scope, pk)
    return _show(request, terminal, PinForm(), LogForm())


def _show(request, terminal, pin_form, log_form, status=200):
    pins = Paginator(queries.pins_at(terminal), PER_PAGE).get_page(request.GET.get("page"))
    files = queries.device_files(request.scope).filter(terminal=terminal)[:FILES_SHOWN]
    context = {
        "terminal": terminal,
        "page": pins,
        "files": [(run, STATE_TONES.get(run.status, "")) for run in files.defer("found")],
        "columns": queries.columns_of(terminal.unit),
        "form": pin_form,
        "log_form": log_form,
    }
    return render(request, "attendance/terminal_detail.html", context, status=status)


@requires(keeps_terminals)
@require_POST
def terminal_pin(request, pk):
    """Say whose a PIN is; back to the file from which it was asked."""
    terminal = queries.terminal_for(request.scope, pk)
    form = PinForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            holder = set_pin(
                terminal,
                pin=values["pin"],
                digits=values["nip"],
                starts_on=values["starts_on"],
                whole_unit=values["whole_unit"],
                actor=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("PIN %(pin)s dipasangkan dengan %(name)s.")
                % {"pin": holder.pin, "name": holder.employee.name},
            )
            back = request.POST.get("berkas", "")
            if back.isdecimal() and len(back) < 19:
                return redirect("attendance:device_file_detail", pk=int(back))
            return redirect("attendance:terminal_detail", pk=terminal.pk)
    return _show(request, terminal, form, LogForm(), status=422)


@requires(keeps_terminals)
@require_POST
def device_file_new(request, pk):
    """Upload a log; a worker looks it through."""
    terminal = queries.terminal_for(request.scope, pk)
    form = LogForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            run = take_device_file(terminal, form.cleaned_data["file"], actor=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("attendance:device_file_detail", pk=run.pk)
    return _show(request, terminal, PinForm(), form, status=422)


@requires(keeps_terminals)
@READ_AND_WRITE
def terminal_columns(request, pk):
    """Which columns of the unit's CSV and XLSX files hold what; titles of the latest file help."""
    terminal = queries.terminal_for(request.scope, pk)
    saved = queries.columns_of(terminal.unit)
    headers = queries.latest_headers(terminal)
    names = ("pin", "moment", "time", "order")
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headers=headers,
        initial={name: getattr(saved, name) for name in names} if saved else {"order": "dmy"},
    )
    if form.is_bound and form.is_valid():
        try:
            set_file_columns(terminal.unit, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kolom disimpan untuk semua terminal unit ini."))
            return redirect("attendance:terminal_detail", pk=terminal.pk)
    return render(
        request,
        "attendance/terminal_columns.html",
        {"terminal": terminal, "form": form, "headers": headers},
        status=422 if form.errors else 200,
    )
