"""What a month of nights finds in a city of 20,000 with planted cheats, and flags wrongly.

    BEKASI_ENV=test python -m tests.bench.signals [--small | people]

Seeded and self-contained: a temporary SQLite file, invented people, the working days of one month.
Honest noise: GPS that strays by 3 to 80 m, homes beside the office, points of the office's wifi,
phones that round to three or four decimals, office computers that always give one point, families
with one phone, arrivals kept offline, cell towers kilometres away, wrong thumbs that check out at
once, clocks a few minutes off. Cheats: a fixed fake point, replayed points, a joki's phone for
three to six people, jumps too far for the time, an account used in two places, a clock set wrong,
an accuracy of zero. It prints caught and wrongly flagged by kind, the time of one night and the
memory; it fails when a second run finds anything new, when a verdict or a decision appears, or
when the counts leave their bounds. Seconds are printed only.
"""

import datetime
import math
import random
import resource
import sys
import tempfile
import time
import uuid
from collections import Counter, defaultdict

from tests.bench.fresh import prepare

SMALL = 2_500 if "--small" in sys.argv else 20_000
PEOPLE = next((int(text) for text in sys.argv[1:] if text.isdecimal()), SMALL)
MONTH = datetime.date(2026, 11, 1)
METRE = 1 / 111_320
OFFICE_AT_HOME = 0.2  # share of days at home

# kind of cheat -> people in a thousand
CHEATS = {
    "fixed_point": 4, "fixed_home": 3, "replayed": 3, "joki": 5, "teleport": 2, "two_places": 2,
    "zero_accuracy": 2, "clock": 2,
}  # fmt: skip
CAUGHT_AS = {
    "fixed_point": "same_point", "fixed_home": "same_point", "replayed": "same_point",
    "joki": "shared_device", "teleport": "travel", "two_places": "two_places",
    "zero_accuracy": "accuracy", "clock": "clock",
}  # fmt: skip
# honest habit -> people in a thousand
HABITS = {
    "wifi": 250, "rounds_4": 40, "rounds_3": 40, "computer": 2, "family": 60, "offline": 50,
    "cell_tower": 30, "near_office": 80,
}  # fmt: skip
# At least this share of each kind is caught, and at most this share of honest people is flagged.
CAUGHT_AT_LEAST = {
    "fixed_point": 0.95, "fixed_home": 0.65, "replayed": 0.9, "joki": 0.9, "teleport": 0.9,
    "two_places": 0.9, "zero_accuracy": 0.95, "clock": 0.95,
}  # fmt: skip
FLAGGED_AT_MOST = 0.006


def drawn(chance, table):
    """Return a key of a table of people in a thousand, or ""."""
    number = chance.random() * 1000
    for key, share in table.items():
        if number < share:
            return key
        number -= share
    return ""


class Person:
    """One invented person: office, home, devices, and how they check in."""

    def __init__(self, chance, number, offices):
        self.number = number
        self.cheat = drawn(chance, CHEATS)
        self.habit = "" if self.cheat else drawn(chance, HABITS)
        self.office = offices[chance.randrange(len(offices))]
        angle, far = math.tau * chance.random(), 3000 + 22_000 * chance.random()
        if self.habit == "near_office":
            far = 150 * chance.random()
        self.home = (
            self.office[0] + far * math.sin(angle) * METRE,
            self.office[1] + far * math.cos(angle) * METRE,
        )
        self.stray = chance.uniform(3, 80)
        self.device = f"{number:064x}"
        self.partner, self.place = None, ""
        self.decimals = {"rounds_4": 4, "rounds_3": 3}.get(self.habit, chance.choice((6, 7, 7, 14)))
        self.skew = chance.gauss(0, 45)
        self.fixed = (self._point(chance, self.office), round(chance.uniform(3, 20), 1))
        self.fixed_home = (self._point(chance, self.home), round(chance.uniform(3, 20), 1))
        self.replays = [
            (self._point(chance, self.office), round(chance.uniform(4, 30), 1)) for _ in range(6)
        ]

    def _point(self, chance, centre):
        north, east = chance.gauss(0, 15), chance.gauss(0, 15)
        return round(centre[0] + north * METRE, 7), round(centre[1] + east * METRE, 7)

    def measure(self, chance, place, wifi):
        """Return (point, accuracy) of one measurement at the office or at home."""
        centre = self.office if place == "wfo" else self.home
        if place == "wfo" and self.cheat == "fixed_point":
            return self.fixed
        if place == "wfh" and self.cheat == "fixed_home":
            return self.fixed_home
        if place == "wfo" and self.cheat == "replayed":
            return chance.choice(self.replays)
        if self.habit == "computer" and place == "wfo":
            return self.fixed[0], 20.0
        if self.habit == "wifi" and chance.random() < 0.6:
            points = wifi[self.office] if place == "wfo" else [self.fixed_home[0]]
            return chance.choice(points), float(chance.randint(12, 40))
        if self.habit == "cell_tower" and chance.random() < 0.08:
            angle, far = math.tau * chance.random(), 800 + 5000 * chance.random()
            centre = (centre[0] + far * math.sin(angle) * METRE,
                      centre[1] + far * math.cos(angle) * METRE)  # fmt: skip
            return (round(centre[0], 6), round(centre[1], 6)), round(far * 1.1)
        north, east = chance.gauss(0, self.stray / 2), chance.gauss(0, self.stray / 2)
        point = (
            round(centre[0] + north * METRE, self.decimals),
            round(centre[1] + east * METRE, self.decimals),
        )
        if self.cheat == "zero_accuracy" and chance.random() < 0.3:
            return point, 0.0
        return point, round(self.stray * chance.uniform(0.4, 1.6) + 3, 1)


