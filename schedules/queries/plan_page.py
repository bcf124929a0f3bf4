"""What the page of a plan says beside its figures: goals in words, whose turn it is, the trail."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from schedules.models import Plan, PlanPart
from schedules.queries.versions import CELL_ACTS
from schedules.reasons_text import ACTS, GOALS, clash_sentence, violation_sentence
from units.access import Role, people_visible_to
from units.decisions import decisions_on
from units.queries.people import head_postings_on

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
    return [
        GoalRow(GOALS[name][0], GOALS[name][1], value, bound)
        for name, (value, bound) in rotation.goals.items()
    ]


def clash_rows(rotation, scope):
    """Return the clashes as sentences; people outside the account's reach are not named."""
    clashes = rotation.solution.clashes
    names = _names_in(clashes, scope)
    return [clash_sentence(clash, names) for clash in clashes]


def broken_rows(rotation, scope):
    """Return the hard rules that the plan breaks as it stands, as sentences; names as above."""
    broken = rotation.violations
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
    """A part of the plan: its state, who has the next move and since when."""

    part: PlanPart
    turn: str
    since: object
    people: int
    short_days: int


def part_rows(rotation, office):
    """Return the parts in the order of their units, in one query for all their heads."""
    heads = head_postings_on(office.scope.day, [part.unit_id for part in office.parts])
    rows = []
    for part in office.parts:
        people = rotation.people_of(part.unit_id)
        since = part.submitted_at or office.plan.created_at
        leaders = [posting.employee.name for posting in heads.get(part.unit_id, [])]
        turn = ", ".join(leaders) or _("belum ada kepala; dapat diajukan kepala perangkat daerah")
        rows.append(PartRow(part, turn, since, len(people), len(rotation.short_days(people))))
    return rows


@dataclass(frozen=True)
class Turn:
    """Whose move the plan waits for, as a sentence, and since when."""

    text: str
    since: object


def turn_of(office, decisions):
    """Return the Turn of the plan; `decisions` are its acts, latest first."""
    plan = office.plan
    latest = {}
    for decision in decisions:
        latest.setdefault(decision.act, decision.decided_at)
    if plan.status == Plan.Status.DRAFT:
        missing = [p.unit.label for p in office.parts if p.status != PlanPart.Status.SUBMITTED]
        text = _("Menunggu pengajuan %(units)s.") % {"units": ", ".join(missing)}
        return Turn(text, latest.get("part_returned", plan.created_at))
    if plan.status == Plan.Status.SUBMITTED:
        return Turn(_approval_text(office), latest.get("plan_submitted", plan.created_at))
    if plan.status == Plan.Status.APPROVED:
        text = _("Menunggu penerbitan oleh BKPSDM atau kepala perangkat daerah.")
        return Turn(text, plan.approved_at)
    if plan.status == Plan.Status.PUBLISHED:
        return Turn(_("Berlaku bagi pegawai."), plan.published_at)
    return Turn(_("Digantikan versi yang lebih baru."), latest.get("plan_superseded"))


def _approval_text(office):
    if office.goes_one_level_up:
        return _(
            "Menunggu persetujuan Sekretaris Daerah atau BKPSDM, karena kepala perangkat daerah"
            " mengajukan salah satu bagiannya."
        )
    names = [head.employee.name for head in office.heads]
    if not names:
        return _(
            "Belum ada kepala perangkat daerah. BKPSDM perlu menunjuk Plh. agar rencana dapat"
            " disetujui."
        )
    return _("Menunggu persetujuan %(names)s.") % {"names": ", ".join(names)}


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
