"""What every address for programs shares: who asks, how often, and how faults are told.

Each fault is one JSON object after RFC 9457 (application/problem+json): `status`, `title` and a
`detail` that says in a sentence what to do.
"""

import json
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from units.decisions import MovedOn, Refused
from units.limits import within_limit
from units.models import ApiToken, Unit
from units.queries.tokens import token_with
from units.queries.tree import subtree_ids
from units.services.tokens import note_use

Scope = ApiToken.Scope
PROBLEM = "application/problem+json"
# Text that programs send: without NUL, which PostgreSQL does not store.
PLAIN = r"^[^\x00]*$"


class Fault(Schema):
    """A fault after RFC 9457; `detail` says in a sentence what to do."""

    type: str
    title: str
    status: int
    detail: str


class Problem(Exception):
    """A fault that a program is told: an HTTP status, a sentence, and more members for it."""

    def __init__(self, status, detail, **more):
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


class TokenAuth(HttpBearer):
    """`Authorization: Bearer …` with a token that BKPSDM gave; `request.auth` is the ApiToken."""

    def authenticate(self, request, token):
        found = token_with(token)
        if found is None:
            allowed = within_limit(request, "api_unknown")
            raise Problem(401, _unknown()) if allowed else _too_many()
        if not within_limit(request, "api", key=found.digest):
            raise _too_many()
        note_use(found)
        return found


def _unknown():
    return _(
        "Token tidak dikenal, sudah berakhir atau dicabut. Kirim header Authorization: Bearer"
        " dengan token yang masih berlaku; token baru dibuat oleh BKPSDM."
    )


def _too_many():
    return Problem(429, _("Terlalu banyak permintaan. Tunggu satu menit, lalu lanjutkan."))


def demand(token, scope):
    """Refuse a token that was not given a right."""
    if scope not in token.scopes:
        raise Problem(403, _("Token ini tidak mempunyai hak %(scope)s.") % {"scope": scope.value})


def reach_of(token, code=""):
    """Return the ids of the units that a request is about; None for the whole city.

    A code that does not exist and one outside the reach of the token get the same 404.
    """
    reach = None if token.unit_id is None else subtree_ids([token.unit_id])
    if not code:
        return reach
    pk = Unit.objects.without_tree_fields().filter(code=code).values_list("pk", flat=True).first()
    if pk is None or (reach is not None and pk not in reach):
        raise Problem(404, _("Tidak ada unit dengan kode ini dalam jangkauan token."))
    return subtree_ids([pk])


def problem_response(status, detail, **more):
    """Return a fault as problem+json."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status,
               "detail": detail, **more}  # fmt: skip
    response = HttpResponse(json.dumps(content), status=status, content_type=PROBLEM)
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 429:
        response["Retry-After"] = "60"
    return response


def tell_problems(api):
    """Let an API tell every fault as problem+json; what nobody foresaw stays an error."""
    api.add_exception_handler(
        Problem, lambda request, fault: problem_response(fault.status, fault.detail, **fault.more)
    )
    api.add_exception_handler(
        Http404, lambda request, fault: problem_response(404, _("Tidak ditemukan."))
    )
    api.add_exception_handler(Refused, lambda request, refusal: problem_response(409, str(refusal)))
    api.add_exception_handler(
        MovedOn,
        lambda request, fault: problem_response(
            409,
            _("Data berubah sementara itu; tidak ada yang disimpan. Kirim ulang."),
        ),
    )
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(ValidationError, _invalid)


def _http_error(request, fault):
    sentences = {
        400: _("Isi permintaan bukan JSON yang dapat dibaca."),
        401: _unknown(),
    }
    return problem_response(fault.status_code, sentences.get(fault.status_code, str(fault)))


def _invalid(request, fault):
    """Name every value that cannot be read; the value itself is not repeated."""
    errors = [
        {"where": ".".join(str(step) for step in error["loc"] if step not in ("data", "body")),
         "kind": error["type"]}
        for error in fault.errors
    ]  # fmt: skip
    return problem_response(
        422, _("Permintaan tidak dapat dibaca; lihat “errors” untuk tempatnya."), errors=errors
    )
