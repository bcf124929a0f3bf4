"""Terminals, whose PIN is whose at them, and the log files, as far as an account keeps them."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Length
from django.http import Http404

from attendance.models import DeviceFile, FileColumns, PinHolder, Terminal


def keeps_terminals(scope):
    """Say whether the account keeps any terminal: BKPSDM all, unit HR those of its units."""
    return scope.is_city_hr or scope.is_unit_hr


def terminals_visible_to(scope):
    """Return the terminals that the account keeps, by unit and name."""
    rows = Terminal.objects.select_related("unit").order_by("unit__code", "name")
    return rows if scope.is_city_hr else rows.filter(unit_id__in=scope.hr_unit_tree())


def terminal_for(scope, pk):
    """Return a terminal that the account keeps; Http404 for any other."""
    found = terminals_visible_to(scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def device_files(scope):
    """Return the files of the terminals that the account keeps, latest first."""
    rows = DeviceFile.objects.select_related("terminal__unit", "uploaded_by__employee")
    rows = rows.order_by("-pk")
    return rows if scope.is_city_hr else rows.filter(terminal__unit_id__in=scope.hr_unit_tree())


def device_file_for(scope, pk):
    """Return a file of a terminal that the account keeps; Http404 for any other."""
    found = device_files(scope).select_related("applied_by__employee").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def columns_of(unit):
    """Return the FileColumns of a unit, or None."""
    return FileColumns.objects.filter(unit=unit).first()


def latest_headers(terminal):
    """Return the titles of the columns of the unit's latest file that could not be read, or []."""
    rows = DeviceFile.objects.filter(
        terminal__unit_id=terminal.unit_id, status=DeviceFile.Status.UNREADABLE
    )
    found = rows.order_by("-pk").values_list("found", flat=True).first()
    return (found or {}).get("headers", [])


def pins_at(terminal):
    """Return the PinHolders that count at a terminal, its own and those of the unit, by PIN."""
    rows = PinHolder.objects.filter(
        Q(terminal=terminal) | Q(terminal__isnull=True, unit_id=terminal.unit_id)
    )
    return rows.select_related("employee", "set_by__employee").order_by(
        Length("pin"), "pin", "-starts_on", "pk"
    )


@dataclass
class Holders:
    """Whose a PIN is at some terminals on a date.

    A row of the terminal itself goes before one of its unit, then the later start.
    """

    terminals: dict
    _own: dict = field(default_factory=lambda: defaultdict(list))
    _of_unit: dict = field(default_factory=lambda: defaultdict(list))

    def holder(self, terminal_id, pin, day):
        """Return the number of the employee, or None."""
        for rows in (
            self._own.get((terminal_id, pin)),
            self._of_unit.get((self.terminals[terminal_id], pin)),
        ):
            for starts_on, employee_id in rows or ():
                if starts_on <= day:
                    return employee_id
        return None

    @property
    def people(self):
        """The numbers of all who hold a PIN here."""
        return {
            one for rows in (*self._own.values(), *self._of_unit.values()) for _day, one in rows
        }

    def pins_of(self, employee_ids):
        """Return the PINs that any of the people hold here."""
        return {
            key[1]
            for table in (self._own, self._of_unit)
            for key, rows in table.items()
            if any(one in employee_ids for _day, one in rows)
        }


def holders_at(terminals):
    """Return the Holders of the terminals, in one query."""
    found = Holders({one.pk: one.unit_id for one in terminals})
    rows = PinHolder.objects.filter(
        Q(terminal__in=found.terminals)
        | Q(terminal__isnull=True, unit__in=set(found.terminals.values()))
    ).order_by("-starts_on", "-pk")
    for unit, terminal, pin, starts_on, employee in rows.values_list(
        "unit_id", "terminal_id", "pin", "starts_on", "employee_id"
    ):
        table = found._own if terminal else found._of_unit
        table[(terminal or unit, pin)].append((starts_on, employee))
    return found


def terminals_of_people(employee_ids):
    """Return every terminal at which any of the people holds a PIN, in two queries."""
    rows = PinHolder.objects.filter(employee_id__in=employee_ids)
    own, units = set(), set()
    for unit, terminal in rows.values_list("unit_id", "terminal_id").distinct():
        own.add(terminal) if terminal else units.add(unit)
    return list(Terminal.objects.filter(Q(pk__in=own) | Q(unit__in=units)))


def unknown_pins(file):
    """Return [{pin, rows, first, last}] of a file's PINs that are nobody's today, most first."""
    holders = holders_at([file.terminal])
    return [
        {"pin": pin, "rows": rows, "first": first, "last": last}
        for pin, rows, first, last in file.found.get("unknown", [])
        if holders.holder(file.terminal_id, pin, datetime.date.fromisoformat(last[:10])) is None
    ]
