"""What a worker does with a terminal's log file: look it through, read it in, compute the days."""

import datetime
import logging
import time

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance import device_logs
from attendance.device_logs import Bad, Columns, NoColumns, NotALog
from attendance.models import DeviceFile, DeviceMark, Punch, Terminal
from attendance.queries.days import dates_between, last_closed_day
from attendance.queries.device_days import DeviceDays, as_mark, stored_marks
from attendance.queries.terminals import columns_of, holders_at
from attendance.services.closing import close_day
from attendance.services.device_files import may_read_in, send
from attendance.wording import FILE_FAULTS
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.languages import in_indonesian
from units.resources.reading import ZIP_MAGIC, xlsx_rows
from units.services.long_runs import BACK, TELL_EVERY_SECONDS, mine, resume, taken

log = logging.getLogger(__name__)

Status = DeviceFile.Status
AT_ONCE = 2000
MOST_PINS = 50_000
MOST_SHOWN = 200
# A terminal's clock may be ahead of the server's by so much.
AHEAD = datetime.timedelta(minutes=2)


@in_indonesian()
def work_on_device_file(pk):
    """Look through or apply one waiting file; do nothing where another worker has it.

    The rights are those that the account has now. What goes wrong stays with the run as a
    sentence: a look ends UNREADABLE, an application goes back to TRIED and can be asked for again.
    """
    run = taken(DeviceFile, pk)
    if run is None:
        return
    work, back = _check if run.status == Status.CHECKING else _apply, BACK[run.status]
    try:
        work(run)
        return
    except NotALog as fault:
        message = str(FILE_FAULTS[str(fault)])
        if isinstance(fault, NoColumns):
            mine(run).update(found={"headers": fault.headers})
    except Refused as refusal:
        message = str(refusal)
    except MovedOn:
        return
    except Exception:
        log.exception("device file %s failed", pk)
        message = _("Pekerjaan ini gagal. Berkasnya masih ada; periksa lagi.")
        if back == Status.TRIED:
            message = _not_finished()
    with transaction.atomic():
        if mine(run).update(status=back, message=message[:300]):
            _tell(run, message)


def _not_finished():
    return _("Penerapan belum selesai. Terapkan lagi; yang sudah terbaca tidak terhitung dua kali.")


@in_indonesian()
def resume_files():
    """Send again what a stopped worker or a lost message left of the files; return how many."""
    return resume(DeviceFile, send, given_back=_not_finished())


def _tell(run, outcome):
    who = run.uploaded_by if run.status == Status.CHECKING else run.applied_by
    link = reverse("attendance:device_file_detail", args=[run.pk])
    notify([who], kind="import_done", link=link, file=run.file_name, outcome=outcome)


class _Progress:
    """Tells from time to time how far a run is; MovedOn where another worker has taken it over."""

    def __init__(self, run):
        self.run, self.told = run, time.monotonic()

    def __call__(self, rows):
        if time.monotonic() - self.told > TELL_EVERY_SECONDS:
            self.told = time.monotonic()
            if not mine(self.run).update(alive_at=clock.now(), rows_done=rows):
                raise MovedOn


def _blocks(run):
    """Yield the bytes of a file part by part; one part is in memory at a time."""
    numbers = list(run.parts.order_by("number").values_list("pk", flat=True))
    for pk in numbers:
        yield bytes(run.parts.values_list("data", flat=True).get(pk=pk))


def _rows(run):
    """Yield the Row and Bad of a file; those beyond the bounds of time come as Bad."""
    saved = columns_of(run.terminal.unit)
    columns = saved and Columns(saved.pin, saved.moment, saved.time, saved.order)
    latest = timezone.make_naive(clock.now()) + AHEAD
    oldest = datetime.datetime.combine(
        clock.today() - datetime.timedelta(days=settings.DEVICE_FILE_DAYS), datetime.time.min
    )
    blocks = _blocks(run)
    first = next(blocks, b"")
    rows = (
        _of_sheet(run, columns)
        if first.startswith(ZIP_MAGIC)
        else device_logs.rows_of(_blocks(run), columns)
    )
    for row in rows:
        if isinstance(row, Bad) or oldest <= row.at <= latest:
            yield row
        else:
            yield Bad(row.line, "future" if row.at > latest else "old")


