"""Whose move a plan in work waits for, since when, and whether that is late by the policy.

A turn never passes by time: the ages are for reminders and for the next level to know.
"""

from dataclasses import dataclass, replace

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schedules.models import Plan, PlanPart
from schedules.queries.calendar import Calendar
from schedules.queries.chain import Acknowledgement, chains_of
from schedules.queries.due import SOON_BEFORE
from schedules.queries.office import ONE_LEVEL_UP, Office
from schedules.queries.plans import agencies_visible_to
from schedules.queries.standing import IN_WORK
from units.access import Role, on_day
from units.models import Posting, RoleGrant
from units.queries.people import acting_first
from units.queries.tree import unit_tree
from units.todos import Todo, capped

SUBMIT, APPROVE, ACKNOWLEDGE, PUBLISH = "submit", "approve", "acknowledge", "publish"
STAGES = {
    SUBMIT: gettext_lazy("pengajuan"),
    APPROVE: gettext_lazy("persetujuan"),
    ACKNOWLEDGE: gettext_lazy("pengetahuan BKPSDM"),
    PUBLISH: gettext_lazy("penerbitan"),
}


@dataclass(frozen=True)
class Turn:
    """One move that a plan waits for.

    `holders` are the accounts that may make it, `above` those of the next level and BKPSDM;
    `who` says the holders in words. `waited` counts the agency's working days since then;
    `days_left` are the days to the period's date for submission, while a first version has yet
    to be submitted.
    """

    plan: Plan
    stage: str
    unit: object
    since: object
    who: str
    holders: tuple
    above: tuple
    waited: int
    days_left: int | None = None

    @property
    def key(self):
        return (self.plan.pk, self.unit.pk, self.stage, self.since)

    @property
    def stage_words(self):
        return STAGES[self.stage]

    @property
    def is_due(self):
        """Whether the holders are to be reminded, by the policy that the plan obeyed."""
        soon = self.days_left is not None and self.days_left <= SOON_BEFORE.days
        return soon or self.waited >= self.plan.policy.remind_after_days

    @property
    def is_late(self):
        """Whether the next level and BKPSDM are to be told."""
        passed = self.days_left is not None and self.days_left < 0
        return passed or self.waited >= self.plan.policy.escalate_after_days


def plans_in_work(day):
    """Return the plans that wait for somebody and whose period is not over, without documents."""
    return (
        Plan.objects.filter(status__in=IN_WORK, period__ends_on__gte=day)
        .select_related("agency", "period", "policy")
        .defer("problem", "solution")
        .order_by("agency__code", "working_week")
    )


def turns_of_plans(plans, day):
    """Return {plan pk: [Turn]} of plans with agency, period and policy; queries do not grow."""
    plans = [plan for plan in plans if plan.status in IN_WORK]
    if not plans:
        return {}
    heads, rows = {}, {}
    parts = PlanPart.objects.select_related("unit").order_by("unit__code")
    prefetch_related_objects(plans, Prefetch("parts", parts))
    for head in _heads(day, {plan.agency_id for plan in plans}):
        heads.setdefault(head.unit_id, []).append(head)
    chains = chains_of(plans)
    for plan in plans:
        rows[plan.pk] = tuple(plan.parts.all())
    return turns_of(
        [
            Office(
                scope=None,
                plan=plan,
                parts=tuple(part for part in rows[plan.pk] if not part.above_id),
                teams=tuple(part for part in rows[plan.pk] if part.above_id),
                heads=tuple(heads.get(plan.agency_id, ())),
                chain=chains[plan.pk],
            )
            for plan in plans
        ],
        day,
    )


def turns_of(offices, day):
    """Return {plan pk: [Turn]} for the Offices of plans, whatever account they are of."""
    if not any(office.plan.status in IN_WORK for office in offices):
        return {office.plan.pk: [] for office in offices}
    return _Reading(offices, day).turns()


