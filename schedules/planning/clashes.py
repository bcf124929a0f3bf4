"""What cannot hold together, as irreducible sets: leaving out any one member resolves the clash.

First the given days are tested against each rule; then, where a guaranteed day is missing in the
plan, the guarantees and rules of that week are narrowed to a set that has no answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .guarantees import guarantee_clashes
from .plan import Clash
from .rules import Board, Load


def clashes_of(board: Board, marks: np.ndarray) -> tuple[Clash, ...]:
    """The clashes of a problem and its plan (days at home as marks), in a fixed order."""
    found = [*_dropped_days(board), *_given_beyond_week(board)]
    for load in board.loads:
        found.extend(_given_beyond_rule(board, load))
    found.extend(guarantee_clashes(board, marks))
    return tuple(found)


def _dropped_days(board: Board) -> Iterator[Clash]:
    for row, column in np.argwhere(board.dropped):
        person, day = board.people[row], board.problem.days[column]
        if not person.eligible:
            why = "tidak memenuhi syarat bekerja dari rumah"
        elif day in person.absent:
            why = "tidak tersedia"
        else:
            why = "wajib bekerja di kantor"
        yield Clash(
            f"Hari di rumah yang ditetapkan bagi pegawai {person.id} pada {day} tidak dapat"
            f" berlaku karena pegawai tersebut {why}.",
            (),
            (person.id,),
            (day,),
        )


def _given_beyond_week(board: Board) -> Iterator[Clash]:
    for row, number in np.argwhere(board.week_given > board.most[:, None]):
        person = board.people[row]
        week = board.weeks[number]
        given = [board.problem.days[week.start + n] for n in np.flatnonzero(board.given[row, week])]
        yield Clash(
            f"Pegawai {person.id} telah ditetapkan bekerja dari rumah {len(given)} hari dalam"
            f" sepekan, melebihi batas {person.most_per_week} hari.",
            (),
            (person.id,),
            tuple(given[: person.most_per_week + 1]),
        )


def _given_beyond_rule(board: Board, load: Load) -> Iterator[Clash]:
    rule = load.rule
    for column in np.flatnonzero(load.active & (load.given > load.allowed)):
        day = board.problem.days[column]
        allowed, given = int(load.allowed[column]), int(load.given[column])
        if allowed >= 0:
            out = load.members[board.given[load.members, column]]
            people = out[: allowed + 1]
            text = (
                f"{rule.text}: pada {day} hanya {allowed} orang yang boleh bekerja dari rumah,"
                f" tetapi {given} orang telah ditetapkan."
            )
        else:
            away = load.members[board.absent[load.members, column]]
            people = away[: max(0, len(load.members) - rule.on_site + 1)]
            text = (
                f"{rule.text}: pada {day} dibutuhkan {rule.on_site} orang di kantor, tetapi hanya"
                f" {rule.on_site + allowed} dari {len(load.members)} orang yang tersedia."
            )
        yield Clash(text, (rule.id,), tuple(board.people[n].id for n in people), (day,))
