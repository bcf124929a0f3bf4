"""The planning problem of flexible-hours days: the same format, other people, own rules.

Who works at the office alone (by position or by unit: `GRANTED`) gets what the policy grants: some
days a week with a start between two times. A flexible-hours day stands in place of a day at home,
so the planner, its proofs and its fairness are the same. Floors are those that the policy wrote
for these days, and they count these people alone: who takes part in the rotation of days at home
may be at home, so nobody is promised that they open the counter. That errs on the safe side.
"""

from django.utils.translation import gettext as _

from schedules.problems import NO_PART, AgencyFacts
from schedules.queries.balances import Kind
from units.languages import in_indonesian

# Perpres 21/2023, Art. 8. Heads excluded by the policy, people in their waiting period and people
# with a recorded exclusion have no part: these rules come before position and unit.
GRANTED = frozenset({"position_on_site", "unit_class"})


def flexible_facts(agency, period, policy):
    """Return the FlexibleFacts of an agency in a period, or None where nobody is granted a day."""
    if policy is None:
        return None
    facts = FlexibleFacts(agency, period, policy)
    return facts if facts.granted else None


class FlexibleFacts(AgencyFacts):
    """An agency as the flexible-hours days see it: only who works at the office all the time."""

    on_time = True

    def __init__(self, agency, period, policy, *, anchor=None):
        super().__init__(agency, period, policy, anchor=anchor)
        self.pairs, self.preferences = [], {}
        self._rule_on = {}
        self.granted = False
        days_of = {week: super(FlexibleFacts, self).days_of(week) for week in self.groups}
        self._days_of = days_of
        kept = []
        for posting in self.postings:
            days = days_of[posting.unit.working_week]
            verdicts = self.bars.verdicts(posting, days) if days else {}
            if any(found.eligible for found in verdicts.values()):
                continue
            kept.append(posting)
            rules = {day: found.rule for day, found in verdicts.items()}
            self._rule_on[posting.pk] = rules
            grants = self._per_week(posting) > 0
            self.granted = self.granted or (grants and not GRANTED.isdisjoint(rules.values()))
        self.postings = kept
        inside = {posting.pk for posting in kept}
        for week in self.groups:
            self.groups[week] = [one for one in self.groups[week] if one.pk in inside]

    def days_of(self, week):
        """Return the days on which anybody of the group works, also of who has no part."""
        return self._days_of.get(week, [])

    @in_indonesian()
    def problem(self, week):
        """Return the problem of one working-week group with at least one working day."""
        period = _("%(period)s, jam fleksibel") % {"period": self.period.name}
        return super().problem(week) | {"period": period}

    def problems(self):
        """Return {working week: problem} of the groups in which anybody is granted a day."""
        found = {}
        for week in sorted(self.groups):
            if not self.days_of(week):
                continue
            problem = self.problem(week)
            if any(person.get("eligible", True) for person in problem["people"]):
                found[week] = problem
        return found

    def window_of(self, unit_id, day):
        """Return (earliest, latest) start of a flexible-hours day of a unit."""
        policy = self.policy_of(unit_id, day)
        return policy.flexible_from, policy.flexible_until

    def _per_week(self, posting):
        policy = self.policy_of(posting.unit_id, self.anchor)
        return policy.flexible_per_week if policy else 0

    def _person(self, posting, week, days, closed):
        person = {
            "id": str(posting.employee_id),
            "unit": str(posting.unit_id),
            "peers": f"{self.slice_of(posting.unit_id)}/{week}",
        }
        absent = closed | self._absent(posting, days)
        if absent:
            person["absent"] = [day.isoformat() for day in sorted(absent)]
        per_week, rules = self._per_week(posting), self._rule_on[posting.pk]
        granted = [day for day in days if rules[day] in GRANTED and self._grants(posting, day)]
        if not per_week or not granted:
            return person | NO_PART
        person |= {"most_per_week": per_week, "target_per_week": per_week}
        on_site = [
            day
            for day in days
            if day not in granted or day in self.bars.barred_days(posting.unit_id, days)
        ]
        if on_site:
            person["on_site"] = [day.isoformat() for day in on_site]
        if owed := self.balances.get((posting.employee_id, Kind.FLEXIBLE)):
            person["balance"] = float(owed)
        return person

    def _grants(self, posting, day):
        policy = self.policy_of(posting.unit_id, day)
        return policy is not None and policy.flexible_per_week > 0

    def _is_barred(self, unit_id, day):
        """Whether everybody starts at the usual hour on that weekday (apel)."""
        policy = self.policy_of(unit_id, day)
        return policy is None or day.weekday() in policy.barred_weekdays

    def _share(self, policy):
        return policy.flexible_share

    def _share_text(self, unit, percent):
        return _("%(unit)s: paling banyak %(share)s %% berjam fleksibel") % {
            "unit": unit,
            "share": percent,
        }

    def _is_desirable(self, policy, day):
        return False
