"""The public check of a letter: what it is and what became of it, and nothing more."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schedules.forms.letters import PdfForm, VerifyForm
from schedules.queries.letters import letter_of_token, letters_of_number, names_in, verified
from units.limits import within_limit

PAGE = "schedules/verification.html"


def _answer(request, status=200, **context):
    response = render(request, PAGE, {"verify_form": VerifyForm(), **context}, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def _too_many(request):
    return _answer(request, status=429, too_many=True)


def _unknown(request, form=None):
    """Give the one answer for every letter that is not there; guesses are few."""
    if not within_limit(request, "verify_unknown"):
        return _too_many(request)
    return _answer(request, status=404, unknown=True, verify_form=form or VerifyForm())


@login_not_required
@require_safe
def by_number(request):
    """Look a letter up by number and date; without them show the form."""
    if not request.GET:
        return _answer(request)
    form = VerifyForm(request.GET)
    if not form.is_valid():
        return _answer(request, status=422, verify_form=form)
    if not within_limit(request, "verify"):
        return _too_many(request)
    found = letters_of_number(form.cleaned_data["nomor"], form.cleaned_data["tanggal"])
    return _answer(request, letters=verified(found)) if found else _unknown(request, form)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_token(request, token):
    """Show what the QR code leads to; POST compares a PDF and names its people where it is the
    signed one. The file is compared and not kept."""
    if not within_limit(request, "verify"):
        return _too_many(request)
    letter = letter_of_token(token)
    if letter is None:
        return _unknown(request)
    form = PdfForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    names, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            digest = hashlib.sha256(form.cleaned_data["file"].read()).hexdigest()
            names = names_in(letter, digest)
            if names is None:
                form.add_error(
                    "file", _("Berkas ini berbeda dari salinan bertanda tangan yang tercatat.")
                )
            else:
                status = 200
    letters = verified([letter])
    return _answer(
        request, status=status, letters=letters, token=token, names=names,
        pdf_form=form if letters[0].sha256 else None,
    )  # fmt: skip
