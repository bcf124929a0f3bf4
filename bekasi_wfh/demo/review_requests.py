"""Requests for review in every state, made by the portal's own services in the demo's past."""

import datetime

from django.db import transaction
from django.http import Http404

from bekasi_wfh.demo.chain import living_at
from schedules.models import Assignment, Plan
from schedules.queries.calendar import Calendar
from schedules.queries.review_line import turn_now
from schedules.queries.rotations import rotation_of
from schedules.queries.swaps import colleagues_for, days_to_take
from schedules.services.review_turns import carry_on_reviews
from schedules.services.reviews import (
    answer_review,
    ask_day_review,
    ask_swap_review,
    withdraw_review,
)
from schedules.services.swaps import decide_swap, offer_swap, take_swap
from units import clock
from units.decisions import Refused
from units.models import Employee, User
from units.queries.people import superiors_of

HOME_AGENCY = "BAPPELITBANGDA"
AT_MOST = 12


def seed_review_requests(city, employee):
    """Write some requests for review: waiting, late, granted, refused, withdrawn.

    `employee` is the demo employee: one of them is theirs. Where the published period holds no
    day to come any more, there are fewer.
    """
    last = _last_working_day(city)
    people = _people_at_home(city, last)
    own = [one for one in people if one.pk == employee.pk]
    others = [one for one in people if one.pk != employee.pk]
    _swap_refused_and_late(city)
    _refused(city, others)
    if last <= city.today:
        return
    _granted(city, others, last)
    _withdrawn(city, others, last)
    reason = REASONS["own" if own else "own_office"]
    with living_at(_at(city, 1, 14)):
        ask_day_review(employee, day=last, reason=reason, actor=employee.user)
    with living_at(_at(city, 0, 6)):
        carry_on_reviews()


REASONS = {
    "own": "Pada hari itu ada rapat koordinasi yang harus saya hadiri di kantor. Mohon ditinjau.",
    "own_office": "Pada hari itu orang tua saya menjalani pengobatan. Mohon ditinjau.",
    "swap": "Kami berdua sudah sepakat dan pekerjaan kami dapat ditangani dari rumah.",
    "refused": "Tiga pekan berturut-turut hari Jumat saya di kantor.",
    "granted": "Pada hari itu ada serah terima arsip yang harus saya hadiri di kantor.",
    "withdrawn": "Saya salah melihat jadwal kegiatan.",
}


def _at(city, days_before, hour):
    return clock.local(city.days_before(days_before), datetime.time(hour, 15))


def _last_working_day(city):
    """Return the last working day of the published period, by the calendar of the whole city."""
    period = Plan.objects.filter(status=Plan.Status.PUBLISHED).first().period
    root = city.unit_by_code["1"]
    calendar = Calendar.load(period.starts_on, period.ends_on)
    return calendar.working_days(root.pk, period.starts_on, period.ends_on)[-1]


def _people_at_home(city, day):
    """Return employees with an account and a day at home on the day, of the home agency last."""
    rows = Assignment.objects.filter(published=True, date=day, employee__user__is_active=True)
    found = Employee.objects.filter(pk__in=rows.values("employee_id")).select_related("user")
    return sorted(
        (one for one in found if not city.own_posting[one.pk].is_head),
        key=lambda one: (
            city.own_posting[one.pk].unit.code.startswith(HOME_AGENCY),
            one.pk in city.special,
            one.pk,
        ),
    )


def _answerer(review):
    """Return the account that has the turn today; LookupError where nobody is free."""
    _line, barred, rung = turn_now(review, clock.today())
    if rung is None:
        raise LookupError(review)
    return User.objects.filter(pk__in=rung.free(barred)).earliest("pk")


def _for_first_that_fits(people, act):
    """Let `act` write for the first person for whom the story works; the others leave no trace."""
    for one in people[:AT_MOST]:
        try:
            with transaction.atomic():
                act(one)
        except (Refused, Http404, LookupError):
            continue
        people.remove(one)
        return


def _granted(city, people, day):
    """Somebody gets the day at the office that was asked for, yesterday."""

    def act(one):
        with living_at(_at(city, 4, 9)):
            review = ask_day_review(one, day=day, reason=REASONS["granted"], actor=one.user)
        with living_at(_at(city, 1, 10)):
            answer_review(
                review, granted=True, actor=_answerer(review),
                answer="Serah terima arsip memang memerlukan kehadiran; batas minimal tetap aman.",
            )  # fmt: skip

    _for_first_that_fits(people, act)


def _refused(city, people):
    """Somebody asked about a day that is past by now, and got a written no."""

    def act(one):
        day = city.days_before(7)
        with living_at(_at(city, 13, 9)):
            review = ask_day_review(one, day=day, reason=REASONS["refused"], actor=one.user)
        with living_at(_at(city, 11, 13)):
            answer_review(
                review, granted=False, actor=_answerer(review),
                answer="Giliran diundi terbuka dan porsi Anda sama dengan rekan sekelompok.",
            )  # fmt: skip

    _for_first_that_fits(people, act)


def _withdrawn(city, people, day):
    for one in people[:1]:
        with living_at(_at(city, 2, 9)):
            review = ask_day_review(one, day=day, reason=REASONS["withdrawn"], actor=one.user)
        with living_at(_at(city, 2, 11)):
            withdraw_review(review, actor=one.user)


def _swap_refused_and_late(city):
    """A swap that the superior refused is asked about, and the next level let its days pass."""
    for plan in _plans_at_home_first():
        with living_at(_at(city, 8, 9)):
            swap = _offer(city, plan)
        if swap is None:
            continue
        with living_at(_at(city, 8, 15)):
            boss = superiors_of(swap.asker, clock.today())[0]
            swap = decide_swap(
                swap, accepted=False, reason="Keduanya diperlukan untuk rapat anggaran.", actor=boss
            )
        with living_at(_at(city, 7, 8)):
            ask_swap_review(swap, reason=REASONS["swap"], actor=swap.asker.user)
        return


def _plans_at_home_first():
    plans = Plan.objects.filter(status=Plan.Status.PUBLISHED).select_related("agency", "period")
    return sorted(plans, key=lambda plan: (plan.agency.code != HOME_AGENCY, plan.pk))[:AT_MOST]


def _offer(city, plan):
    """Let somebody offer a day to come to a colleague of the same unit who takes it; or None."""
    rotation = rotation_of(plan)
    today = city.today.isoformat()
    for person, days in sorted(rotation.home.items(), key=lambda one: int(one[0])):
        ahead = [day for day in days if day > today]
        if not ahead:
            continue
        employee = Employee.objects.select_related("user").get(pk=int(person))
        if employee.user is None or city.own_posting[employee.pk].is_head:
            continue
        give = ahead[-1]
        wanted = [day for day in days_to_take(rotation, employee, city.today) if day != give]
        for take in wanted:
            for pk in colleagues_for(rotation, employee, give, take):
                unit = city.own_posting[pk].unit_id
                if unit != city.own_posting[employee.pk].unit_id or city.own_posting[pk].is_head:
                    continue
                swap = offer_swap(
                    employee, plan=plan, give_on=datetime.date.fromisoformat(give),
                    take_on=datetime.date.fromisoformat(take), colleagues=[pk],
                    actor=employee.user,
                )  # fmt: skip
                return take_swap(swap, actor=Employee.objects.get(pk=pk).user)
    return None
