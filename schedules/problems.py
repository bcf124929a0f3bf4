"""From the city's records to a planning problem: who, which days, which rules.

The result is the planner's own document (`schedules.planning`, format problem/1), so that what
was solved can be read and solved again by anybody. Nothing here decides; it only gathers.
"""

import datetime
import hashlib
import json
from collections import Counter, defaultdict

from django.conf import settings
from django.utils.translation import gettext as _

from schedules.bars import Bars
from schedules.models import Away, Floor, PairApart, Policy, Preference
from schedules.planning.problem import FORMAT
from schedules.problem_rules import AgencyRules, iso_texts
from schedules.queries.balances import Kind, balances_before
from schedules.queries.calendar import Calendar
from schedules.queries.policies import policies_by_day
from schedules.queries.preferences import unwanted_weekdays
from units.access import on_day
from units.decisions import Refused
from units.languages import in_indonesian
from units.models import Classification, EmployeeSkill, Exclusion, Position, Unit
from units.queries.classification import effective_classifications
from units.queries.people import postings_on
from units.queries.tree import unit_tree
from units.retelling import retold

ONE_DAY = datetime.timedelta(days=1)
NO_PART = {"eligible": False, "most_per_week": 0, "target_per_week": 0}
# All that a problem tells of a posting and its person: ten thousand are made at once.
_READ = (
    "unit_id",
    "position_id",
    "starts_on",
    "ends_on",
    "employee__employment",
    "employee__left_on",
)


class NothingToPlan(Refused):
    """The agency has no policy or nobody who may work from home; the text says which."""


def problem_for(agency, period, policy, working_week, *, also=False, anchor=None, movers=None,
                keep=()):  # fmt: skip
    """Return the problem of one working-week group of an agency as a JSON-ready dict.

    See `problems_for`. Raises NothingToPlan where nobody of the group is eligible.
    """
    problems = problems_for(
        agency, period, policy, also=also, anchor=anchor, movers=movers, keep=keep
    )
    if working_week not in problems:
        raise NothingToPlan(
            _("Tidak ada pegawai %(week)s hari kerja yang memenuhi syarat WFH.")
            % {"week": working_week}
        )
    return problems[working_week]


def problems_for(agency, period, policy, *, also=False, anchor=None, movers=None, keep=()):
    """Return {working week: problem} for the groups of an agency with anybody eligible.

    In a problem stand all definitive postings on the first day of the period, also of people who
    are not eligible: the agency's ceiling and most floors count them. With `also` a draft policy
    takes the place of its unit's policy (simulation). Floors, ceilings and barred days follow the
    policy of each day; the weekly numbers are those of the day `anchor` (the first by default).
    With `movers` (employee ids) the problem serves to check the days of these people against the
    hard rules, not to solve: all others only count as present or absent, and wishes, pairs and
    balances are left out. The working weeks in `keep` stand in the answer also with nobody
    eligible: their plans carry flexible-hours days alone. The number of queries does not depend
    on the number of people. Raises NothingToPlan with the reason where no group is left.
    """
    if policy is None:
        raise NothingToPlan(_("Belum ada kebijakan yang berlaku bagi unit ini."))
    facts = AgencyFacts(agency, period, policy, also=also, anchor=anchor, movers=movers)
    problems = {}
    for week in sorted(facts.groups):
        if not facts.days_of(week):
            continue
        problem = facts.problem(week)
        if week in keep or any(person.get("eligible", True) for person in problem["people"]):
            problems[week] = problem
    if not problems:
        raise NothingToPlan(facts.why_nobody())
    return problems


