"""Synthetic cities and a dense agency, the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from math import ceil

MONDAY = date(2027, 1, 4)


def working_days(weeks: int) -> list[str]:
    """Monday to Friday of whole weeks."""
    return [
        (MONDAY + timedelta(days=7 * week + day)).isoformat()
        for week in range(weeks)
        for day in range(5)
    ]


def city(people: int, seed: int = 1, weeks: int = 4) -> dict:
    """Agencies of 40 to 900 people in divisions and teams, floors at each level, skills, leave."""
    dice = random.Random(seed)
    source = _empty(f"kota-{seed}", weeks)
    left = people
    number = 0
    while left > 0:
        size = min(left, round(40 * (900 / 40) ** dice.random()))
        if left - size < 40:
            size = left
        _agency(dice, source, f"a{number:03}", size)
        left -= size
        number += 1
    return source


def dense_agency(people: int = 2000, seed: int = 1, weeks: int = 4) -> dict:
    """One agency with a skill set across its teams for every 12 people and many pairs apart."""
    dice = random.Random(seed)
    source = _empty(f"padat-{seed}", weeks)
    _agency(dice, source, "a", people, skills=False)
    ids = [person["id"] for person in source["people"]]
    for number in range(people // 12):
        members = dice.sample(ids, dice.randint(4, 8))
        _floor(source, f"S{number:04}", members, ceil(0.6 * len(members)), "keahlian")
    in_pairs = dice.sample(ids, people // 10 // 2 * 2)
    source["apart"] = [list(pair) for pair in zip(in_pairs[::2], in_pairs[1::2], strict=True)]
    return source


def _empty(period: str, weeks: int) -> dict:
    days = working_days(weeks)
    return {
        "format": "bekasi-wfh/problem/1",
        "period": period,
        "mode": "draft",
        "days": days,
        "desirable": [day for day in days if date.fromisoformat(day).weekday() in (0, 4)],
        "desirable_band": 1,
        "spread": True,
        "units": [],
        "people": [],
        "published_days": [],
        "floors": [],
        "ceilings": [],
        "apart": [],
    }


def _floor(source: dict, identity: str, members: str | list[str], on_site: int, text: str) -> None:
    about = {"unit": members} if isinstance(members, str) else {"people": members}
    source["floors"].append(
        {"id": identity, "text": text, "days": None, "on_site": on_site, **about}
    )


def _agency(
    dice: random.Random, source: dict, identity: str, size: int, skills: bool = True
) -> None:
    source["units"].append({"id": identity, "parent": None, "name": identity})
    start = len(source["people"])
    division = 0
    left = size
    while left > 0:
        here = min(left, dice.randint(25, 70))
        _division(dice, source, f"{identity}/{division}", identity, here, skills)
        left -= here
        division += 1
    _floor(source, f"F-{identity}", identity, ceil(0.55 * size), "minimal perangkat daerah")
    members = [person["id"] for person in source["people"][start:]]
    if skills:
        for number in range(size // 150):
            chosen = dice.sample(members, min(size, dice.randint(4, 8)))
            _floor(source, f"K-{identity}-{number}", chosen, len(chosen) // 2, "keahlian bersama")
        for _ in range(size // 60):
            source["apart"].append(dice.sample(members, 2))
        pairs = {tuple(sorted(pair)) for pair in source["apart"]}
        source["apart"] = [list(pair) for pair in sorted(pairs)]


def _division(
    dice: random.Random, source: dict, identity: str, parent: str, size: int, skills: bool
) -> None:
    source["units"].append({"id": identity, "parent": parent, "name": identity})
    team = 0
    left = size
    while left > 0:
        here = min(left, dice.randint(6, 14))
        unit = f"{identity}/{team}"
        source["units"].append({"id": unit, "parent": identity, "name": unit})
        members = [_person(dice, source, unit, parent) for _ in range(here)]
        _floor(source, f"F-{unit}", unit, dice.choice([here // 2, ceil(0.6 * here)]), "minimal tim")
        if skills and here >= 6:
            chosen = dice.sample(members, dice.randint(3, 5))
            _floor(source, f"S-{unit}", chosen, dice.choice([1, 2]), "keahlian tim")
        left -= here
        team += 1
    _floor(source, f"F-{identity}", identity, ceil(0.55 * size), "minimal bidang")


def _person(dice: random.Random, source: dict, unit: str, agency: str) -> str:
    days = source["days"]
    absent: list[str] = []
    if dice.random() < 0.3:
        start = dice.randrange(len(days))
        absent = days[start : start + dice.randint(1, 5)]
    weekday = dice.randrange(5)
    identity = f"{agency}-{len(source['people']):06}"
    source["people"].append(
        {
            "id": identity,
            "unit": unit,
            "peers": f"{agency}-{dice.randrange(2)}" if dice.random() < 0.2 else agency,
            "eligible": dice.random() > 0.1,
            "because": "",
            "absent": absent,
            "on_site": days[weekday::5] if dice.random() < 0.2 else [],
            "at_home": [],
            "most_per_week": 2,
            "target_per_week": 1,
            "least_per_week": 0,
            "balance": round(dice.uniform(-2, 2), 2),
            "balance_desirable": round(dice.uniform(-1.5, 1.5), 2),
            "unwanted": days[dice.randrange(5) :: 5] if dice.random() < 0.2 else [],
            "caregiver": dice.random() < 0.1,
            "published": None,
        }
    )
    return identity
