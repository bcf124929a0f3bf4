"""What the council may know of who decided what: decisions on units and rules one by one, those on
people as counts, without names."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from reports.public import rounded
from schedules.models import Policy, ReviewRequest
from units import clock
from units.models import Classification, Decision

Status = ReviewRequest.Status
MOST_ROWS = 200
QUARTERS_SHOWN = 8

# About plans of whole agencies: counted as they are.
PLAN_ACTS = {
    "plan_submitted": _("Rencana diajukan lengkap"),
    "part_returned": _("Bagian dikembalikan untuk diperbaiki"),
    "plan_sent_back": _("Rencana dikembalikan BKPSDM"),
    "plan_approved": _("Rencana disetujui kepala"),
    "plan_acknowledged": _("Rencana diketahui BKPSDM"),
    "plan_published": _("Rencana diterbitkan"),
    "plan_revised": _("Rencana terbit diubah dengan versi baru"),
}
# About people: in steps of five.
PEOPLE_ACTS = {
    "place_changed": _("Lokasi kerja harian diubah kepala dengan alasan"),
    "swap_approved": _("Tukar hari disetujui"),
    "swap_refused": _("Tukar hari ditolak"),
    "people_recalled": _("Penarikan ke kantor"),
    "accept_check_in": _("Presensi yang ditinjau diterima"),
    "refuse_check_in": _("Presensi yang ditinjau tidak diterima"),
}
OUTCOMES = {
    Status.WAITING: _("Menunggu jawaban"),
    Status.GRANTED: _("Dikabulkan"),
    Status.REFUSED: _("Tidak dikabulkan"),
    Status.WITHDRAWN: _("Ditarik pemohon"),
    Status.FALLEN: _("Gugur"),
}


@dataclass(frozen=True)
class Quarter:
    """Three months: `key` is 2026-4."""

    year: int
    number: int

    @property
    def key(self):
        return f"{self.year}-{self.number}"

    @property
    def words(self):
        """Return the quarter in words: Oktober – Desember 2026."""
        first, last = date_format(self.starts_on, "F"), date_format(self.ends_on, "F Y")
        return f"{first} – {last}"

    @property
    def starts_on(self):
        return datetime.date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self):
        return self.next.starts_on - datetime.timedelta(days=1)

    @property
    def next(self):
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self):
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)


@dataclass(frozen=True)
class Trail:
    """A quarter: (label, count) of acts on plans, of acts on people and of requests for review.

    The last two in steps of five; `late` are the requests answered after the promised date or not
    answered by then. `classifications` and `policies` are records, latest first.
    """

    quarter: Quarter
    plans: list
    people: list
    reviews: list
    late: int
    classifications: list
    policies: list

    @property
    def reviews_total(self):
        """Return the sum of the rounded outcomes."""
        return sum(count for _label, count in self.reviews)


def may_read_trail(scope):
    """Say whether the account reads the trail: BKPSDM and every role of oversight."""
    return scope.is_city_hr or scope.is_oversight


def quarters():
    """Return the last two years as Quarters, the present one first."""
    today = clock.today()
    found = [Quarter(today.year, (today.month + 2) // 3)]
    while len(found) < QUARTERS_SHOWN:
        found.append(found[-1].before)
    return found


def trail_of(quarter):
    """Return the Trail of a quarter, in five queries."""
    start = clock.local(quarter.starts_on, datetime.time())
    end = clock.local(quarter.next.starts_on, datetime.time())
    counts = dict(
        Decision.objects.filter(
            act__in=[*PLAN_ACTS, *PEOPLE_ACTS], decided_at__gte=start, decided_at__lt=end
        )
        .order_by()
        .values_list("act")
        .annotate(Count("pk"))
    )
    asked = ReviewRequest.objects.filter(asked_at__gte=start, asked_at__lt=end).order_by()
    outcomes = dict(asked.values_list("status").annotate(Count("pk")))
    answered_late = Q(answered_at__date__gt=F("due_on"))
    overdue = Q(status=Status.WAITING, due_on__lt=timezone.localdate(clock.now()))
    return Trail(
        quarter=quarter,
        plans=[(label, counts.get(act, 0)) for act, label in PLAN_ACTS.items()],
        people=[(label, rounded(counts.get(act, 0))) for act, label in PEOPLE_ACTS.items()],
        reviews=[(label, rounded(outcomes.get(one, 0))) for one, label in OUTCOMES.items()],
        late=rounded(asked.filter(answered_late | overdue).count()),
        classifications=list(
            Classification.objects.filter(decided_at__gte=start, decided_at__lt=end)
            .select_related("unit")
            .order_by("-decided_at", "-pk")[:MOST_ROWS]
        ),
        policies=list(
            Policy.objects.filter(in_force_at__gte=start, in_force_at__lt=end)
            .select_related("unit")
            .order_by("-in_force_at")[:MOST_ROWS]
        ),
    )
