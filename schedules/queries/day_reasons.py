"""Where a person works on a day and why: the place in force, and the reason in words."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from schedules.flexible_text import flexible_sentence
from schedules.models import Assignment, Away, Plan, ReviewRequest, Swap
from schedules.planning import reason
from schedules.queries.calendar import Calendar
from schedules.queries.duty import duties_of
from schedules.queries.flexible import flexible_days_of
from schedules.queries.in_force import with_fate
from schedules.queries.orders import own_orders
from schedules.queries.rotations import flexible_rotation_of, rotation_of
from schedules.queries.versions import hand_decisions, last_published_before
from schedules.reasons_text import day_words, sentence_of
from units.models import Exclusion
from units.queries.people import posting_on
from units.queries.tree import agency_of

NOT_PLANNED = (
    "no_plan", "no_posting", "other_plan", "hand", "swap", "review", "recall", "emergency",
    "duty",
)  # fmt: skip


@dataclass(frozen=True)
class DayReason:
    """Where a person works on a day and why. `place` is a status of the legend.

    `rule` is the planner's code ("hand" for a cell changed by hand, "swap" for a swapped day,
    "review" for a granted request, "recall" and "emergency" for an order over the plan, "no_plan"
    where nothing is published, "holiday" and "away" by themselves).
    """

    date: datetime.date
    place: str
    text: str
    rule: str

    def __str__(self):
        return self.text

    @property
    def may_ask(self):
        """Whether the planner chose the place, so that one may ask for the other one."""
        return self.place in ("wfh", "wfo") and self.rule not in NOT_PLANNED


def published_plans_of(employee, day):
    """Return the published plans of the employee's agency not yet over on a day, earliest first."""
    posting = posting_on(employee, day)
    if posting is None:
        return []
    return list(
        Plan.objects.filter(
            status=Plan.Status.PUBLISHED,
            agency=agency_of(posting.unit),
            period__ends_on__gte=day,
        )
        .select_related("agency", "period")
        .order_by("period__starts_on", "pk")
    )


def day_reason(employee, day):
    """Return the DayReason of an employee on a date; see `day_reason_and_rotation`."""
    return day_reason_and_rotation(employee, day)[0]


def day_reason_and_rotation(employee, day):
    """Return (DayReason of an employee on a date, Rotation of the published plan that holds it).

    In a constant number of queries; the Rotation is None where no plan speaks of the person.

    Where no published plan speaks of the day the person works at the office, and the text says
    so. Holidays and the person's own absences come first.
    """
    posting = posting_on(employee, day)
    if posting is None:
        return DayReason(
            day, "wfo", _("Anda belum mempunyai penempatan pada hari itu."), "no_posting"
        ), None
    calendar = Calendar.load(day, day)
    person = str(employee.pk)
    for plan in (p for p in published_plans_of(employee, day) if p.period.starts_on <= day):
        rotation = rotation_of(plan)
        if person in rotation.problem.person:
            return Reasons(employee, rotation, calendar, posting.unit_id, day, day).on(
                day
            ), rotation
    return Reasons(employee, None, calendar, posting.unit_id, day, day).on(day), None


def recall_sentence(recall):
    """Return who recalled a person to the office, when and why; for the person and superiors."""
    employee = getattr(recall.ordered_by, "employee", None)
    return _("Ditarik ke kantor oleh %(name)s, %(at)s: %(reason)s") % {
        "name": employee.name if employee else recall.ordered_by.username,
        "at": day_words(timezone.localtime(recall.ordered_at).date(), "j F Y"),
        "reason": recall.reason,
    }


def emergency_sentence(emergency):
    """Return why an emergency keeps people at home, by which letter, and that it is not charged."""
    return _(
        "%(kind)s: %(reason)s (surat nomor %(number)s). Hari ini tidak mengurangi porsi WFH."
    ) % {
        "kind": emergency.get_kind_display(),
        "reason": emergency.reason,
        "number": emergency.letter_number,
    }


def order_sentence(employee, day):
    """Return why an order changes the place of an employee on a day, or ""; for superiors too."""
    orders = own_orders(employee, day, day)
    if day in orders.recalls:
        return recall_sentence(orders.recalls[day].recall)
    emergency = orders.emergency_on(day)
    return emergency_sentence(emergency) if emergency else ""


def duty_sentence(name, duty):
    """Return why a person works on a day off: the name of the day, and the hours of the duty."""
    return _("Piket pada hari libur (%(name)s), pukul %(start)s sampai %(end)s.") % {
        "name": name,
        "start": time_format(duty.start, "H.i"),
        "end": time_format(duty.end, "H.i"),
    }