def turns_waiting_for(scope):
    """Return the Turns that the account has in hand, the oldest first; nothing is read for others.

    For heads, unit HR, BKPSDM and the Sekda. A role of the city alone submits no part.
    """
    own = scope.head_unit_ids or scope.hr_unit_ids
    if not own and not scope.roles & ONE_LEVEL_UP:
        return []
    plans = plans_in_work(scope.day).filter(agency__in=agencies_visible_to(scope))
    if not own:
        plans = plans.exclude(status=Plan.Status.DRAFT)
    found = [turn for turns in turns_of_plans(plans, scope.day).values() for turn in turns]
    mine = [turn for turn in found if scope.user.pk in {one.pk for one in turn.holders}]
    return sorted(mine, key=lambda turn: (turn.since, turn.plan.pk, turn.unit.pk))


def _heads(day, unit_ids):
    rows = Posting.objects.filter(on_day(day), unit_id__in=unit_ids, is_head=True)
    return rows.select_related("employee__user", "position", "mandate").order_by("pk")


class _Reading:
    """What the turns of some plans are made of, read at once."""

    def __init__(self, offices, day):
        self.offices, self.day = offices, day
        open_parts = {
            part.unit_id: office
            for office in offices
            if office.plan.status == Plan.Status.DRAFT
            for part in office.all_parts
            if part.status != PlanPart.Status.SUBMITTED
        }
        self.part_heads = {}
        for head in _heads(day, list(open_parts)) if open_parts else ():
            self.part_heads.setdefault(head.unit_id, []).append(head)
        left_out = any(not office.chain.keeps_division(pk) for pk, office in open_parts.items())
        wanted = Q(role__in=ONE_LEVEL_UP)
        if left_out:
            wanted |= Q(role=Role.UNIT_HR)
        self.tree = unit_tree() if left_out else None
        grants = RoleGrant.objects.filter(on_day(day), wanted, user__is_active=True)
        self.city, self.secretary, self.keepers = [], [], []
        for grant in grants.select_related("user__employee").order_by("pk"):
            if grant.role == Role.CITY_HR:
                self.city.append(grant.user)
            elif grant.role == Role.SECRETARY:
                self.secretary.append(grant.user)
            else:
                self.keepers.append((grant.unit_id, grant.user))
        earliest = min(
            (timezone.localdate(since) for office in offices for since in _starts(office)),
            default=day,
        )
        self.calendar = Calendar.load(min(earliest, day), day)

    def turns(self):
        return {office.plan.pk: self._turns(office) for office in self.offices}

    def _turns(self, office):
        plan = office.plan
        if plan.status == Plan.Status.DRAFT:
            open_parts = [p for p in office.parts if p.status != PlanPart.Status.SUBMITTED]
            office = replace(office, team_heads=self._team_heads(office))
            return [turn for part in open_parts for turn in self._submissions(office, part)]
        since = plan.turn_since or plan.approved_at or plan.created_at
        if plan.status == Plan.Status.SUBMITTED:
            return [self._approval(office, since)]
        if plan.status != Plan.Status.APPROVED:
            return []
        note_takers = [user for user in self.city if user.pk not in office.hands]
        stage, holders, who = PUBLISH, note_takers, _("BKPSDM")
        if office.waits_for_the_city:
            stage = ACKNOWLEDGE
        elif office.chain.acknowledgement != Acknowledgement.PUBLICATION:
            holders = [*self.city, *_accounts(acting_first(office.heads))]
            who = _("BKPSDM atau kepala perangkat daerah")
        return [self._turn(office, stage, plan.agency, since, who, holders, self.secretary)]

    def _team_heads(self, office):
        rows = (self.part_heads.get(team.unit_id, ()) for team in office.teams)
        return tuple(head for heads in rows for head in heads if _accounts([head]))

    def _submissions(self, office, part):
        """Return the turns of the teams that a part waits for; with none left, that of the part."""
        awaited = office.awaited_teams(part)
        if not awaited:
            return [self._submission(office, part)]
        return [self._team_submission(office, part, team) for team in awaited]

    def _team_submission(self, office, part, team):
        holders = _accounts(acting_first(self.part_heads[team.unit_id]))
        above = _accounts(acting_first(self.part_heads.get(part.unit_id, ())))
        above = above or _accounts(acting_first(office.heads))
        since = team.turn_since or office.plan.created_at
        return self._turn(office, SUBMIT, team.unit, since, _names(holders), holders, above)

    def _submission(self, office, part):
        leaders = _accounts(acting_first(office.heads))
        if office.chain.keeps_division(part.unit_id):
            holders = _accounts(acting_first(self.part_heads.get(part.unit_id, ())))
        else:
            path = self.tree.ancestors_of(part.unit_id, include_self=True)
            holders = [user for unit_id, user in self.keepers if unit_id in path]
        below = office.submitted_below(part)
        holders = [user for user in holders if user.pk not in below]
        who = _names(holders)
        if not holders:
            holders = leaders
            who = _("belum ada kepala; dapat diajukan kepala perangkat daerah")
        since = part.turn_since or office.plan.created_at
        above = leaders if holders != leaders and leaders else self.secretary
        return self._turn(office, SUBMIT, part.unit, since, who, holders, above)

    def _approval(self, office, since):
        free = _accounts(acting_first(office.free_heads))
        if office.goes_one_level_up or not free:
            up = [*self.secretary, *self.city]
            holders = [user for user in up if user.pk not in office.submitters]
            if office.goes_one_level_up:
                who = _("Sekretaris Daerah atau BKPSDM")
            else:
                who = _("kepala perangkat daerah, yang belum ada; BKPSDM perlu menunjuk Plh.")
                holders = self.city
            return self._turn(office, APPROVE, office.plan.agency, since, who, holders, ())
        above = [user for user in self.secretary if user.pk not in office.submitters]
        return self._turn(office, APPROVE, office.plan.agency, since, _names(free), free, above)

    def _turn(self, office, stage, unit, since, who, holders, above):
        plan = office.plan
        began = timezone.localdate(since)
        days = self.calendar.working_days(plan.agency_id, min(began, self.day), self.day)
        waited = sum(1 for day in days if day > began)
        told = {user.pk: user for user in (*above, *self.city)}
        for user in holders:
            told.pop(user.pk, None)
        return Turn(
            plan=plan, stage=stage, unit=unit, since=since, who=who,
            holders=tuple({user.pk: user for user in holders}.values()),
            above=tuple(told.values()), waited=waited,
            days_left=self._days_left(plan) if stage == SUBMIT else None,
        )  # fmt: skip

    def _days_left(self, plan):
        due = plan.period.submit_by
        return (due - self.day).days if due and plan.base_id is None else None


