"""How equal the published plans are, as sums that add up over units. Pure; knows no name."""

from dataclasses import dataclass, field

# Upper ends of the classes of selisih porsi, in days; the last class is open.
CLASSES = (-1.5, -0.5, 0.5, 1.5)
THOUSAND = 1000


def class_of(difference):
    """Return the place of a selisih porsi among the five classes: -2 is far above the share.

    A value on an edge belongs to the class nearer to nought.
    """
    below = sum(1 for edge in CLASSES if edge < 0 and difference >= edge)
    return below + sum(1 for edge in CLASSES if edge > 0 and difference > edge)


@dataclass
class Evenness:
    """The people of one unit in one peer group: counts and sums of integers alone.

    `rated` have a fair share above nought; `ratio` sums what they were given by it in thousandths
    and `squares` the squares of that, from which Jain's index of any number of units follows.
    """

    unit: int
    group: str
    eligible: int = 0
    envious: int = 0
    rated: int = 0
    ratio: int = 0
    squares: int = 0
    classes: list = field(default_factory=lambda: [0] * (len(CLASSES) + 1))

    def add(self, share, *, is_envious):
        """Count one person in rotation, of whom `share` is the FairShare."""
        self.eligible += 1
        self.envious += is_envious
        self.classes[class_of(share.difference)] += 1
        if share.share > 0:
            ratio = round(THOUSAND * share.given / share.share)
            self.rated += 1
            self.ratio += ratio
            self.squares += ratio * ratio


def jain(rated, ratio, squares):
    """Return Jain's index to a thousandth: 1 where all have the same part, 1/n where one has all.

    None where nobody is rated; 1 where nobody was given anything.
    """
    if not rated:
        return None
    return round(ratio * ratio / (rated * squares), 3) if squares else 1.0


def fairness_of(rows, spread_of, desirable_spread_of):
    """Return how equal the published plans are for the people of some Evenness rows.

    `largest_spread` is the most days between the best and the worst off colleague of one peer
    group, in selisih porsi, `desirable_spread` the same of desirable days; None where nobody is
    in rotation or no day is desirable. `classes` counts people by their selisih porsi.
    """
    groups = {row.group for row in rows}
    return {
        "eligible": sum(row.eligible for row in rows),
        "envious": sum(row.envious for row in rows),
        "groups": len(groups),
        "largest_spread": max((spread_of[group] for group in groups), default=None),
        "desirable_spread": max(
            (desirable_spread_of[group] for group in groups if group in desirable_spread_of),
            default=None,
        ),
        "jain": jain(
            sum(row.rated for row in rows),
            sum(row.ratio for row in rows),
            sum(row.squares for row in rows),
        ),
        "classes": [sum(row.classes[n] for row in rows) for n in range(len(CLASSES) + 1)],
    }