class Reasons:
    """Place and reason of one person's days, from seven queries for the whole term."""

    def __init__(self, employee, rotation, calendar, unit_id, start, end):
        self.employee, self.person = employee, str(employee.pk)
        self.rotation, self.calendar, self.unit_id = rotation, calendar, unit_id
        self.week = rotation.plan.working_week if rotation else 5
        rows = Assignment.objects.filter(
            employee=employee, published=True, date__range=(start, end)
        )
        fates = with_fate(rows).values_list("date", "excluded", "placed_anew")
        self.fallen = {day: excluded for day, excluded, anew in fates if excluded or anew}
        self.home = {day for day, excluded, anew in fates if not (excluded or anew)}
        self.flexible = flexible_days_of(employee, start, end)
        self.away = list(
            Away.objects.filter(
                employee=employee,
                status=Away.Status.APPROVED,
                starts_on__lte=end,
                ends_on__gte=start,
            ).order_by("pk")
        )
        self.orders = own_orders(employee, start, end)
        self.before, self.changed, self._moved, self._earlier = set(), set(), None, None
        if rotation is not None and rotation.plan.base_id is not None:
            self._compare_versions(rotation.plan)
        self._by_hand = self._swaps = self._reviews = None

    def _compare_versions(self, plan):
        """Read which own days this version moved, and which differ from what people knew."""
        own = {
            datetime.date.fromisoformat(day)
            for day in self.rotation.home.get(self.person, ())
            if day >= plan.changes_from.isoformat()
        }
        known = last_published_before(plan)
        rows = {plan.base_id: set(), known and known.pk: set()}
        for base, date in Assignment.objects.filter(
            plan__in=[pk for pk in rows if pk], employee=self.employee, date__gte=plan.changes_from
        ).values_list("plan_id", "date"):
            rows[base].add(date)
        self._moved = rows[plan.base_id] ^ own
        if known is not None:
            self.before = rows[known.pk]
            self.changed = self.before ^ own

    def is_shown(self, day):
        """Say whether the day belongs to the working week, holidays included."""
        return self.calendar.is_working_day(self.unit_id, day) or (
            day.weekday() < self.week and bool(self.calendar.holiday_name(self.unit_id, day))
        )

    def on(self, day):
        """Return the DayReason of one date."""
        if not self.calendar.is_working_day(self.unit_id, day):
            name = self.calendar.holiday_name(self.unit_id, day)
            duty = self.duties.get(day) if name else None
            if duty is not None:
                return DayReason(day, "wfo", duty_sentence(name, duty.pattern), "duty")
            return DayReason(day, "libur", name or _("Bukan hari kerja."), "holiday")
        for away in self.away:
            if away.starts_on <= day <= away.ends_on:
                text = _("%(kind)s, %(start)s sampai %(end)s.") % {
                    "kind": away.word,
                    "start": day_words(away.starts_on, "j F"),
                    "end": day_words(away.ends_on, "j F"),
                }
                return DayReason(day, away.kind, text, "away")
        recalled = self.orders.recalls.get(day)
        if recalled is not None:
            return DayReason(day, "wfo", recall_sentence(recalled.recall), "recall")
        emergency = self.orders.emergency_on(day)
        if emergency is not None:
            return DayReason(day, "wfh", emergency_sentence(emergency), "emergency")
        if day in self.fallen:
            return DayReason(day, "wfo", *self._why_fallen(day))
        if day in self.flexible:
            return DayReason(day, "flex", self._why_flexible(day), "flexible")
        taken = self._hand(day.isoformat(), self.flexible_rotation)
        if taken is not None:
            text = _("Diubah pengelola menjadi jam biasa: %(reason)s") % {"reason": taken.reason}
            return DayReason(day, "wfo", text, "hand")
        place = "wfh" if day in self.home else "wfo"
        return DayReason(day, place, *self._why(day, place == "wfh"))

    @cached_property
    def duties(self):
        """{date: ShiftDay} of the duties on days off; asked for where there is a day off."""
        return duties_of(self.employee, self.calendar.start, self.calendar.end)

    @cached_property
    def flexible_rotation(self):
        """The flexible-hours days of the plan, or None."""
        return self.rotation and flexible_rotation_of(self.rotation.plan)

    def _why_flexible(self, day):
        flexible, date, code = self.flexible_rotation, day.isoformat(), ""
        given = self._hand(date, flexible)
        if given is not None:
            return flexible_sentence(
                self.flexible[day],
                why=_("Diubah pengelola: %(reason)s") % {"reason": given.reason},
            )
        if flexible and date in flexible.home.get(self.person, ()):
            code = reason(flexible.problem, flexible.current, self.person, date).code
        return flexible_sentence(self.flexible[day], code)

    def _why_fallen(self, day):
        """Text and rule of a day at home that no longer holds for the person."""
        if self.fallen[day]:
            text = _("Hari WFH yang terjadwal gugur karena ada pengecualian yang tercatat.")
            return text + self._own_exclusion(day), "not_eligible"
        return _(
            "Hari WFH yang terjadwal gugur karena penempatan baru Anda. Anda bekerja di kantor"
            " sampai masa tunggu selesai dan rencana unit baru memuat Anda."
        ), "placed_anew"

    def _why(self, day, at_home):
        date = day.isoformat()
        if self.rotation is None:
            return _(
                "Belum ada rencana rotasi yang terbit untuk hari itu, jadi Anda bekerja di kantor."
            ), "no_plan"
        if date not in self.rotation.problem.week_of:
            return _("Hari itu tidak direncanakan, jadi Anda bekerja di kantor."), "no_plan"
        planned_home = date in self.rotation.home.get(self.person, ())
        if at_home != planned_home:
            if at_home:
                return _("Mengikuti rencana lain yang sudah terbit sebelumnya."), "other_plan"
            return _("Rencana ini belum terbit pada hari itu, jadi di kantor."), "other_plan"
        swap = self._swap(day, at_home)
        if swap is not None:
            return _("Tukar hari dengan rekan, disetujui %(day)s.") % {
                "day": day_words(timezone.localtime(swap.decided_at).date(), "j F Y")
            }, "swap"
        review = self._review(day, at_home)
        if review is not None:
            return _("Permohonan peninjauan Anda dikabulkan %(day)s.") % {
                "day": day_words(timezone.localtime(review.answered_at).date(), "j F Y")
            }, "review"
        decided_earlier = self._decided_earlier(day)
        if decided_earlier is not None:
            return decided_earlier
        decision = self._hand(date, self.rotation)
        if decision is not None:
            return _("Diubah pengelola: %(reason)s") % {"reason": decision.reason}, "hand"
        why = reason(self.rotation.problem, self.rotation.current, self.person, date)
        text = sentence_of(self.rotation, why, given=at_home, moved=self._moved is not None)
        if why.code == "not_eligible":
            text += self._own_exclusion(day)
        return text, why.code

    def _decided_earlier(self, day):
        """Return text and rule of a day that this version took over from the one before, or None.

        A repair fixes past days and what people set by hand, so that its own problem would only
        say that they were fixed.
        """
        if self._moved is None or day in self._moved:
            return None
        if self._earlier is None:
            base = Plan.objects.select_related("agency", "period").get(
                pk=self.rotation.plan.base_id
            )
            self._earlier = Reasons(
                self.employee, rotation_of(base), self.calendar, self.unit_id,
                self.calendar.start, self.calendar.end,
            )  # fmt: skip
        if self.person not in self._earlier.rotation.problem.person:
            return None
        return self._earlier._why(day, day in self.home)

    def _swap(self, day, at_home):
        """The latest approved swap that left the day as it is, or None."""
        if self._swaps is None:
            mine = Q(asker=self.employee) | Q(partner=self.employee)
            rows = Swap.objects.filter(mine, status=Swap.Status.APPROVED).order_by("decided_at")
            self._swaps = {}
            for row in rows:
                asked = row.asker_id == self.employee.pk
                self._swaps[row.give_on] = (not asked, row)
                self._swaps[row.take_on] = (asked, row)
        is_home, swap = self._swaps.get(day, (None, None))
        return swap if is_home == at_home else None

    def _review(self, day, at_home):
        """The latest granted request for review that left the day as it is, or None."""
        if self._reviews is None:
            rows = ReviewRequest.objects.filter(
                employee=self.employee, day__isnull=False, carried_out=True
            ).order_by("answered_at")
            self._reviews = {row.day: row for row in rows}
        review = self._reviews.get(day)
        return review if review and (review.asked_place == "wfh") == at_home else None

    def _hand(self, date, rotation):
        """The decision that set a day by hand in a rotation of the plan, or None."""
        if rotation is None or (self.person, date) not in rotation.changed:
            return None
        if self._by_hand is None:
            self._by_hand = hand_decisions(self.rotation.plan, self.person)
        return self._by_hand.get((self.person, date))

    def _own_exclusion(self, day):
        """The recorded reason, for the person alone: plans do not carry it."""
        if not hasattr(self, "_exclusions"):
            self._exclusions = list(Exclusion.objects.filter(employee=self.employee).order_by("pk"))
        for one in self._exclusions:
            if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day):
                return " " + _("Tercatat: %(kind)s. Alasan: %(reason)s") % {
                    "kind": one.get_kind_display(),
                    "reason": one.reason,
                }
        return ""
