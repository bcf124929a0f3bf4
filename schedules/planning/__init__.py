"""The planner: who works from home on which day, best goal after goal and with a proof.

Pure Python without Django. A problem is read strictly, solved exactly, checked again by code that
shares nothing with the solver, and explained cell by cell.
"""

from .checks import Violation, violations
from .counterfactual import Counterfactual, counterfactual
from .envy import Envy, envious
from .fairness import Balance, FairShare, Outcome, fair_shares, next_balances
from .goals import goal_values
from .mending import Mend, mends
from .plan import Clash, Goal, Part, Plan, plan_to_json, read_plan
from .problem import MalformedProblem, Person, Problem, Rule, Unit
from .reading import read_problem
from .reasons import Reason, reason
from .solver import solve

__all__ = [
    "Balance",
    "Clash",
    "Counterfactual",
    "Envy",
    "FairShare",
    "Goal",
    "MalformedProblem",
    "Mend",
    "Outcome",
    "Part",
    "Person",
    "Plan",
    "Problem",
    "Reason",
    "Rule",
    "Unit",
    "Violation",
    "counterfactual",
    "envious",
    "fair_shares",
    "goal_values",
    "mends",
    "next_balances",
    "plan_to_json",
    "read_plan",
    "read_problem",
    "reason",
    "solve",
    "violations",
]