def _starts(office):
    yield office.plan.turn_since or office.plan.approved_at or office.plan.created_at
    for part in office.all_parts:
        yield part.turn_since or office.plan.created_at


def _accounts(postings):
    users = (posting.employee.user for posting in postings)
    return [user for user in users if user is not None and user.is_active]


def _names(users):
    return ", ".join(dict.fromkeys(str(getattr(user, "employee", user)) for user in users))


def _turn_todo(turn):
    at = date_format(timezone.localtime(turn.since), "j F")
    where = ("schedules:plan_detail", [turn.plan.pk])
    if turn.stage == SUBMIT:
        where = ("schedules:plan_board", [turn.plan.pk, turn.unit.pk])
    what = {"what": turn.stage_words, "unit": turn.unit.label}
    return Todo(
        "review",
        _("Rencana rotasi: %(what)s %(unit)s") % what,
        reverse(where[0], args=where[1]),
        _("Buka"),
        detail=_since_words(turn, at),
        about=turn.unit.label,
        is_late=turn.is_late,
    )


def _since_words(turn, at):
    if turn.days_left is None:
        return _("menunggu Anda sejak %(at)s") % {"at": at}
    due = date_format(turn.plan.period.submit_by, "j F")
    return _("menunggu Anda sejak %(at)s; batas pengajuan %(due)s") % {"at": at, "due": due}


def _more_turns(n):
    return ngettext("%(n)s rencana lagi", "%(n)s rencana lagi", n) % {"n": n}


def turns_waiting(scope, now):
    """Return Todos of the plans that wait for the account's move, the oldest first."""
    turns = [_turn_todo(turn) for turn in turns_waiting_for(scope)]
    return capped(turns, _more_turns, reverse("schedules:plan_list"))
