"""What the builders share: the draw, the day, and the rows made so far by short names."""

import datetime
import random
from dataclasses import dataclass, field

SEED = "bekasi-wfh demo city"
DEMO_DOMAIN = "demo.example"


@dataclass
class City:
    """One demo city on its way into an empty database. Keys are given here, one by one."""

    today: datetime.date
    people: int
    rng: random.Random = None
    units: list = field(default_factory=list)
    unit_by_code: dict = field(default_factory=dict)
    work_of: dict = field(default_factory=dict)
    village_of: dict = field(default_factory=dict)
    places: list = field(default_factory=list)
    positions: dict = field(default_factory=dict)
    skills: dict = field(default_factory=dict)
    employees: list = field(default_factory=list)
    postings: list = field(default_factory=list)
    own_posting: dict = field(default_factory=dict)
    earlier_posting: dict = field(default_factory=dict)
    head_of: dict = field(default_factory=dict)
    users: dict = field(default_factory=dict)
    accounts: list = field(default_factory=list)
    officer: object = None
    second_officer: object = None
    officers: dict = field(default_factory=dict)
    roles: dict = field(default_factory=dict)
    keeper_of: dict = field(default_factory=dict)
    home_of: dict = field(default_factory=dict)
    skill_rows: list = field(default_factory=list)
    acting_head_of: dict = field(default_factory=dict)
    away_heads: list = field(default_factory=list)
    special: set = field(default_factory=set)

    def __post_init__(self):
        self.rng = self.draw("city")

    def draw(self, name):
        """Return a generator of its own for one part, so that parts do not disturb each other."""
        return random.Random(f"{SEED}|{self.today}|{self.people}|{name}")

    @property
    def week(self):
        """The Monday of the week of `today`."""
        return self.today - datetime.timedelta(days=self.today.weekday())

    @property
    def period_starts(self):
        """Monday of the published period: `today` lies in its fourth week."""
        return self.week - datetime.timedelta(weeks=3)

    def agency_of(self, unit):
        """Return the agency, district or city that a unit belongs to."""
        while unit.level not in ("opd", "kecamatan", "kota"):
            unit = self.units[unit.parent_id - 1]
        return unit

    def unit_on(self, employee, date):
        """Return the unit where an employee is posted on a date, or None."""
        posting = self.own_posting[employee.pk]
        if posting.starts_on <= date:
            return posting.unit
        earlier = self.earlier_posting.get(employee.pk)
        return earlier.unit if earlier and earlier.starts_on <= date else None

    def superior_of(self, employee, unit):
        """Return the account of the nearest definitive head above who is not the employee."""
        while unit is not None:
            head = self.head_of.get(unit.pk)
            if head is not None and head.pk != employee.pk:
                return head.user
            unit = self.units[unit.parent_id - 1] if unit.parent_id else None
        return self.head_of[self.unit_by_code["SETDA"].pk].user

    def days_before(self, days):
        return self.today - datetime.timedelta(days=days)
