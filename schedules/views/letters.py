"""Pages of letters: the list, drawing one up, its life, and its PDF."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.letters import CancelForm, LetterForm, NumberForm, PdfForm
from schedules.letter_paper import days_text, verification_url
from schedules.letter_paper import letter_pdf as pdf_of
from schedules.models import Emergency, Letter, Plan
from schedules.queries import letters as queries
from schedules.queries.emergencies import emergency_for
from schedules.queries.letter_changes import SAME, differences_of, named
from schedules.queries.plans import plan_for
from schedules.queries.signers import signers_of
from schedules.services.letter_renewals import renew_letter
from schedules.services.letters import (
    cancel_letter,
    draw_up_emergency_letter,
    draw_up_letter,
    number_letter,
    record_signed_copy,
)
from schedules.views.my_schedule import is_employee
from schedules.views.plans import handles_plans
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.queries.tree import agency_of

PER_PAGE = 20
ACTS = {
    "letter_drawn_up": gettext_lazy("Konsep dibuat"),
    "letter_numbered": gettext_lazy("Nomor dicatat"),
    "letter_in_force": gettext_lazy("Salinan bertanda tangan dicatat; surat berlaku"),
    "letter_cancelled": gettext_lazy("Surat dibatalkan"),
}


def reads_letters(scope):
    """People are named in letters, and those who work with plans handle them."""
    return is_employee(scope) or handles_plans(scope)


@require_GET
@requires(reads_letters)
def letter_list(request):
    """List the letters that the account handles, and those that name it.

    With ?keadaan=ganti those of them alone that, as last compared, are to be replaced.
    """
    letters = queries.letters_visible_to(request.scope)
    to_replace = request.GET.get("keadaan") == "ganti"
    if to_replace:
        letters = queries.outdated(letters)
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("page"))
    states = queries.states_of(page)
    rows = [(letter, *queries.STATES[states[letter.pk]]) for letter in page]
    context = {"page": page, "rows": rows, "to_replace": to_replace}
    return render(request, "schedules/letter_list.html", context)


@require_http_methods(["GET", "POST"])
def letter_new(request, plan_pk):
    """Choose unit and signer, and draw the letter up."""
    plan = plan_for(request.scope, plan_pk)
    parts = plan.parts.filter(above=None).select_related("unit")
    units = queries.units_to_write(request.scope, plan, parts)
    if not units:
        raise PermissionDenied
    if plan.status != Plan.Status.PUBLISHED:
        raise Http404
    signers = signers_of(plan.agency, request.scope.day)
    form = LetterForm(request.POST or None, units=units, signers=signers)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        unit = next(one for one in units if one.pk == data["unit"])
        try:
            letter = draw_up_letter(
                plan, unit, signer=data["signer"], mandate=data["mandate"], actor=request.user
            )
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Konsep surat dibuat. Catat nomornya setelah terdaftar."))
            return redirect("schedules:letter_detail", pk=letter.pk)
    return render(
        request,
        "schedules/letter_new.html",
        {"plan": plan, "form": form, "signers": signers},
        status=422 if request.method == "POST" else 200,
    )


@require_http_methods(["GET", "POST"])
def emergency_letter_new(request, emergency_pk):
    """Choose unit and signer for the letter of an emergency, and draw it up.

    The signers are those of the agency of the unit; where there are several agencies the unit is
    chosen first.
    """
    emergency = emergency_for(request.scope, emergency_pk)
    units = queries.emergency_units_to_write(request.scope, emergency)
    if not units:
        raise PermissionDenied
    if emergency.status != Emergency.Status.IN_FORCE:
        raise Http404
    wanted = request.POST.get("unit") or request.GET.get("unit")
    chosen = next((one for one in units if str(one.pk) == wanted), units[0])
    signers = signers_of(agency_of(chosen), request.scope.day)
    form = LetterForm(
        request.POST or None, units=units, signers=signers, initial={"unit": chosen.pk}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            letter = draw_up_emergency_letter(
                emergency,
                chosen,
                signer=data["signer"],
                mandate=data["mandate"],
                actor=request.user,
            )
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Konsep surat dibuat. Catat nomornya setelah terdaftar."))
            return redirect("schedules:letter_detail", pk=letter.pk)
    context = {
        "emergency": emergency,
        "form": form,
        "signers": signers,
        "units": units,
        "chosen": chosen,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "schedules/emergency_letter_new.html", context, status=status)


@require_GET
def letter_detail(request, pk):
    return _page(request, queries.letter_for(request.scope, pk))


def _page(request, letter, status=200, **forms):
    """Show a letter; who is merely named in it sees the own days and not the others'."""
    handles = queries.handles(request.scope, letter)
    lines = letter.lines.all() if handles else letter.lines.filter(employee=request.scope.employee)
    differences = differences_of([letter])
    difference = differences.get(letter.pk, SAME)
    changed, unnamed = named(difference, None if handles else request.scope.employee)
    state = queries.states_of([letter], differences)[letter.pk]
    words, tone = queries.STATES[state]
    copy = queries.signed_copies([letter]).get(letter.pk)
    page = Paginator(lines, 50).get_page(request.GET.get("page"))
    context = {
        "letter": letter,
        "state": state,
        "words": words,
        "tone": tone,
        "handles": handles,
        "writes": queries.may_write(request.scope, letter.unit),
        "page": page,
        "lines": [(line, days_text(line.days)) for line in page],
        "changed": changed,
        "unnamed": unnamed,
        "copy": copy,
        "url": verification_url(letter),
        "trail": [(ACTS.get(one.act, one.act), one) for one in decisions_on(letter)]
        if handles
        else [],
        "number_form": NumberForm(
            initial={
                "number": letter.number,
                "dated_on": letter.dated_on or request.scope.day,
            }
        ),
        "pdf_form": PdfForm(),
        "cancel_form": CancelForm(),
        **forms,
    }
    return render(request, "schedules/letter_detail.html", context, status=status)


