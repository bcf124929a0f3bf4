"""What one renewal of the live view costs in a city of 20,000: unchanged, and after a check-in.

    python -m tests.bench.live_poll [--small | people] [--in FOLDER]

On the demo city of `list_pages`. The head of the largest team and BKPSDM open their page and renew
it: with nothing new it must be a 304 without a body, after one check-in a 200, each with a literal
number of queries. Milliseconds are printed only.
"""

import datetime
import json
import re
import statistics
import sys
import tempfile
import uuid

from tests.bench.list_pages import FULL, SMALL, TODAY, arguments, opened, prepare

ROUNDS = 15
# (account, page, its renewal, queries of a 304, queries of a 200)
PAGES = (
    ("head", "/tim/", "/tim/kini/", 6, 22),
    ("bkpsdm", "/kota/", "/kota/kini/", 7, 22),
)


def kept(text):
    """Return the headers with which a page asks for its renewal."""
    return json.loads(re.search(r'hx-headers="([^"]*)"', text).group(1).replace("&quot;", '"'))


def check_in_somebody(unit_ids):
    """Let one person of the units check in who has not, as the database sees it."""
    from attendance.models import CheckIn
    from units import clock
    from units.queries.people import postings_on

    came = CheckIn.objects.filter(work_date=TODAY, direction="in").values("employee_id")
    one = postings_on(TODAY, unit_ids).exclude(employee_id__in=came).first()
    CheckIn.objects.create(
        employee=one.employee, work_date=TODAY, direction="in", workplace="wfo",
        server_time=clock.now(), finding="accepted", key=uuid.uuid4(),
    )  # fmt: skip


def measured(client, address, headers, times, before=None):
    """Return (status, queries, milliseconds, median milliseconds of CPU, headers) of renewals."""
    found = []
    for _round in range(times):
        if before is not None:
            before()
        client.defaults["HTTP_IF_NONE_MATCH"] = headers["If-None-Match"]
        wall, cpu, queries, answer = opened(client, address)
        headers = {"If-None-Match": answer["ETag"]}
        found.append((answer.status_code, queries, wall, cpu, len(answer.content)))
    client.defaults.pop("HTTP_IF_NONE_MATCH", None)
    statuses, counts = {one[0] for one in found}, {one[1] for one in found}
    wall, cpu, size = (statistics.median(one[n] for one in found) for n in (2, 3, 4))
    return statuses, counts, wall, cpu, size, headers


def main():
    people, folder, _only = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        prepare(people or (SMALL if "--small" in sys.argv else FULL), folder or temporary)
        from django.test import Client

        from bekasi_wfh.demo.chain import living_at
        from tests.bench.full_lists import sample
        from units import clock
        from units.access import scope_for

        faults = []
        with living_at(clock.local(TODAY, datetime.time(10))):
            accounts = sample(TODAY).accounts
            for role, page, renewal, few, many in PAGES:
                client = Client(SERVER_NAME="localhost")
                client.force_login(accounts[role])
                scope = scope_for(accounts[role])
                units = scope.head_unit_tree() if role == "head" else None
                headers = kept(client.get(page).text)
                still = measured(client, renewal, headers, ROUNDS)
                moved = measured(
                    client, renewal, headers, ROUNDS, lambda units=units: check_in_somebody(units)
                )
                for label, one, status, queries in (
                    ("unchanged", still, 304, few), ("changed", moved, 200, many),
                ):  # fmt: skip
                    statuses, counts, wall, cpu, size, _headers = one
                    print(f"{renewal} {label}: {sorted(statuses)} {sorted(counts)} queries,"
                          f" {wall:.0f} ms, {cpu:.1f} ms CPU, {size / 1024:.1f} KB")  # fmt: skip
                    if statuses != {status} or counts != {queries}:
                        faults.append(f"{renewal} {label}: not {status} with {queries} queries")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
