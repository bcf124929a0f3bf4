"""What sends the taps of `tests.bench.checkin`, and what the server spends on them meanwhile."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

CONNECTIONS = 16
TURNS = 5


class Line:
    """One connection to the server, opened anew where the server closed it."""

    def __init__(self, port):
        self.port, self.reader, self.writer = port, None, None

    async def send(self, request):
        """Return (status, headers, body) of one request."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value for name, _colon, value in (line.partition(": ") for line in head)
        }
        body = await self.reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            self.writer.close()
            self.writer = None
        return int(head[0].split()[1]), headers, body


async def send_all(port, requests, rate):
    """Send requests over all lines, `rate` a second (None: as fast as it goes)."""
    waiting = asyncio.Queue()
    waits, wrong = [], []
    began = time.perf_counter()

    async def work():
        line = Line(port)
        while True:
            due, request = await waiting.get()
            if request is None:
                return
            sent = due if due is not None else time.perf_counter()
            status, _headers, body = await line.send(request)
            waits.append(time.perf_counter() - sent)
            if status != 200 or not json.loads(body).get("saved"):
                wrong.append((status, body[:200]))

    # At a given rate phones do not queue for each other: more lines than are ever busy.
    lines = CONNECTIONS if rate is None else 16 * CONNECTIONS
    workers = [asyncio.create_task(work()) for _ in range(lines)]
    for number, request in enumerate(requests):
        due = None
        if rate is not None:
            due = began + number / rate
            await asyncio.sleep(max(0, due - time.perf_counter()))
        waiting.put_nowait((due, request))
    for _ in workers:
        waiting.put_nowait((None, None))
    await asyncio.gather(*workers)
    return time.perf_counter() - began, sorted(waits), wrong


def processor_time(parent):
    """Return the processor seconds of a process and its children so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(folder.name) == parent or int(fields[1]) == parent:
            total += int(fields[11]) + int(fields[12])
    return total / ticks


def measure(server, port, named, *, rate=None):
    """Send the requests of each name in turns, print what they cost.

    Returns {name: (requests a second, the wait in seconds that 99 of 100 stay below)}.

    In turns: whatever else the machine does in these seconds falls on all of them alike.
    """
    spent = {name: [0.0, 0.0, []] for name in named}
    slices = 1 if rate else TURNS
    for turn in range(slices):
        for name, requests in named.items():
            before = processor_time(server.pid)
            seconds, waits, wrong = asyncio.run(send_all(port, requests[turn::slices], rate))
            if wrong:
                sys.exit(f"{name}: {len(wrong)} taps were not kept, such as {wrong[0]}")
            spent[name][0] += seconds
            spent[name][1] += processor_time(server.pid) - before
            spent[name][2] += waits
    found = {}
    for name, (seconds, cpu, waits) in spent.items():
        waits.sort()
        middle, late = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
        found[name] = len(waits) / seconds, late
        print(
            f"{name:<34} {len(waits) / seconds:>6.0f}/s  {1000 * cpu / len(waits):>5.2f} ms CPU"
            f"  wait: half {1000 * middle:.0f} ms, 99 % {1000 * late:.0f} ms",
            flush=True,
        )
    return found