def working_days():
    days = (MONTH + datetime.timedelta(days=n) for n in range(30))
    return [day for day in days if day.weekday() < 5]


def seed():
    """Write the city and the month; return the people and who shares whose phone as a family."""
    from units.models import Employee, Position, Posting, Unit

    chance = random.Random(94_2021)
    start = datetime.date(2020, 1, 1)
    root = Unit.objects.create(code="1", name="Kota", level="kota")
    units = Unit.objects.bulk_create(
        Unit(code=f"A{n}", name=f"Dinas {n}", level="opd", parent=root) for n in range(45)
    )
    clerk = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    rows = Employee.objects.bulk_create(
        (
            Employee(nip=f"{n:018d}", name=f"Pegawai {n}", employment="pns", joined_on=start)
            for n in range(PEOPLE)
        ),
        batch_size=1000,
    )
    Posting.objects.bulk_create(
        (
            Posting(employee=one, unit=chance.choice(units), position=clerk, starts_on=start)
            for one in rows
        ),
        batch_size=1000,
    )
    offices = [(-6.2 - 0.1 * chance.random(), 106.93 + 0.12 * chance.random()) for _ in range(60)]
    wifi = {
        at: [(round(at[0] + k * 1e-4, 7), round(at[1] - k * 1e-4, 7)) for k in range(3)]
        for at in offices
    }
    people = [Person(chance, one.pk, offices) for one in rows]
    _share_phones(chance, people)
    for day in working_days():
        _live(chance, day, people, wifi)
    return people


def _share_phones(chance, people):
    """Families use one phone in pairs; a joki's phone taps for three to six people of an office."""
    families = [one for one in people if one.habit == "family"]
    for one, other in zip(families[::2], families[1::2], strict=False):
        other.device, other.office, other.home = one.device, one.office, one.home
        other.partner = one
    by_office = defaultdict(list)
    for one in people:
        if one.cheat == "joki":
            by_office[one.office].append(one)
    waiting = [one for some in by_office.values() for one in some]
    while len(waiting) >= 3:
        size = min(chance.randint(3, 6), len(waiting))
        if 0 < len(waiting) - size < 3:
            size = len(waiting) if len(waiting) <= 6 else 3
        group, waiting = waiting[:size], waiting[size:]
        for one in group:
            one.device, one.office = group[0].device, group[0].office
    for one in waiting:
        one.cheat = ""


