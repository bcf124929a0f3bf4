"""What the page of a plan says beside its figures: goals, whose turn it is, what a version changes,
the trail."""

from dataclasses import asdict, dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.clash_text import clash_sentence, mend_sentence, people_of_clash
from schedules.models import Plan, PlanPart
from schedules.planning import mends
from schedules.planning.mending import Mend
from schedules.planning.plan import Clash
from schedules.queries.turns import ACKNOWLEDGE, APPROVE, SUBMIT
from schedules.queries.versions import CELL_ACTS
from schedules.reasons_text import ACTS, GOALS, goals_of, violation_sentence
from units.access import Role, people_visible_to
from units.decisions import decisions_on

TRAIL = 40


@dataclass(frozen=True)
class GoalRow:
    """A goal as the plan stands: its value, the bound that was proven, and whether they meet."""

    name: str
    unit: str
    value: int
    bound: int

    @property
    def proven(self):
        return self.value == self.bound


def goal_rows(rotation):
    """Return the goals in their order of precedence."""
    words = goals_of(rotation)
    return [
        GoalRow(*words[name], value, bound)
        for name, (value, bound) in rotation.goals.items()
        if name in words
    ]


@dataclass(frozen=True)
class Stop:
    """The goal at which the planner's work ran out when it drew up a plan.

    The value reached, the bound that no plan can go below, and how much of the value, in per cent
    rounded up to a tenth, may be in excess at most. `is_first` where no goal goes before it.
    """

    name: str
    unit: str
    value: int
    bound: int
    is_first: bool

    @property
    def gap(self):
        return self.value - self.bound

    @property
    def percent(self):
        return ceil(1000 * self.gap / self.value) / 10


def stop_of(rotation):
    """Return the Stop of a plan as it was drawn up, or None where every goal was proven."""
    for number, goal in enumerate(rotation.solution.goals):
        if goal.value != goal.bound:
            words = goals_of(rotation).get(goal.name) or GOALS[goal.name]
            return Stop(*words, goal.value, goal.bound, is_first=number == 0)
    return None


@dataclass(frozen=True)
class HoursFacts:
    """The flexible-hours days of a plan: for how many people how many days, how even, how proven.

    `goals` are GoalRows, `short_days` how many days have too few people at the usual hour; `stop`
    as `stop_of` says.
    """

    people: int
    days: int
    facts: object
    goals: list
    short_days: int
    hash: str
    stop: Stop | None


def hours_facts(rotation):
    """Return the HoursFacts of a plan, or None where it has no flexible-hours days."""
    hours = rotation.hours
    if hours is None:
        return None
    return HoursFacts(
        people=sum(1 for one in hours.problem.people if one.eligible),
        days=sum(len(days) for days in hours.home.values()),
        facts=hours.facts(),
        goals=goal_rows(hours),
        short_days=len(hours.short_days()),
        hash=rotation.plan.flexible_hash,
        stop=stop_of(hours),
    )


@dataclass(frozen=True)
class ClashRow:
    """A clash as a sentence, who is meant, and what would mend it, each answer by itself."""

    text: str
    who: str
    mends: list


@dataclass(frozen=True)
class ClashFacts:
    """A clash beside what its problem knows of it: who is absent on its days, what would mend it.

    `absent` maps the people whom the problem knows; nothing mends a clash with others.
    """

    clash: Clash
    absent: dict
    mends: tuple

    def kept(self):
        """Return it as a JSON-ready dict; `of` reads that again."""
        return asdict(self)

    @classmethod
    def of(cls, kept):
        clash = kept["clash"]
        lists = {name: tuple(clash[name]) for name in ("rules", "people", "days")}
        return cls(
            Clash(clash["text"], **lists),
            kept["absent"],
            tuple(Mend(one["code"], one["n"]) for one in kept["mends"]),
        )


def clash_facts(rotation):
    """Return the ClashFacts of what cannot hold together in a plan."""
    person = rotation.problem.person
    return [
        ClashFacts(
            clash,
            {
                one: not person[one].absent.isdisjoint(clash.days)
                for one in clash.people
                if one in person
            },
            _mends(rotation.problem, clash),
        )
        for clash in rotation.solution.clashes
    ]


def clash_rows(rotation, scope):
    """Return the ClashRows of a plan; people outside the account's reach are not named.

    Why somebody is away is told with the name alone.
    """
    return rows_of_clashes(clash_facts(rotation), rotation.kinds, scope)


def rows_of_clashes(facts, kinds, scope):
    """Return the ClashRows of some ClashFacts; `kinds` maps (person id, ISO date) to a kind."""
    names = _names_in([one.clash for one in facts], scope)
    return [
        ClashRow(
            clash_sentence(one.clash, names),
            people_of_clash(one.clash, one.absent, kinds, names),
            [mend_sentence(mend, one.clash) for mend in one.mends],
        )
        for one in facts
    ]