def _of_sheet(run, columns):
    if run.size > settings.SPREADSHEET_MAX_BYTES:
        raise Refused(
            _("Berkas XLSX lebih besar dari %(most)d MB. Simpan sebagai CSV, lalu unggah lagi.")
            % {"most": settings.SPREADSHEET_MAX_BYTES // 1024**2}
        )
    take = None
    for number, cells in enumerate(xlsx_rows(b"".join(_blocks(run))), 1):
        if all(cell is None or cell == "" for cell in cells):
            continue
        if take is None:
            take = device_logs.taker(cells, columns)
            continue
        yield take(number, cells)
    if take is None:
        raise NotALog("empty")


def _batches(rows, bad, at_most=AT_ONCE):
    """Yield (lines so far, Rows) some thousand at a time; each Bad is handed to `bad`."""
    some, number = [], 0
    for number, row in enumerate(rows, 1):
        if number > settings.DEVICE_FILE_MAX_ROWS:
            raise Refused(
                _("Berkas berisi lebih dari %(most)d baris. Bagi menjadi beberapa berkas.")
                % {"most": settings.DEVICE_FILE_MAX_ROWS}
            )
        if isinstance(row, Bad):
            bad(row)
            continue
        some.append(row)
        if len(some) == at_most:
            yield number, some
            some = []
    yield number, some


def _fresh(terminal_id, rows):
    """Return {(aware moment, PIN): Row} of the rows whose punch is not there yet, in one query."""
    zone = timezone.get_default_timezone()
    found = {(row.at.replace(tzinfo=zone), row.pin): row for row in rows}
    known = Punch.objects.filter(terminal_id=terminal_id, at__in={at for at, _pin in found})
    for key in known.values_list("at", "pin"):
        found.pop(key, None)
    return found


class _Look:
    """What is in a file, counted row by row: its size is that of the people, not of the rows."""

    def __init__(self, run, holders):
        self.run, self.holders = run, holders
        self.origin = clock.today() - datetime.timedelta(days=settings.DEVICE_FILE_DAYS + 1)
        self.rows = self.new = self.bad = 0
        self.reasons, self.bad_rows, self.days, self.pins = {}, [], {}, {}

    def take_bad(self, row):
        """Count a refused line; the first few are kept with their number."""
        self.bad += 1
        self.reasons[row.why] = self.reasons.get(row.why, 0) + 1
        if len(self.bad_rows) < MOST_SHOWN:
            self.bad_rows.append([row.line, row.why])

    def take(self, rows):
        """Count the good rows of a batch."""
        fresh = _fresh(self.run.terminal_id, rows)
        self.new += len(fresh)
        fresh = {(row.pin, row.at.date()) for row in fresh.values()}
        for row in rows:
            self.rows += 1
            day = row.at.date()
            self.days[day] = self.days.get(day, 0) + 1
            pin = self.pins.get(row.pin)
            if pin is None:
                if len(self.pins) >= MOST_PINS:
                    raise Refused(_("Berkas ini memuat terlalu banyak PIN. Periksa kolom PIN."))
                pin = self.pins[row.pin] = [0, row.at, row.at, 0, 0]
            pin[0] += 1
            pin[1] = min(pin[1], row.at)
            pin[2] = max(pin[2], row.at)
            bit = 1 << (day - self.origin).days
            pin[3] |= bit
            if (row.pin, day) in fresh:
                pin[4] |= bit

    def found(self):
        """Return what is kept with the run."""
        people, unknown, person_days, by_day = set(), [], 0, dict.fromkeys(self.days, 0)
        changed_days = 0
        for pin, (rows, first, last, days, fresh) in sorted(self.pins.items()):
            holder = self.holders.holder(self.run.terminal_id, pin, last.date())
            if holder is None:
                unknown.append([pin, rows, first.isoformat(), last.isoformat()])
                continue
            people.add(holder)
            person_days += fresh.bit_count()
            changed_days |= fresh
            for day in by_day:
                by_day[day] += days >> (day - self.origin).days & 1
        closed = last_closed_day()
        unknown.sort(key=lambda one: (-one[1], one[0]))
        return {
            "rows": self.rows,
            "new": self.new,
            "known": self.rows - self.new,
            "bad": self.bad,
            "reasons": self.reasons,
            "bad_rows": self.bad_rows,
            "people": len(people),
            "pins": len(self.pins),
            "unknown": unknown,
            "unknown_rows": sum(one[1] for one in unknown),
            "person_days": person_days,
            "days": [[day.isoformat(), n, by_day[day]] for day, n in sorted(self.days.items())],
            "closed_days": sum(
                1
                for day in self.days
                if closed and day <= closed and changed_days >> (day - self.origin).days & 1
            ),
        }


def _check(run):
    if not may_read_in(scope_for(run.uploaded_by), run.terminal):
        raise Refused(_("Anda tidak lagi mengelola terminal ini."))
    look, tell = _Look(run, holders_at([run.terminal])), _Progress(run)
    for lines, rows in _batches(_rows(run), look.take_bad):
        look.take(rows)
        tell(lines)
    found = look.found()
    days = sorted(look.days)
    with transaction.atomic():
        if mine(run).update(
            status=Status.TRIED,
            found=found,
            rows_all=look.rows + look.bad,
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
        ):
            _tell(
                run,
                lambda: _("Diperiksa: %(new)d catatan baru, %(bad)d baris ditolak.") % found,
            )


def _apply(run):
    scope = scope_for(run.applied_by)
    if not may_read_in(scope, run.terminal):
        raise Refused(_("Anda tidak lagi mengelola terminal ini."))
    tell = _Progress(run)
    if run.parts.exists():
        _read_in(run, tell)
    outcome = _compute(run, scope, tell)
    with transaction.atomic():
        first = run.applied_at is None
        if not mine(run).update(
            status=Status.APPLIED,
            applied_at=clock.now(),
            found={**run.found, "outcome": outcome},
        ):
            raise MovedOn
        run.parts.all().delete()
        record_decision(
            run,
            "apply_device_file" if first else "compute_device_file_again",
            actor=run.applied_by,
            unit=run.terminal.unit,
            after={"file": run.file_name, "terminal": run.terminal.name, **outcome},
        )
        _tell(run, lambda: _("Diterapkan: %(marks)d hari pegawai berubah.") % outcome)


def _read_in(run, tell):
    """Write the punches of a file that are not there yet, some thousand in a transaction."""
    for lines, rows in _batches(_rows(run), lambda bad: None):
        fresh = _fresh(run.terminal_id, rows)
        Punch.objects.bulk_create(
            [
                Punch(
                    terminal_id=run.terminal_id,
                    pin=pin,
                    at=at,
                    state=row.state,
                    file_id=run.pk,
                    line=row.line,
                )
                for (at, pin), row in fresh.items()
            ],
            ignore_conflicts=True,
        )
        tell(lines)


def _compute(run, scope, tell):
    """Make the marks of all people of the terminal equal to the punches; return what changed.

    A night shift that ends on the first day began on the day before. Who applies the file never
    changes days of their own, nor those of people whose records they do not keep.
    """
    outcome = {"marks": 0, "recomputed": {}, "own_days": 0, "elsewhere": 0}
    if run.first_day is None:
        return outcome
    start, end = run.first_day - datetime.timedelta(days=1), run.last_day
    days, allowed = DeviceDays(run.terminal, start, end), None
    if not scope.is_city_hr:
        allowed = set(scope.hr_unit_tree())
    own = scope.employee.pk if scope.employee is not None else None
    for day in dates_between(start, end):
        with transaction.atomic():
            # One file at a time computes the days of people who share terminals.
            list(
                Terminal.objects.select_for_update()
                .filter(pk__in=days.holders.terminals)
                .order_by("pk")
            )
            computed, units = days.on(day)
            stored = stored_marks(day, computed)
            changed = {
                pk: pair for pk, pair in computed.items() if pair != stored.get(pk, (None, None))
            }
            if changed.pop(own, None) is not None:
                outcome["own_days"] += 1
            if allowed is not None:
                elsewhere = {pk for pk in changed if units[pk] not in allowed}
                outcome["elsewhere"] += len(elsewhere)
                changed = {pk: pair for pk, pair in changed.items() if pk not in elsewhere}
            if changed:
                _write_marks(day, changed)
                outcome["marks"] += len(changed)
                if day < clock.today():
                    outcome["recomputed"][day.isoformat()] = close_day(day, list(changed))
        tell(run.rows_all)
    return outcome


def _write_marks(day, changed):
    gone = [pk for pk, pair in changed.items() if pair == (None, None)]
    if gone:
        DeviceMark.objects.filter(work_date=day, employee_id__in=gone).delete()
    DeviceMark.objects.bulk_create(
        [as_mark(pk, day, pair) for pk, pair in changed.items() if pair != (None, None)],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["employee", "work_date"],
        update_fields=["in_at", "in_terminal", "out_at", "out_terminal"],
    )
