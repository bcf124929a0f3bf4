"""How other offices get their data: the page for their programs, and files for who has none."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from attendance.api import api
from attendance.forms.exchange import ExchangeForm
from attendance.queries.exchange_files import ROWS, takes_files
from units.access import requires
from units.exports import RESPONSES
from units.services.looks import Page, note_group_look

HEADER = "Authorization: Bearer …"


@login_not_required
@require_safe
def api_docs(request):
    """How to ask, in words, and every address out of the published description itself."""
    schema = api.get_openapi_schema()
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "summary": one["summary"],
            "description": one.get("description", ""),
            "parameters": one.get("parameters", []),
            "fields": _fields(schema, one),
        }
        for path, methods in schema["paths"].items()
        for method, one in methods.items()
    ]
    return render(
        request,
        "attendance/api_docs.html",
        {"operations": operations, "portal": settings.PORTAL_URL, "header": HEADER},
    )


def _fields(schema, operation):
    """Return the names of what one row of the body has; none for an address that only reads."""
    if "requestBody" not in operation:
        return []
    schemas = schema["components"]["schemas"]
    body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    rows = schemas[body.rsplit("/", 1)[-1]]["properties"]["rows"]["items"]["$ref"]
    row = schemas[rows.rsplit("/", 1)[-1]]
    return [{"name": name, "required": name in row["required"]} for name in row["properties"]]


@requires(takes_files)
@require_safe
def exchange_page(request):
    """Choose data, unit and days; the buttons of the form fetch the file."""
    return render(request, "attendance/exchange.html", {"form": ExchangeForm(scope=request.scope)})


@requires(takes_files)
@require_GET
def exchange_file(request, form):
    """Send the file, or the form again with what is wrong; of other units there is nothing."""
    asked = ExchangeForm(request.GET, scope=request.scope)
    if not asked.is_valid():
        return render(request, "attendance/exchange.html", {"form": asked}, status=422)
    data = asked.cleaned_data
    note_group_look(request.user, Page.FILE, data["unit"])
    columns, rows = ROWS[data["what"]](data["unit"], data["start"], data["end"])
    name = f"{data['what']}-{data['start'].isoformat()}-{data['end'].isoformat()}"
    return RESPONSES[form](columns, rows, name)
