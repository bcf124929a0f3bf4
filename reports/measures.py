"""What is counted: the list of measures, how they add up, and what one person-day counts as.

Pure. A measure is a whole number by unit and day. A new section adds its measures here with their
partition, a definition in `reports.definitions` and a function in `reports.queries.sections`.
"""

from functools import lru_cache

WORKED = ("present", "incomplete", "review", "unexplained", "absent")
AWAY = {"cuti": "leave", "sakit": "sick", "dinas_luar": "travel"}
AWAY_MEASURES = ("leave", "sick", "travel", "away_other")
REPORTS = {"accepted": "reports_accepted", "returned": "reports_returned"}

# Of response checks, by the work date of the call.
CALLS = ("calls", "calls_in_time", "calls_late", "calls_missed", "calls_waiting",
         "calls_not_counted")  # fmt: skip
# Of corrections that people asked for, by the work date that they speak of.
CORRECTIONS = ("corrections", "corrections_accepted", "corrections_refused",
               "corrections_waiting", "corrections_withdrawn")  # fmt: skip
# Of requests for review and swaps, by the day on which they were filed.
REVIEWS = ("reviews", "reviews_granted", "reviews_refused", "reviews_waiting", "reviews_ended",
           "reviews_late")  # fmt: skip
SWAPS = ("swaps", "swaps_approved", "swaps_refused", "swaps_expired", "swaps_ended", "swaps_open")
# Of orders, by the day that they change.
ORDERS = ("recalls", "recalls_in_force", "recalls_cancelled", "emergency_days")
# Of indications by the day on which the person was told, of warnings by that of their rise.
INDICATIONS = ("indications", "indications_confirmed", "indications_dismissed",
               "indications_waiting")  # fmt: skip
WARNINGS = ("warnings", "warnings_light", "warnings_medium", "warnings_heavy", "warnings_open",
            "warnings_acknowledged", "warnings_lapsed")  # fmt: skip

# Of few people each and about their conduct: who reads groups alone sees them for the city.
CONDUCT = (*CALLS, *INDICATIONS, *WARNINGS)

MEASURES = (
    "person_days", "planned_wfh", "planned_wfo",
    *WORKED, *AWAY_MEASURES, "holiday", "unrecorded",
    "at_home", "at_office", "present_home", "present_office",
    "late", "late_minutes",
    "validated", "not_validated",
    "reports_accepted", "reports_returned", "reports_waiting", "reports_missing", "filed_late",
    "floor_days", "floors_kept", "floors_short",
    *CALLS, *CORRECTIONS, *REVIEWS, *SWAPS, *ORDERS, *INDICATIONS, *WARNINGS,
)  # fmt: skip

# whole measure -> the parts that must add up to it, in every row of every cut
PARTITIONS = {
    "by plan": ("person_days", ("planned_wfh", "planned_wfo", "holiday")),
    "by status": ("person_days", (*WORKED, *AWAY_MEASURES, "holiday")),
    "by workplace": ("person_days", ("at_home", "at_office", *AWAY_MEASURES, "holiday")),
    "present by workplace": ("present", ("present_home", "present_office")),
    "validation": ("at_home", ("validated", "not_validated")),
    "daily reports": (
        "at_home",
        ("reports_accepted", "reports_returned", "reports_waiting", "reports_missing"),
    ),
    "floors": ("floor_days", ("floors_kept", "floors_short")),
    "response checks": ("calls", CALLS[1:]),
    "corrections": ("corrections", CORRECTIONS[1:]),
    "reviews": ("reviews", REVIEWS[1:5]),
    "swaps": ("swaps", SWAPS[1:]),
    "recalls": ("recalls", ("recalls_in_force", "recalls_cancelled")),
    "indications": ("indications", INDICATIONS[1:]),
    "warnings by step": ("warnings", ("warnings_light", "warnings_medium", "warnings_heavy")),
    "warnings by state": ("warnings", WARNINGS[4:]),
}

# a measure -> those of which it is a part without a name for the rest
AT_MOST = {
    "filed_late": ("reports_accepted", "reports_returned", "reports_waiting"),
    "late": ("at_home", "at_office"),
    "reviews_late": ("reviews",),
    "emergency_days": ("at_home",),
}


@lru_cache(maxsize=4096)
def measures_of(verdict, away_kind, workplace, planned_home, validated, report, filed_late):
    """Return the measures to which one person-day adds one each.

    `report` is the state of the daily WFH report ("" where there is none). What is not validated
    in so many words is not validated; an unknown verdict or workplace raises ValueError.
    """
    if workplace not in ("wfh", "wfo"):
        raise ValueError(f"unknown workplace {workplace!r}")
    if verdict == "holiday":
        return ("person_days", "holiday")
    found = ["person_days", "planned_wfh" if planned_home else "planned_wfo"]
    if verdict == "away":
        return (*found, AWAY.get(away_kind, "away_other"))
    if verdict not in WORKED:
        raise ValueError(f"unknown verdict {verdict!r}")
    home = workplace == "wfh"
    found += [verdict, "at_home" if home else "at_office"]
    if verdict == "present":
        found.append("present_home" if home else "present_office")
    if home:
        found.append("validated" if validated is True else "not_validated")
        filed = report in ("submitted", "returned", "accepted")
        found.append(
            REPORTS.get(report, "reports_waiting" if report == "submitted" else "reports_missing")
        )
        if filed and filed_late:
            found.append("filed_late")
    return tuple(found)


def measures_off(measures):
    """Say whether the measures are those of a day off or an absence: nobody is late on those."""
    return "at_home" not in measures and "at_office" not in measures
