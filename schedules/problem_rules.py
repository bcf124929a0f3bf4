"""Floors and ceilings of one working-week group of an agency, as the planner's problem has them."""

import math
from collections import defaultdict
from operator import itemgetter

from django.utils.translation import gettext as _


def _by_unit(postings):
    """Return {unit: [(place among the postings, posting)]}: floors look at their units alone."""
    found = defaultdict(list)
    for pair in enumerate(postings):
        found[pair[1].unit_id].append(pair)
    return found


class AgencyRules:
    """The part of `AgencyFacts` that makes rules from what it has read."""

    def _floors(self, postings, days, working):
        """Return the floors of this group; one that spans groups holds with the group's part."""
        found = []
        all_by_unit, here_by_unit = _by_unit(self.postings), _by_unit(postings)
        for floor in self.floors:
            inside = self.tree.descendants_of(floor.unit_id, include_self=True)
            everyone = self._counted(floor, inside, all_by_unit)
            here = self._counted(floor, inside, here_by_unit)
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

    def _counted(self, floor, inside, by_unit):
        """Return the postings in some units that a floor counts, in the order of all postings."""
        found = [pair for unit in inside for pair in by_unit.get(unit, ())]
        if floor.skill_id:
            holders = self.holders[floor.skill_id]
            found = [pair for pair in found if pair[1].employee_id in holders]
        elif floor.position_id is not None:
            found = [pair for pair in found if pair[1].position_id == floor.position_id]
        return [posting for _number, posting in sorted(found, key=itemgetter(0))]

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
