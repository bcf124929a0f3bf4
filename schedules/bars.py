"""On which days of a period each person may be at home at all: the rules of `eligibility` in bulk.

Thousands share a unit, a position and an employment; what applies to one of them applies to all,
so that a verdict is asked once for each such combination and day.
"""

from schedules.eligibility import eligibility, waiting_until
from schedules.models import Policy


class Bars:
    """Policies, verdicts and barred weekdays of an agency's units over one period.

    `policies_from` and `effective` map the first day of the period and each day of a change to
    the Policies and to {unit: Effective}, `exclusions` employee ids to all their exclusions.
    """

    def __init__(self, policies_from, effective, exclusions):
        self.policies_from = policies_from
        self._effective, self._exclusions = effective, exclusions
        self._policies, self._alike, self._barred = {}, {}, {}

    def policy_of(self, unit_id, day):
        """Return the Policy that a unit obeys on a day of the period, or None."""
        since = max(start for start in self.policies_from if start <= day)
        if (unit_id, since) not in self._policies:
            self._policies[unit_id, since] = self.policies_from[since].for_unit(unit_id)
        return self._policies[unit_id, since]

    def verdicts(self, posting, days):
        """Return {day: Eligibility} of a posting for the days (ascending) of its group.

        Without an exclusion and after the waiting period the rules look at the unit, the
        position and the employment alone.
        """
        exclusions = self._exclusions.get(posting.employee_id, ())
        if exclusions or self._may_wait(posting, days[0]):
            return {day: self._verdict(posting, exclusions, day) for day in days}
        key = posting.unit_id, posting.position_id, posting.employee.employment, tuple(days)
        if key not in self._alike:
            self._alike[key] = {day: self._verdict(posting, (), day) for day in days}
        return self._alike[key]

    def barred_days(self, unit_id, days):
        """Return those of the days on which the policy keeps a unit at the office."""
        key = unit_id, tuple(days)
        if key not in self._barred:
            self._barred[key] = frozenset(day for day in days if self._is_barred(unit_id, day))
        return self._barred[key]

    def _may_wait(self, posting, first):
        """Say whether any policy of the period has the person wait on the day or later."""
        policies = {self.policy_of(posting.unit_id, since) for since in self.policies_from}
        ends = (waiting_until(posting, policy) for policy in policies if policy is not None)
        return any(until is not None and until >= first for until in ends)

    def _verdict(self, posting, exclusions, day):
        policy = self.policy_of(posting.unit_id, day)
        latest = max(start for start in self._effective if start <= day)
        return eligibility(
            posting, policy, self._effective[latest].get(posting.unit_id), exclusions, day
        )

    def _is_barred(self, unit_id, day):
        policy = self.policy_of(unit_id, day)
        if policy is None:
            return True
        fixed = policy.mode == Policy.Mode.FIXED_WEEKDAY
        return day.weekday() in policy.barred_weekdays or (
            fixed and day.weekday() not in policy.fixed_weekdays
        )
