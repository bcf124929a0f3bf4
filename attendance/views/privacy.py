"""What the portal holds about me, who looked at it, and a copy of all of it."""

import csv
import io
import json
import zipfile

from django.conf import settings
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from attendance.queries.held import counts_of, holdings
from units import clock
from units.access import requires
from units.exports import inert
from units.queries.looks import looks_at

LOOKS_SHOWN = 25


def _is_employee(scope):
    return scope.employee is not None


@requires(_is_employee)
@require_GET
def own_data(request):
    """Every table that speaks of me with how many rows, how long they stay, and who looked."""
    me = request.scope.employee
    some = holdings()
    rows = [(one, n) for one, n in zip(some, counts_of(me, some), strict=True) if n]
    page = Paginator(looks_at(me), LOOKS_SHOWN).get_page(request.GET.get("page"))
    context = {"rows": rows, "page": page, "days": settings.COORDINATES_KEPT_DAYS}
    return render(request, "attendance/own_data.html", context)


@requires(_is_employee)
@require_GET
def own_data_zip(request):
    """A ZIP of CSV files, one per table, and a list of them as JSON; written while it is sent."""
    name = f"data-saya-{clock.today().isoformat()}.zip"
    response = StreamingHttpResponse(
        _archive(request.scope.employee), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Pipe(io.RawIOBase):
    """What is written and not sent yet; it cannot seek, so that an archive is written forwards."""

    def __init__(self):
        self.waiting = bytearray()

    def writable(self):
        return True

    def write(self, some):
        self.waiting += some
        return len(some)

    def take(self):
        taken, self.waiting = bytes(self.waiting), bytearray()
        return taken


def _archive(me):
    pipe, listed = _Pipe(), []
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in holdings():
            rows = one.rows(me)
            first = next(rows, None)
            if first is None:
                continue
            yield from _table(archive, pipe, f"{one.name}.csv", one.headers, first, rows)
            listed.append({"file": f"{one.name}.csv", "title": str(one.title)})
        looks = looks_at(me)
        if looks.exists():
            rows = ([_moment(x.at), _who(x), x.get_page_display(), x.office] for x in looks)
            headers = ["WAKTU", "SIAPA", "APA", "UNTUK"]
            yield from _table(archive, pipe, "akses.csv", headers, next(rows), rows)
            listed.append({"file": "akses.csv", "title": _("Siapa yang membuka")})
        content = {"made_at": _moment(clock.now()), "nip": me.nip, "files": listed}
        archive.writestr("isi.json", json.dumps(content, ensure_ascii=False, indent=1))
    yield pipe.take()


def _table(archive, pipe, name, headers, first, rows):
    with archive.open(name, "w") as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow([inert(cell) for cell in headers])
        writer.writerow([inert(cell) for cell in first])
        for row in rows:
            writer.writerow([inert(cell) for cell in row])
            if len(pipe.waiting) > 1 << 16:
                yield pipe.take()
        text.detach()
    yield pipe.take()


def _moment(at):
    return timezone.localtime(at).isoformat(sep=" ", timespec="seconds")


def _who(look):
    employee = getattr(look.viewer, "employee", None)
    return employee.name if employee else look.viewer.username
