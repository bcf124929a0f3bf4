"""The proof that every cut of a report sums to the same totals; what does not is never stored."""

from reports.measures import AT_MOST, MEASURES, PARTITIONS


class DoesNotReconcile(Exception):
    """A cell of a report is not the sum that it must be; the report is not stored."""

    def __init__(self, cell, expected, found):
        super().__init__(f"{cell}: expected {expected}, found {found}")
        self.cell, self.expected, self.found = cell, expected, found


def reconcile(figures):
    """Prove that every cut of the figures sums to the totals.

    Raises DoesNotReconcile with the first cell that does not: by day, by unit, by plan, by
    status, by workplace, validation, daily reports, floors with the breaches named, what was
    called, asked, ordered, indicated and warned of by its outcome, fairness, rosters.
    """
    totals = figures["totals"]
    for measure in MEASURES:
        for cut in ("days", "units"):
            _same(f"{cut}.{measure}", totals[measure], sum(row[measure] for row in figures[cut]))
    for label, row in _rows(figures):
        for name, (whole, parts) in PARTITIONS.items():
            _same(f"{label}.{whole} {name}", row[whole], sum(row[part] for part in parts))
        for measure, wholes in AT_MOST.items():
            most = sum(row[whole] for whole in wholes)
            if row[measure] > most:
                raise DoesNotReconcile(f"{label}.{measure}", f"at most {most}", row[measure])
        negative = next((key for key in MEASURES if row[key] < 0), None)
        if negative:
            raise DoesNotReconcile(f"{label}.{negative}", "0 or more", row[negative])
    _same("units.people", figures["people"], sum(row["people"] for row in figures["units"]))
    _same("breaches", totals["floors_short"], len(figures["breaches"]))
    fairness = figures["fairness"]
    _same("fairness.classes", fairness["eligible"], sum(fairness["classes"]))
    rosters = figures["rosters"]
    _same("rosters.needed", rosters["needed"], rosters["published"] + len(rosters["missing"]))


def reconcile_tree(all_figures):
    """Prove that each unit's report equals its row in the report above: city = agencies = units.

    `all_figures` maps unit ids to figures. Raises DoesNotReconcile naming unit and measure.
    """
    for figures in all_figures.values():
        for row in figures["units"]:
            child = all_figures.get(row["unit"]["id"])
            if row["own"] or child is None:
                continue
            for measure in MEASURES:
                _same(
                    f"units[{row['unit']['code']}].{measure}",
                    child["totals"][measure],
                    row[measure],
                )


def _rows(figures):
    yield "totals", figures["totals"]
    for row in figures["days"]:
        yield f"days[{row['date']}]", row
    for row in figures["units"]:
        yield f"units[{row['unit']['code']}]", row


def _same(cell, expected, found):
    if expected != found:
        raise DoesNotReconcile(cell, expected, found)