def _mends(problem, clash):
    """Return what would mend a clash; nothing where it speaks of who left the records since."""
    if any(person not in problem.person for person in clash.people):
        return ()
    return tuple(mends(problem, clash))


def broken_rows(rotation, scope):
    """Return the hard rules that the plan breaks as it stands, as sentences; names as above."""
    broken = rotation.violations + (rotation.hours.violations if rotation.hours else [])
    names = _names_in(broken, scope)
    return [violation_sentence(one, names) for one in broken]


def _names_in(rows, scope):
    """Return {person id: name} of whom the account may see among the people of the rows."""
    ids = {int(person) for row in rows for person in row.people if person.isdigit()}
    if not ids:
        return {}
    people = people_visible_to(scope).filter(pk__in=ids)
    return {str(pk): name for pk, name in people.values_list("pk", "name")}


@dataclass(frozen=True)
class PartRow:
    """A part of the plan, or below it the slice of a team: its state, who has the next move (None:
    nobody, or the teams below), and its figures."""

    part: PlanPart
    turn: object
    people: int
    short_days: int


def part_rows(rotation, office, turns):
    """Return the parts in the order of their units, each before the slices of its teams.

    `turns` are those of the plan.
    """
    by_unit = {turn.unit.pk: turn for turn in turns if turn.stage == SUBMIT}
    rows = []
    for part in [row for one in office.parts for row in (one, *office.teams_of(one))]:
        people = rotation.people_of(part.unit_id)
        turn = by_unit.get(part.unit_id)
        rows.append(PartRow(part, turn, len(people), len(rotation.short_days(people))))
    return rows


def own_slices(office, rotation):
    """Return the units below a bidang that the account heads and that are no level of the chain.

    Their slice of the board is there to be read.
    """
    rows = {office.plan.agency_id, *(part.unit_id for part in office.all_parts)}
    units = {one.unit_id: one.unit for one in office.scope.headed if one.unit_id not in rows}
    return [unit for pk, unit in sorted(units.items()) if rotation.people_of(pk)]


@dataclass(frozen=True)
class PlanTurn:
    """What the plan waits for as a sentence, since when, and for how many working days."""

    text: str
    since: object
    waited: int = 0
    is_late: bool = False


def turn_of(office, turns):
    """Return the PlanTurn of the plan from its turns."""
    plan = office.plan
    if plan.status == Plan.Status.PUBLISHED:
        return PlanTurn(_("Berlaku bagi pegawai."), plan.published_at)
    if not turns:
        return PlanTurn(_("Digantikan versi yang lebih baru."), plan.turn_since)
    first = min(turns, key=lambda turn: turn.since)
    if first.stage == SUBMIT:
        units = ", ".join(turn.unit.label for turn in turns)
        text = _("Menunggu pengajuan %(units)s.") % {"units": units}
    elif first.stage == APPROVE and office.goes_one_level_up:
        text = _(
            "Menunggu persetujuan Sekretaris Daerah atau BKPSDM, karena kepala perangkat daerah"
            " mengajukan salah satu bagiannya."
        )
    elif first.stage == APPROVE and not office.free_heads:
        text = _(
            "Belum ada kepala perangkat daerah. BKPSDM perlu menunjuk Plh. agar rencana dapat"
            " disetujui."
        )
    elif first.stage == APPROVE:
        # A degree at the end of a name brings its own full stop.
        text = _("Menunggu persetujuan %(names)s.") % {"names": first.who.removesuffix(".")}
    elif first.stage == ACKNOWLEDGE:
        text = _("Menunggu BKPSDM mengetahui rencana ini.")
    else:
        text = _("Menunggu penerbitan oleh %(who)s.") % {"who": first.who}
    return PlanTurn(text, first.since, first.waited, any(turn.is_late for turn in turns))


def listed_turn(turns):
    """Return what the list says of a plan's turns as a PlanTurn; None where nobody has it."""
    if not turns:
        return None
    oldest = min(turns, key=lambda turn: turn.since)
    who = oldest.who
    if len(turns) > 1:
        who = ngettext(
            "%(who)s dan %(n)s giliran lain", "%(who)s dan %(n)s giliran lain", len(turns) - 1
        ) % {"who": who, "n": len(turns) - 1}
    return PlanTurn(who, oldest.since, oldest.waited, any(turn.is_late for turn in turns))


def trail_of(plan, scope):
    """Return the latest decisions on a plan, each with the words of its act.

    Changed cells carry reasons about single people: they are shown to who manages their unit.
    """
    decisions = decisions_on(plan)
    if not (scope.is_city_hr or Role.SECRETARY in scope.roles):
        decisions = decisions.exclude(act__in=CELL_ACTS) | decisions.filter(
            act__in=CELL_ACTS, unit_id__in=scope.managed_unit_tree()
        )
    return [(ACTS.get(one.act, one.act), one) for one in decisions.select_related("unit")[:TRAIL]]
