"""Spreadsheets in and out: one Resource per kind, saying what a file would change.

Resources read and compare; they never write. Services apply what they found.
"""

from units.models import ImportRun
from units.resources.employees import EmployeeResource
from units.resources.positions import PositionResource
from units.resources.skills import SkillResource
from units.resources.units import UnitResource

RESOURCES = {
    ImportRun.Kind.UNITS: UnitResource,
    ImportRun.Kind.POSITIONS: PositionResource,
    ImportRun.Kind.EMPLOYEES: EmployeeResource,
    ImportRun.Kind.SKILLS: SkillResource,
}

__all__ = ["RESOURCES"]