def _live(chance, day, people, wifi):
    """Write the taps of one day."""
    from django.utils import timezone

    from attendance.models import CheckIn, PlaceEvidence, SecondTap

    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
    taps, points, seconds = [], [], []
    for one in people:
        if chance.random() < 0.04:
            continue
        place = "wfh" if chance.random() < OFFICE_AT_HOME and one.cheat != "joki" else "wfo"
        early = one.habit == "cell_tower" and chance.random() < 0.01
        one.place = place
        # A phone is in one place: who is elsewhere than the family's phone borrows another.
        apart = one.partner is not None and one.partner.place != place
        device = f"{one.number + 10**9:064x}" if apart else one.device
        jump = one.cheat == "teleport" and chance.random() < 0.25
        for direction, minute in (
            ("in", 420 + 35 * chance.random()),
            ("out", 960 + 60 * chance.random()),
        ):
            if direction == "out" and (early or jump):
                minute = (
                    taps[-1].server_time.timestamp() / 60
                    - midnight.timestamp() / 60
                    + (2 if early else chance.uniform(10, 60))
                )
            server = midnight + datetime.timedelta(minutes=minute)
            skew = one.skew
            late = one.habit == "offline" and chance.random() < 0.25
            if late:
                skew -= 60 * chance.uniform(5, 240)
            if one.cheat == "clock" and direction == "in":
                skew = -45 * 60 + chance.gauss(0, 20)
            (latitude, longitude), accuracy = one.measure(chance, place, wifi)
            if jump and direction == "out":
                latitude, longitude = latitude + chance.uniform(1.5, 4), longitude + 3
            tap = CheckIn(
                employee_id=one.number, work_date=day, direction=direction, workplace=place,
                server_time=server, device_time=server + datetime.timedelta(seconds=skew),
                sent_later=late, finding="accepted", device=device,
                key=uuid.UUID(int=chance.getrandbits(128)),
            )  # fmt: skip
            taps.append(tap)
            points.append((latitude, longitude, accuracy))
            honest = one.habit == "cell_tower" and chance.random() < 0.02
            if direction == "in" and (
                honest or (one.cheat == "two_places" and chance.random() < 0.2)
            ):
                seconds.append((tap, honest, chance.uniform(1, 12)))
    CheckIn.objects.bulk_create(taps, batch_size=1000)
    PlaceEvidence.objects.bulk_create(
        (
            PlaceEvidence(
                check_in=tap, latitude=at[0], longitude=at[1], accuracy_m=at[2], age_s=1,
                distance_m=10,
            )
            for tap, at in zip(taps, points, strict=True)
        ),
        batch_size=1000,
    )  # fmt: skip
    SecondTap.objects.bulk_create(
        SecondTap(
            check_in=tap, device="f" * 64, distance_m=3000 if honest else 9000,
            accuracy_m=3200 if honest else 60,
            server_time=tap.server_time + datetime.timedelta(minutes=minutes),
        )
        for tap, honest, minutes in seconds
    )  # fmt: skip


def measured(people):
    """Print caught and wrongly flagged; return the sentences about what left its bounds."""
    from attendance.models import IndicationCase

    flagged = defaultdict(set)
    for pk, kind in IndicationCase.objects.values_list("employee_id", "indication__kind"):
        flagged[pk].add(kind)
    wrong, planted, caught = [], Counter(), Counter()
    by_kind, by_habit, honest_of = Counter(), Counter(), Counter()
    for one in people:
        kinds = flagged.get(one.number, set())
        if one.cheat:
            planted[one.cheat] += 1
            caught[one.cheat] += CAUGHT_AS[one.cheat] in kinds
            continue
        honest_of[one.habit or "plain"] += 1
        by_habit[one.habit or "plain"] += bool(kinds)
        for kind in kinds:
            by_kind[kind] += 1
    for cheat, total in planted.items():
        print(f"caught {cheat} as {CAUGHT_AS[cheat]}: {caught[cheat]} of {total}")
        if caught[cheat] < CAUGHT_AT_LEAST[cheat] * total - 1:
            wrong.append(f"Of {total} {cheat} only {caught[cheat]} were caught.")
    honest, all_flagged = sum(honest_of.values()), sum(by_habit.values())
    for kind in sorted(set(CAUGHT_AS.values())):
        print(f"wrongly flagged {kind}: {by_kind[kind]} of {honest} honest people")
    for habit, total in sorted(honest_of.items()):
        print(f"  honest {habit}: {by_habit[habit]} of {total} flagged")
    share = sum(caught.values()) / max(1, sum(caught.values()) + all_flagged)
    print(f"caught {sum(caught.values())} of {sum(planted.values())}; wrongly flagged "
          f"{all_flagged} of {honest}; of all flagged {share:.0%} had cheated")  # fmt: skip
    if all_flagged > FLAGGED_AT_MOST * honest:
        wrong.append(f"{all_flagged} of {honest} honest people were flagged.")
    return wrong


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        people = seed()
        from django.db import connection

        from attendance.models import DayRecord, Indication
        from attendance.services.signals import scan_day
        from units.models import Decision

        seeded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        nights = []
        for day in working_days():
            began = time.perf_counter()
            scan_day(day)
            nights.append(time.perf_counter() - began)
        again = scan_day(working_days()[-1])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{PEOPLE} people, {len(nights)} nights: longest {max(nights):.1f} s, "
              f"peak memory {peak:.0f} MB ({seeded:.0f} MB after seeding)")  # fmt: skip
        wrong = measured(people)
        if again:
            wrong.append(f"A second run found {again} new indications.")
        if DayRecord.objects.exists() or Decision.objects.exists():
            wrong.append("An indication changed a verdict or decided something.")
        if not Indication.objects.exists():
            wrong.append("Nothing was found.")
        connection.close()
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
