"""Why one person is at home, or on site, on one day: read off the plan, without solving.

The reason is the first that applies: what decides by itself (not eligible, absent, required on
site, given beforehand), then a full week, floor or ceiling, then the first goal that would worsen
if this one cell alone were turned over. Where none would, the published draw decided. Only a plan
that was edited by hand or stopped early has cells that would better be turned over (`not_best`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .goals import BY_PERSON, PAIR_WEIGHT
from .plan import Plan
from .problem import Person, Problem, Rule

CODES = (
    "not_eligible",
    "absent",
    "on_site",
    "fixed_day",
    "weekly_most",
    "floor",
    "ceiling",
    "least",
    "target",
    "share",
    "desirable",
    "preference",
    "stability",
    "spread",
    "lot",
    "not_best",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of `CODES`, a sentence for the person concerned, and the figures behind it.

    `detail` holds JSON values only and names nobody else.
    """

    code: str
    text: str
    detail: dict = field(default_factory=dict)


def reason(problem: Problem, plan: Plan, person_id: str, day: object) -> Reason:
    """The reason for one cell of a plan; cheap enough to ask for every cell of a page.

    Raises `KeyError` for a person or day that the problem does not hold.
    """
    date = str(day)
    person = problem.person[person_id]
    if date not in problem.week_of:
        raise KeyError(date)
    at_home = frozenset(plan.home[person_id])
    direct = _direct(person, date)
    if direct is not None:
        return direct
    if date not in at_home:
        full = _full(problem, plan, person, date, at_home)
        if full is not None:
            return full
    return _goal(problem, plan, person, date, at_home)


def _direct(person: Person, date: str) -> Reason | None:
    if not person.eligible:
        text = "Tidak memenuhi syarat bekerja dari rumah"
        text += f": {person.because}." if person.because else "."
        return Reason("not_eligible", text, {"because": person.because})
    if date in person.absent:
        return Reason("absent", "Tidak tersedia pada hari ini.")
    if date in person.on_site:
        return Reason("on_site", "Wajib bekerja di kantor pada hari ini.")
    if date in person.at_home:
        return Reason("fixed_day", "Hari bekerja dari rumah ini telah ditetapkan sebelumnya.")
    return None


def _full(
    problem: Problem, plan: Plan, person: Person, date: str, at_home: frozenset[str]
) -> Reason | None:
    week = problem.weeks[problem.week_of[date]]
    given = sum(1 for day in week if day in person.at_home - person.absent - person.on_site)
    most = max(person.most_per_week, given)
    had = sum(1 for day in week if day in at_home)
    if had >= most:
        return Reason(
            "weekly_most",
            f"Batas bekerja dari rumah dalam pekan ini telah tercapai ({had} dari {most} hari).",
            {"at_home": had, "most": most},
        )
    for rule, figures in _tight_rules(problem, plan, date, person.id):
        if rule.on_site is not None:
            text = (
                f"{rule.text}: {figures['present']} orang tersedia, {figures['on_site']} di kantor,"
                f" paling sedikit {figures['required']} harus di kantor."
            )
            return Reason("floor", text, {"rule": rule.id, **figures})
        text = (
            f"{rule.text}: {figures['at_home']} orang sudah bekerja dari rumah,"
            f" paling banyak {figures['most']}."
        )
        return Reason("ceiling", text, {"rule": rule.id, **figures})
    return None


def _tight_rules(
    problem: Problem, plan: Plan, date: str, person_id: str
) -> list[tuple[Rule, dict]]:
    """Rules about the person that let nobody else go home on the day, with their figures."""
    tight = []
    for rule in _rules_of(problem).get(person_id, ()):
        if rule.days is not None and date not in rule.days:
            continue
        present, out, given = _coverage(problem, plan, rule, date)
        if rule.on_site is not None:
            allowed = present - rule.on_site
            figures = {"present": present, "on_site": present - out, "required": rule.on_site}
        else:
            allowed = int(rule.share_at_home * present)
            figures = {"present": present, "at_home": out, "most": allowed}
        if out >= max(allowed, given):
            tight.append((rule, figures))
    return tight


