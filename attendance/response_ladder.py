"""The response check of SE Mendagri 800.1.5/3349/SJ: what a call came to, and the next measure.

Pure. The circular asks whoever works from home to answer within five minutes; two calls without
an answer lead to an oral reprimand, a further one without a reason to a written reprimand, a
repetition to an evaluation with an administrative sanction. Here each step is a proposal, and
only calls that a superior found to be without a reason count.
"""

# What a call came to: an answer up to the last moment of the term is in time; one that an outage
# or an approved absence covers counts for nothing.
WAITING = "waiting"
IN_TIME = "in_time"
LATE = "late"
MISSED = "missed"
EXCUSED_BY_RECORD = "not_counted"

NONE = "none"
ORAL = "oral"
WRITTEN = "written"
EVALUATION = "evaluation"
MEASURES = (NONE, ORAL, WRITTEN, EVALUATION)


def proposed_measure(count):
    """Return the measure that the circular names at so many calls without a reason in a year."""
    return MEASURES[min(max(count - 1, 0), len(MEASURES) - 1)]


def lawful_measures(count):
    """Return the measures that a superior may choose: the proposed one and all milder ones."""
    return MEASURES[: MEASURES.index(proposed_measure(count)) + 1]
