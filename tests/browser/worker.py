"""A Celery worker as in production, but for its clock: `python -m tests.browser.worker FILE`.

FILE holds by how many seconds the city's clock is ahead; it is read again before each task.
"""

import sys
from pathlib import Path

import time_machine
from celery import signals

AHEAD = Path(sys.argv[1])


def city_time():
    return time_machine.escape_hatch.time.time() + float(AHEAD.read_text())


def main():
    clock = time_machine.travel(0).start()
    clock.move_to(city_time())
    signals.task_prerun.connect(lambda **_: clock.move_to(city_time()), weak=False)

    from bekasi_wfh.celery import app

    app.worker_main(
        ["worker", "--pool", "solo", "--loglevel", "INFO"]
        + ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    )


if __name__ == "__main__":
    main()
