"""Floors and ceilings of one working-week group of an agency, as the planner's problem has them."""

import math

from django.utils.translation import gettext as _


class AgencyRules:
    """The part of `AgencyFacts` that makes rules from what it has read."""

    def _floors(self, postings, days, working):
        """Return the floors of this group; one that spans groups holds with the group's part."""
        found = []
        for floor in self.floors:
            inside = set(self.tree.descendants_of(floor.unit_id, include_self=True))
            everyone = [one for one in self.postings if self._is_counted(floor, inside, one)]
            here = [one for one in postings if self._is_counted(floor, inside, one)]
            if not here and everyone:
                continue
            open_days = set().union(*(working[one.unit_id] for one in here)) if here else set(days)
            on = [
                day
                for day in days
                if day in open_days
                and (not floor.weekdays or day.weekday() in floor.weekdays)
                and self._rules(floor, day)
            ]
            if not on:
                continue
            rule = {
                "id": f"floor-{floor.pk}",
                "text": floor.text,
                "days": None if len(on) == len(days) else iso_texts(on),
                "on_site": floor.on_site,
            }
            if here and len(here) < len(everyone):
                rule["on_site"] = math.ceil(floor.on_site * len(here) / len(everyone))
                rule["text"] = _("%(text)s (bagian kelompok %(week)s hari kerja)") % {
                    "text": floor.text,
                    "week": here[0].unit.working_week,
                }
            if floor.skill_id or floor.position_id:
                rule["people"] = [str(one.employee_id) for one in here]
            else:
                rule["unit"] = str(floor.unit_id)
            found.append(rule)
        return found

    def _rules(self, floor, day):
        """Whether a floor belongs to the policy that its unit obeys on the day."""
        policy = self.policy_of(floor.unit_id, day)
        return policy is not None and policy.pk == floor.policy_id

    def _is_counted(self, floor, inside, posting):
        if posting.unit_id not in inside:
            return False
        if floor.skill_id:
            return posting.employee_id in self.holders[floor.skill_id]
        return floor.position_id in (None, posting.position_id)

    def _ceilings(self, policy, days):
        """Return the share at home of the agency, of each bidang, and where a policy is its own.

        One rule per share: a unit whose policy changes within the period has one for each.
        """
        found = []
        for pk in self.unit_ids:
            is_part = self.tree.parent_of[pk] == self.agency.pk
            own = any(policies.own_of(pk) for policies in self.policies_from.values())
            if pk != self.agency.pk and not is_part and not own:
                continue
            shares = {}
            for day in days:
                of_day = self.policy_of(pk, day) or policy
                shares.setdefault(self._share(of_day), []).append(day)
            for n, (share, on) in enumerate(shares.items()):
                found.append(
                    {
                        "id": f"share-{pk}" if n == 0 else f"share-{pk}-{n + 1}",
                        "text": self._share_text(self.names[pk], int(share * 100)),
                        "unit": str(pk),
                        "days": None if len(on) == len(days) else iso_texts(on),
                        "share_at_home": float(share),
                    }
                )
        return found

    def _share(self, policy):
        return policy.share_at_home

    def _share_text(self, unit, percent):
        return _("%(unit)s: paling banyak %(share)s %% di rumah") % {
            "unit": unit,
            "share": percent,
        }


def iso_texts(days):
    """Return dates as ISO texts."""
    return [day.isoformat() for day in days]
