"""What would mend a clash does mend it: each answer is carried out alone and the clash is gone."""

import copy

import pytest

from schedules.planning import mends, read_problem, solve
from tests.planning.instances import random_problem


def carried_out(source, problem, clash, mend):
    """Return the sources in which a mend was carried out, one for each choice that it leaves."""
    day = clash.days[0]
    people = {one["id"]: one for one in source["people"]}
    rules = {one["id"]: one for one in (*source["floors"], *source["ceilings"])}

    def without(name, owner, days):
        owner[name] = [one for one in owner[name] if one not in days]

    def changed(change):
        before = copy.deepcopy((source["people"], source["floors"], source["ceilings"]))
        change()
        after = copy.deepcopy(source)
        source["people"], source["floors"], source["ceilings"] = before
        people.update((one["id"], one) for one in source["people"])
        rules.update((one["id"], one) for one in (*source["floors"], *source["ceilings"]))
        return after

    def on_day_alone(rule, **figures):
        """The rule with other figures on the day; on the other days as it was."""
        copied = rules[rule] | figures | {"id": rule, "days": [day]}
        rest = copy.deepcopy(rules[rule])
        rest["days"] = [one for one in rest["days"] or problem.days if one != day]
        if rules[rule]["days"] is None:
            rest["days"] = [one for one in problem.days if one != day]
        group = source["floors"] if "on_site" in copied else source["ceilings"]
        group.remove(rules[rule])
        group.extend([copied, rest | {"id": f"{rule}-lain"}])

    def take_back():
        if clash.rules:
            rule = next(one for one in problem.rules if one.id == clash.rules[0])
            out = [
                one
                for one in problem.members(rule)
                if day in people[one]["at_home"]
                and people[one]["eligible"]
                and day not in people[one]["absent"] + people[one]["on_site"]
            ]
            for one in out[: mend.n]:
                without("at_home", people[one], [day])
        else:
            without("at_home", people[clash.people[0]], clash.days[: mend.n])

    def lift_bar():
        for name in ("absent", "on_site"):
            without(name, people[clash.people[0]], clash.days)

    def bring_in():
        rule = rules[clash.rules[0]]
        for n in range(mend.n):
            one = copy.deepcopy(source["people"][0]) | {
                "id": f"baru{n}", "eligible": False, "absent": [], "at_home": [],
                "unit": rule.get("unit", "a"), "published": None,
            }  # fmt: skip
            source["people"].append(one)
            if "people" in rule:
                rule["people"].append(one["id"])

    def raise_most():
        people[clash.people[0]]["most_per_week"] = mend.n

    def raise_ceiling():
        rule = next(one for one in problem.rules if one.id == clash.rules[0])
        present = sum(1 for one in problem.members(rule) if day not in people[one]["absent"])
        on_day_alone(clash.rules[0], share_at_home=min(1, (mend.n + 0.5) / present))

    if mend.code == "waive_one":
        for person in clash.people:
            yield changed(lambda p=person: people[p].update(least_per_week=0))
    elif mend.code == "loosen_one":
        for rule in clash.rules:
            group = "floors" if "on_site" in rules[rule] else "ceilings"
            yield changed(lambda r=rule, g=group: source[g].remove(rules[r]))
    else:
        yield changed(
            {
                "take_back": take_back,
                "lift_bar": lift_bar,
                "bring_in": bring_in,
                "raise_most": raise_most,
                "raise_ceiling": raise_ceiling,
                "lower_floor": lambda: on_day_alone(clash.rules[0], on_site=mend.n),
            }[mend.code]
        )


def crowded_problem(seed, days=3):
    """Every kind of clash often: many days that were set, high floors, many absences."""
    source = random_problem(seed, 5, (days, 0))
    for number, person in enumerate(source["people"]):
        if (seed + number) % 3 == 0:
            person["at_home"] = list(source["days"])
        if (seed + number) % 4 == 0:
            person["absent"] = source["days"][:1]
        if (seed + number) % 5 == 0:
            person["least_per_week"] = 2
    return source


def named(clash):
    """What tells a clash from others: its members, and whether it is one of guarantees.

    Without a rule its sentence says which kind it is; figures in a rule's sentence may change.
    """
    kind = clash.text.startswith("Pekan ") if clash.rules else clash.text
    return clash.rules, clash.people, clash.days, kind


@pytest.mark.parametrize("days", [1, 3])
def test_each_answer_alone_makes_the_clash_go_away(days):
    met = set()
    for seed in range(150):
        source = crowded_problem(seed, days)
        problem = read_problem(source)
        for clash in solve(problem).clashes:
            answers = mends(problem, clash)
            assert answers, (seed, clash.text)
            for mend in answers:
                met.add(mend.code)
                for mended in carried_out(source, problem, clash, mend):
                    left = [named(one) for one in solve(read_problem(mended)).clashes]
                    assert named(clash) not in left, (seed, mend, clash.text)
    assert met == {
        "take_back", "lift_bar", "lower_floor", "raise_ceiling", "bring_in", "raise_most",
        "waive_one", "loosen_one",
    }  # fmt: skip
