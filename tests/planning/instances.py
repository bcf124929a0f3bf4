"""Small random problems, rich in everything the format knows, as dicts."""

from __future__ import annotations

import random

WEEKS = (
    ("2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07", "2027-01-08"),
    ("2027-01-11", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15"),
)


def random_problem(seed: int, people: int = 3, days_a_week: tuple[int, int] = (3, 3)) -> dict:
    """A problem that exercises every field; small enough to enumerate every plan."""
    dice = random.Random(seed)
    days = [day for week, count in zip(WEEKS, days_a_week, strict=True) for day in week[:count]]
    mode = dice.choice(["draft", "draft", "repair"])

    def some(chance: float) -> list[str]:
        return [day for day in days if dice.random() < chance]

    units = [
        {"id": "kota", "parent": None, "name": "Kota"},
        {"id": "a", "parent": "kota", "name": "A"},
        {"id": "b", "parent": "kota", "name": "B"},
        {"id": "kosong", "parent": "b", "name": "Kosong"},
    ]
    ids = [f"p{number}" for number in range(people)]
    cast = [_person(dice, one, some, mode) for one in ids]
    floors, ceilings = [], []
    for number in range(dice.choice([0, 1, 2, 2, 3])):
        rule = {"id": f"r{number}", "text": f"aturan {number}"}
        rule["days"] = dice.choice([None, None, some(0.6)])
        if dice.random() < 0.5:
            rule["unit"] = dice.choice(["kota", "kota", "a", "b"])
            size = sum(1 for one in cast if rule["unit"] in ("kota", one["unit"]))
        else:
            rule["people"] = sorted(dice.sample(ids, dice.randint(1, people)), reverse=True)
            size = len(rule["people"])
        if dice.random() < 0.7:
            rule["on_site"] = max(0, dice.randint(size - 2, size))
            floors.append(rule)
        else:
            rule["share_at_home"] = dice.choice([0, 0.34, 0.5, 0.67, 1])
            ceilings.append(rule)
    pairs = [[one, two] for number, one in enumerate(ids) for two in ids[number + 1 :]]
    problem = {
        "format": "bekasi-wfh/problem/1",
        "period": f"uji-{seed}",
        "mode": mode,
        "days": days,
        "desirable": [day for day in days if day in (days[0], days[-1]) or dice.random() < 0.2],
        "desirable_band": dice.choice([0, 0.3, 0.5, 1]),
        "spread": dice.random() < 0.6,
        "units": units,
        "people": cast,
        "published_days": some(0.7),
        "floors": floors,
        "ceilings": ceilings,
        "apart": [pair for pair in pairs if dice.random() < 0.3],
    }
    if dice.random() < 0.2:
        order = ["least", "target", "share", "desirable", "preference", "stability", "spread"]
        dice.shuffle(order)
        problem["order"] = [*order, "lot"]
    return problem


def _person(dice: random.Random, identity: str, some, mode: str) -> dict:
    person = {
        "id": identity,
        "unit": dice.choice(["a", "a", "b"]),
        "peers": dice.choice(["g", "g", "h"]),
        "most_per_week": dice.choice([0, 1, 2, 2, 3]),
        "target_per_week": dice.choice([0, 1, 1, 2, 4]),
        "least_per_week": dice.choice([0, 0, 0, 1, 2]),
        "balance": round(dice.uniform(-1.5, 1.5), dice.randint(0, 3)),
        "balance_desirable": round(dice.uniform(-1, 1), 2),
        "eligible": dice.random() < 0.9,
        "because": "",
        "caregiver": dice.random() < 0.3,
        "absent": some(0.12),
        "on_site": some(0.12),
        "at_home": some(0.08),
        "unwanted": some(0.25),
        "published": some(0.3) if dice.random() < (0.9 if mode == "repair" else 0.3) else None,
    }
    if not person["eligible"]:
        person["because"] = "sedang menjalani hukuman disiplin"
    return person
