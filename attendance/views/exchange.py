"""The page that tells other offices how their programs come in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendance.api import api

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
