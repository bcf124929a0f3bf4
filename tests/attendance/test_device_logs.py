"""Logs of terminals as bytes: odd encodings, odd rows, odd files. Pure."""

import datetime
import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.device_logs import Bad, Columns, NoColumns, NotALog, Row, moment_of, pin_of, rows_of
from attendance.device_marks import Seen, date_of, first_and_last

SEVEN = datetime.datetime(2026, 12, 7, 7, 21, 9)
LINE = "       12\t2026-12-07 07:21:09\t0\t15\t0\t0"
COLUMNS = Columns("PIN", "Waktu", order="dmy")


def read(content, columns=None, block=7):
    blocks = [content[n : n + block] for n in range(0, len(content), block)]
    return list(rows_of(blocks, columns))


@pytest.mark.parametrize("encoding", ["ascii", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_attlog_is_read_in_every_encoding(encoding, end):
    content = (LINE + end + LINE).encode(encoding)
    blocks = [content[:200], content[200:]]
    assert list(rows_of(blocks)) == [Row(1, "12", SEVEN, "0"), Row(2, "12", SEVEN, "0")]


@pytest.mark.parametrize(
    ("text", "pin"),
    [("12", "12"), ("  0012 ", "12"), ("12.0", "12"), ("a7", "A7"), ("0A", "A"), ("100", "100")],
)
def test_a_pin_is_compared_without_its_zeros(text, pin):
    assert pin_of(text) == (pin, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "blank_pin"), ("  ", "blank_pin"), ("0", "blank_pin"), ("000", "blank_pin"),
     ("=1+1", "bad_pin"), ("+12", "bad_pin"), ("1 2", "bad_pin"), ("1" * 25, "bad_pin"),
     ("<b>", "bad_pin"), ("1\0", "bad_pin")],
)  # fmt: skip
def test_what_is_no_pin_says_why(text, why):
    assert pin_of(text) == ("", why)


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("2026-12-07 07:21:09", "ymd", SEVEN),
        ("2026/12/7 7:21:09", "ymd", SEVEN),
        ("07/12/2026 07.21.09", "dmy", SEVEN),
        ("12/07/2026 07:21:09 AM", "mdy", SEVEN),
        ("12/07/2026 12:05 AM", "mdy", datetime.datetime(2026, 12, 7, 0, 5)),
        ("12/07/2026 12:05 pm", "mdy", datetime.datetime(2026, 12, 7, 12, 5)),
        ("2026-12-07T07:21:09", "ymd", SEVEN),
        ("2026-02-30 07:21:09", "ymd", None),
        ("2026-12-07 25:00:00", "ymd", None),
        ("2026-12-07", "ymd", None),
        ("12/07/2026 13:05 PM", "mdy", None),
        ("07/12/2026 07:21", "ymd", None),
        ("", "ymd", None),
    ],
)
def test_moments_are_read_as_they_are_written(text, order, found):
    assert moment_of(text, order) == found


def test_bad_lines_come_with_their_number_and_stop_nothing():
    lines = [LINE, "", "99", "x" * 3000, "0\t2026-12-07 07:00:00", "5\tkemarin", LINE]
    assert read("\n".join(lines).encode(), block=512) == [
        Row(1, "12", SEVEN, "0"), Bad(3, "short"), Bad(4, "long"), Bad(5, "blank_pin"),
        Bad(6, "bad_time"), Row(7, "12", SEVEN, "0"),
    ]  # fmt: skip


def test_a_csv_says_its_columns_or_none():
    content = b"PIN;Waktu\n12;07/12/2026 07:21:09\n"
    with pytest.raises(NoColumns) as unknown:
        read(content)
    assert unknown.value.headers == ["PIN", "WAKTU"]
    with pytest.raises(NoColumns):
        read(content, Columns("PIN", "Tanggal"))
    assert read(content, COLUMNS) == [Row(2, "12", SEVEN, "")]


def test_an_open_quotation_mark_spoils_its_own_line_alone():
    content = b'PIN,Waktu\n"12,07/12/2026 07:21:09\n12,07/12/2026 07:21:09\n'
    assert read(content, COLUMNS) == [Bad(2, "short"), Row(3, "12", SEVEN, "")]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", b"%PDF-1.7", b"MZ\0\0", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"x" * 5000,
     b"a\0b\0\0c"],
)  # fmt: skip
def test_what_is_no_log_is_refused_as_a_whole(content):
    with pytest.raises(NotALog):
        read(content, block=100_000)


def test_a_line_without_end_is_never_held_as_a_whole():
    first = LINE.encode() + b"\n"
    tracemalloc.start()
    rows = list(rows_of([first, *([b"9" * 65536] * 400)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == [Row(1, "12", SEVEN, "0"), Bad(2, "long")]
    assert peak < 2_000_000


@given(st.binary(max_size=400), st.integers(1, 50))
def test_no_bytes_break_the_reader(content, block):
    try:
        rows = read(content, COLUMNS, block)
    except NotALog:
        return
    assert all(isinstance(row, Row | Bad) for row in rows)


def at(hour, minute=0, day=7):
    return datetime.datetime(2026, 12, day, hour, minute)


DUTY = (at(7, 30), at(16))
MOMENTS = st.lists(st.integers(0, 1439), max_size=12).map(
    lambda minutes: [Seen(at(one // 60, one % 60), 1) for one in minutes]
)


@given(MOMENTS, st.randoms())
def test_order_and_repetition_of_punches_play_no_part(seen, chance):
    shuffled = seen + seen[: len(seen) // 2]
    random.Random(chance.random()).shuffle(shuffled)
    assert first_and_last(shuffled, DUTY) == first_and_last(seen, DUTY)


@given(MOMENTS)
def test_the_pair_is_never_the_wrong_way_round(seen):
    came, left = first_and_last(seen, DUTY)
    assert (came is None and left is None) == (not seen)
    if came and left:
        assert left.at - came.at >= datetime.timedelta(minutes=30)


def test_between_two_duties_the_nearer_edge_decides():
    duties = {
        datetime.date(2026, 12, 6): (at(22, day=6), at(6)),
        datetime.date(2026, 12, 7): (at(8), at(15)),
    }
    assert date_of(at(6, 40), duties) == datetime.date(2026, 12, 6)
    assert date_of(at(7), duties) == datetime.date(2026, 12, 6)
    assert date_of(at(7, 20), duties) == datetime.date(2026, 12, 7)
    assert date_of(at(3), duties) == datetime.date(2026, 12, 6)
    assert date_of(at(23), duties) == datetime.date(2026, 12, 7)