def canonical(problem):
    """Return the one text of a problem: sorted keys, no spaces, UTF-8."""
    return json.dumps(problem, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def problem_hash(problem):
    """Return the SHA-256 of the canonical text, which names the problem."""
    return hashlib.sha256(canonical(problem).encode()).hexdigest()


class AgencyFacts(AgencyRules):
    """Everything about an agency in a period, read once."""

    on_time = False
    """Which floors hold: those of days at home, or those of flexible-hours days."""

    def __init__(self, agency, period, policy, *, also=False, anchor=None, movers=None):
        self.agency, self.period, self.policy = agency, period, policy
        self.movers = movers
        start, end = period.starts_on, period.ends_on
        self.tree = unit_tree()
        self.unit_ids = [
            pk
            for pk in self.tree.descendants_of(agency.pk, include_self=True)
            if self.tree.agency_of(pk) == agency.pk
        ]
        inside = set(self.unit_ids)
        units = Unit.objects.without_tree_fields().in_bulk(self.unit_ids)
        self.names = {pk: unit.name for pk, unit in units.items()}
        self.calendar = Calendar.load(start - ONE_DAY, end + ONE_DAY)
        self.policies_from = policies_by_day(start, end, self.tree, also=policy if also else None)
        self.anchor = anchor or start
        posted = postings_on(start, self.unit_ids).select_related(None)
        self.postings = list(posted.select_related("employee").only(*_READ).order_by("pk"))
        # Thousands share a unit and a position: one object each, not one for every posting.
        positions = Position.objects.in_bulk({one.position_id for one in self.postings})
        for posting in self.postings:
            posting.unit = units[posting.unit_id]
            posting.position = positions[posting.position_id]
        people = posted.order_by().values("employee_id")
        exclusions = self._by_person(
            Exclusion.objects.filter(
                employee_id__in=people if movers is None else movers, starts_on__lte=end
            )
            .exclude(ends_on__lt=start)
            .order_by("kind", "pk")
        )
        self.aways = self._by_person(
            Away.objects.filter(
                employee_id__in=people,
                status=Away.Status.APPROVED,
                starts_on__lte=end,
                ends_on__gte=start,
            )
        )
        self.preferences, self.balances, self.pairs = {}, {}, []
        if movers is None:
            self.preferences = {
                row.employee_id: row for row in Preference.objects.filter(employee_id__in=people)
            }
            self.balances = balances_before(period, agency, self.unit_ids)
            self.pairs = sorted(
                PairApart.objects.filter(on_day(start), first__in=people, second__in=people)
                .values_list("first_id", "second_id")
                .distinct()
            )
        self.holders = defaultdict(set)
        skills = EmployeeSkill.objects.filter(employee_id__in=people, starts_on__lte=start).exclude(
            ends_on__lt=start
        )
        for employee_id, skill_id in skills.values_list("employee_id", "skill_id"):
            self.holders[skill_id].add(employee_id)
        own_policies = {
            one.pk
            for policies in self.policies_from.values()
            for one in map(policies.for_unit, self.unit_ids)
            if one
        }
        self.floors = list(
            Floor.objects.filter(
                policy_id__in=own_policies, unit_id__in=inside, on_time=self.on_time
            ).order_by("pk")
        )
        self.bars = Bars(self.policies_from, self._classifications(start, end), exclusions)
        self.policy_of = self.bars.policy_of
        self.groups = defaultdict(list)
        for posting in self.postings:
            self.groups[posting.unit.working_week].append(posting)
        self.reasons = Counter()

    def working_of(self, week):
        """Return {unit: its working days} for the units of one working-week group."""
        return {
            unit: self.calendar.working_days(unit, self.period.starts_on, self.period.ends_on)
            for unit in sorted({posting.unit_id for posting in self.groups[week]})
        }

    def days_of(self, week):
        """Return the days on which anybody of the group works, ascending."""
        return sorted(set().union(*self.working_of(week).values()))

    @in_indonesian()
    def problem(self, week):
        """Return the problem of one working-week group with at least one working day.

        Its sentences are kept with the plan, in Indonesian.
        """
        postings = self.groups[week]
        working = self.working_of(week)
        days = self.days_of(week)
        closed = {unit: frozenset(days).difference(its) for unit, its in working.items()}
        policy = self.policy_of(self.agency.pk, self.anchor) or self.policy
        return {
            "format": FORMAT,
            "period": self.period.name,
            "mode": "draft",
            "days": iso_texts(days),
            "desirable": iso_texts(day for day in days if self._is_desirable(policy, day)),
            "desirable_band": float(policy.desirable_band),
            "spread": policy.spread,
            "units": [
                {
                    "id": str(pk),
                    "parent": None if pk == self.agency.pk else str(self.tree.parent_of[pk]),
                    "name": self.names[pk],
                }
                for pk in self.unit_ids
            ],
            "people": [
                self._person(posting, week, days, closed[posting.unit_id]) for posting in postings
            ],
            "floors": self._floors(postings, days, working),
            "ceilings": self._ceilings(policy, days),
            "limit": dict(settings.PLANNER_LIMIT),
        } | self._apart(postings)

    def _apart(self, postings):
        """Return the pairs of this group as a part of the problem; nothing where there are none."""
        here = {one.employee_id for one in postings}
        pairs = [[str(a), str(b)] for a, b in self.pairs if a in here and b in here]
        return {"apart": pairs} if pairs else {}

    def why_nobody(self):
        """Return the sentence on why nobody is eligible: the commonest reason."""
        if self.postings and not any(self.days_of(week) for week in self.groups):
            return _("Tidak ada hari kerja dalam periode ini.")
        if not self.reasons:
            return _("Unit ini tidak mempunyai pegawai pada awal periode.")
        because, _count = self.reasons.most_common(1)[0]
        return _("Tidak ada pegawai yang memenuhi syarat WFH. Sebab terbanyak: %(because)s") % {
            "because": retold(because)
        }

    def slice_of(self, unit_id):
        """Return the unit whose part the people of a unit belong to: a child of the agency."""
        while unit_id != self.agency.pk and self.tree.parent_of[unit_id] != self.agency.pk:
            unit_id = self.tree.parent_of[unit_id]
        return unit_id

    def _person(self, posting, week, days, closed):
        person = {
            "id": str(posting.employee_id),
            "unit": str(posting.unit_id),
            "peers": f"{self.slice_of(posting.unit_id)}/{week}",
        }
        absent = closed | self._absent(posting, days)
        if absent:
            person["absent"] = iso_texts(sorted(absent))
        if self.movers is not None and posting.employee_id not in self.movers:
            return person | NO_PART
        policy = self.policy_of(posting.unit_id, self.anchor)
        verdicts = self.bars.verdicts(posting, days)
        barred_by_verdict = [day for day, found in verdicts.items() if not found.eligible]
        if len(barred_by_verdict) == len(days):
            because = verdicts[days[0]].in_plan
            self.reasons[because] += 1
            return person | NO_PART | {"because": because}
        policy = policy or next(
            found for found in (self.policy_of(posting.unit_id, day) for day in days) if found
        )
        on_site = self.bars.barred_days(posting.unit_id, days).union(barred_by_verdict)
        target = policy.target_per_week
        if policy.mode == Policy.Mode.FIXED_WEEKDAY:
            target = min(len(set(policy.fixed_weekdays)), policy.most_per_week)
        person |= {
            "most_per_week": policy.most_per_week,
            "target_per_week": target,
            "least_per_week": policy.least_per_week,
        }
        if on_site:
            person["on_site"] = iso_texts(sorted(on_site))
        for kind, name in ((Kind.DAYS, "balance"), (Kind.DESIRABLE, "balance_desirable")):
            if owed := self.balances.get((posting.employee_id, kind)):
                person[name] = float(owed)
        preference = self.preferences.get(posting.employee_id)
        if preference:
            unwanted = unwanted_weekdays(preference)
            if unwanted_days := [day for day in days if day.weekday() in unwanted]:
                person["unwanted"] = iso_texts(unwanted_days)
            if preference.is_caregiver_on(days[0]):
                person["caregiver"] = True
        return person

    def _absent(self, posting, days):
        """Days on which the person is neither home nor on site: away or gone."""
        aways = self.aways.get(posting.employee_id, ())
        left = posting.employee.left_on
        if not aways and posting.ends_on is None and left is None:
            return frozenset()
        return {
            day
            for day in days
            if any(away.starts_on <= day <= away.ends_on for away in aways)
            or (posting.ends_on is not None and day > posting.ends_on)
            or (left is not None and day >= left)
        }

    def _is_desirable(self, policy, day):
        if day.weekday() in policy.desirable_weekdays:
            return True
        return any(
            self.calendar.holiday(self.agency.pk, beside)
            for beside in (day - ONE_DAY, day + ONE_DAY)
        )

    def _classifications(self, start, end):
        """Return {from day: {unit: Effective}} for the first day and each day of a change."""
        changes = (
            Classification.objects.filter(starts_on__gt=start, starts_on__lte=end)
            .order_by("starts_on")
            .values_list("starts_on", flat=True)
            .distinct()
        )
        return {day: effective_classifications(day, self.tree) for day in (start, *changes)}

    @staticmethod
    def _by_person(rows):
        found = defaultdict(list)
        for row in rows:
            found[row.employee_id].append(row)
        return found