def _rules_of(problem: Problem) -> dict[str, list[Rule]]:
    if "rules of" not in problem.known:
        rules_of: dict[str, list[Rule]] = {}
        for rule in problem.rules:
            for member in problem.members(rule):
                rules_of.setdefault(member, []).append(rule)
        for rules in rules_of.values():
            rules.sort(key=lambda rule: len(problem.members(rule)))
        problem.known["rules of"] = rules_of
    return problem.known["rules of"]


def _coverage(problem: Problem, plan: Plan, rule: Rule, date: str) -> tuple[int, int, int]:
    """Members present, at home, and at home beforehand; kept for the plan asked about last."""
    kept = problem.known.get("coverage")
    if kept is None or kept[0] is not plan:
        home = {person: frozenset(days) for person, days in plan.home.items() if days}
        kept = (plan, home, {})
        problem.known["coverage"] = kept
    _, home, figures = kept
    key = (rule.id, date)
    if key not in figures:
        members = [problem.person[one] for one in problem.members(rule)]
        present = [one for one in members if date not in one.absent]
        out = sum(1 for one in present if date in home.get(one.id, ()))
        given = sum(
            1 for one in present if one.eligible and date in one.at_home and date not in one.on_site
        )
        figures[key] = (len(present), out, given)
    return figures[key]


def _goal(
    problem: Problem, plan: Plan, person: Person, date: str, at_home: frozenset[str]
) -> Reason:
    other = at_home ^ {date}
    for name in problem.order:
        if name == "lot":
            continue
        now = BY_PERSON[name](problem, person, at_home)
        then = BY_PERSON[name](problem, person, other)
        if name == "preference":
            together = PAIR_WEIGHT * _partners(problem, plan, person.id, date)
            now += together if date in at_home else 0
            then += 0 if date in at_home else together
        if then > now:
            sentence = _SENTENCES[name](date in at_home, date in person.unwanted)
            return Reason(name, sentence, {"now": now, "otherwise": then})
        if then < now:
            return Reason(
                "not_best",
                "Rencana ini belum yang terbaik: mengubah hari ini saja sudah memperbaikinya.",
                {"goal": name, "now": now, "otherwise": then},
            )
    return Reason("lot", "Ditentukan oleh undian terbuka di antara pilihan yang setara.")


def _partners(problem: Problem, plan: Plan, person_id: str, date: str) -> int:
    """People of `apart` pairs with this person who are at home on the day."""
    if "partners" not in problem.known:
        partners: dict[str, list[str]] = {}
        for one, two in problem.apart:
            partners.setdefault(one, []).append(two)
            partners.setdefault(two, []).append(one)
        problem.known["partners"] = partners
    return sum(
        1 for other in problem.known["partners"].get(person_id, ()) if date in plan.home[other]
    )


def _preference_sentence(at_home: bool, unwanted: bool) -> str:
    if at_home:
        return "Sesuai dengan preferensi yang disampaikan."
    if unwanted:
        return "Pegawai menyatakan lebih memilih bekerja di kantor pada hari ini."
    return "Rekan yang sebaiknya tidak bersamaan sudah bekerja dari rumah pada hari ini."


_SENTENCES: dict[str, Callable[[bool, bool], str]] = {
    "least": lambda at_home, _: (
        "Hari ini memenuhi jaminan paling sedikit dalam sepekan."
        if at_home
        else "Jaminan paling sedikit dalam sepekan telah dipenuhi."
    ),
    "target": lambda at_home, _: (
        "Hari ini memenuhi target bekerja dari rumah dalam sepekan."
        if at_home
        else "Target bekerja dari rumah dalam sepekan telah dipenuhi."
    ),
    "share": lambda at_home, _: (
        "Hari ini melengkapi porsi wajar dalam periode ini."
        if at_home
        else "Porsi wajar dalam periode ini telah tercapai."
    ),
    "desirable": lambda at_home, _: (
        "Hari ini melengkapi bagian hari yang banyak diminati."
        if at_home
        else "Bagian hari yang banyak diminati telah tercapai."
    ),
    "preference": _preference_sentence,
    "stability": lambda at_home, _: "Sesuai dengan jadwal yang telah diterbitkan.",
    "spread": lambda at_home, _: "Hari di rumah tidak ditempatkan berurutan dalam sepekan.",
}