def _act(request, letter, name, form, act, done):
    """Run one act of office with a valid form; say what came of it."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except MovedOn as moved:
            messages.warning(request, str(moved))
            return redirect("schedules:letter_detail", pk=letter.pk)
        else:
            messages.success(request, done)
            return redirect("schedules:letter_detail", pk=letter.pk)
    letter.refresh_from_db()
    return _page(request, letter, status=422, **{name: form})


@require_POST
def letter_number(request, pk):
    """Record number and date of the register."""
    letter = queries.letter_to_write(request.scope, pk)
    return _act(
        request, letter, "number_form", NumberForm(request.POST),
        lambda data: number_letter(letter, actor=request.user, **data),
        _("Nomor surat dicatat."),
    )  # fmt: skip


@require_POST
def letter_renew(request, pk):
    """Draw up the letter that replaces this one."""
    letter = queries.letter_to_write(request.scope, pk)
    try:
        new = renew_letter(letter, actor=request.user)
    except (Refused, MovedOn) as refusal:
        messages.warning(request, str(refusal))
        return redirect("schedules:letter_detail", pk=letter.pk)
    messages.success(
        request, _("Konsep surat pengganti dibuat. Surat lama berlaku sampai penggantinya dicatat.")
    )
    return redirect("schedules:letter_detail", pk=new.pk)


@require_POST
def letter_record(request, pk):
    """Record the signed PDF; the letter is in force."""
    letter = queries.letter_to_write(request.scope, pk)
    return _act(
        request, letter, "pdf_form", PdfForm(request.POST, request.FILES),
        lambda data: record_signed_copy(letter, content=data["file"].read(), actor=request.user),
        _("Salinan bertanda tangan dicatat. Surat berlaku dan pegawai di dalamnya diberi tahu."),
    )  # fmt: skip


@require_POST
def letter_cancel(request, pk):
    """Cancel the letter with a reason."""
    letter = queries.letter_to_write(request.scope, pk)
    return _act(
        request, letter, "cancel_form", CancelForm(request.POST),
        lambda data: cancel_letter(letter, reason=data["reason"], actor=request.user),
        _("Surat dibatalkan dan tetap tersimpan sebagai batal."),
    )  # fmt: skip


@require_GET
def letter_pdf(request, pk):
    """Give the letter as the portal prints it: KONSEP until it is in force."""
    letter = queries.letter_for(request.scope, pk)
    if not queries.handles(request.scope, letter):
        raise PermissionDenied
    concept = letter.status != Letter.Status.IN_FORCE
    return _pdf(pdf_of(letter, concept=concept), letter, "konsep" if concept else "surat")


@require_GET
def letter_to_sign(request, pk):
    """Give the numbered draft without the mark, to be signed; it stays a draft until recorded."""
    letter = queries.letter_to_write(request.scope, pk)
    if letter.status != Letter.Status.DRAFT or not letter.number:
        raise Http404
    return _pdf(pdf_of(letter, concept=False), letter, "naskah")


@require_GET
def letter_signed_copy(request, pk):
    """Give the signed PDF to who handles the letter or is named in it."""
    letter = queries.letter_for(request.scope, pk)
    return _pdf(bytes(queries.signed_copy_of(letter).content), letter, "salinan")


def _pdf(content, letter, what):
    """Return a file that browsers save and never run."""
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{what}-{slugify(letter.unit.code)}-{letter.term.starts_on}-{letter.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
