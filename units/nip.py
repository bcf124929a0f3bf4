"""NIP of PNS and NI of PPPK: 18 digits that tell a birth date, a start, a sex and a number.

PNS: YYYYMMDD birth, YYYYMM start as (candidate) civil servant, 1/2 sex, 3 digits sequence.
PPPK: YYYYMMDD birth, YYYY appointment, 2 digits kind of contract (not a month), sex, sequence.
Knows no Django: sentences are marked for translation here and translated where they are shown.
"""

import datetime
import re
from dataclasses import dataclass

LENGTH = 18
YOUNGEST_START = 16


def _(text):
    """Mark a sentence for translation."""
    return text


EMPTY = _("NIP belum diisi.")
DAMAGED = _(
    "NIP tersimpan sebagai angka di spreadsheet sehingga angka terakhirnya hilang. "
    "Ubah kolom NIP menjadi teks, lalu isi kembali."
)
NOT_DIGITS = _("NIP hanya boleh berisi angka.")
WRONG_LENGTH = _("NIP harus terdiri atas 18 angka.")
NO_SUCH_BIRTH_DATE = _("Delapan angka pertama NIP bukan tanggal lahir yang ada (TTTTBBHH).")
NO_SUCH_MONTH = _("Angka ke-13 dan ke-14 NIP PNS bukan bulan pengangkatan (01 sampai 12).")
STARTED_TOO_YOUNG = _("Tahun pengangkatan pada NIP tidak cocok dengan tahun lahirnya.")
NO_SUCH_SEX = _("Angka ke-15 NIP harus 1 (laki-laki) atau 2 (perempuan).")
NO_SEQUENCE = _("Tiga angka terakhir NIP tidak boleh 000.")


class BadNip(ValueError):
    """The number cannot be a NIP. The text is a sentence for people."""


@dataclass(frozen=True)
class Nip:
    """What a number says: `start_month` is None for PPPK, `contract_code` "" for PNS."""

    digits: str
    born_on: datetime.date
    start_year: int
    start_month: int | None
    contract_code: str
    sex: str
    sequence: str


def normalized(text):
    """Return a text without the spaces, dots and apostrophes that people put into numbers."""
    return re.sub(r"[\s.'’]", "", text)


def read_nip(text, *, is_pns):
    """Return the Nip in a text (spaces and dots ignored); raise BadNip with the first fault."""
    if isinstance(text, int | float):
        raise BadNip(DAMAGED)
    digits = normalized(text or "")
    if not digits:
        raise BadNip(EMPTY)
    if re.fullmatch(r"\d([.,]\d+)?[eE]\+?\d+", (text or "").strip()):
        raise BadNip(DAMAGED)
    if not re.fullmatch(r"[0-9]+", digits):
        raise BadNip(NOT_DIGITS)
    if len(digits) != LENGTH:
        raise BadNip(WRONG_LENGTH)
    try:
        born_on = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise BadNip(NO_SUCH_BIRTH_DATE) from None
    start_year, middle = int(digits[8:12]), digits[12:14]
    if is_pns and not 1 <= int(middle) <= 12:
        raise BadNip(NO_SUCH_MONTH)
    if start_year - born_on.year < YOUNGEST_START or start_year - born_on.year > 70:
        raise BadNip(STARTED_TOO_YOUNG)
    if digits[14] not in "12":
        raise BadNip(NO_SUCH_SEX)
    if digits[15:] == "000":
        raise BadNip(NO_SEQUENCE)
    return Nip(
        digits=digits,
        born_on=born_on,
        start_year=start_year,
        start_month=int(middle) if is_pns else None,
        contract_code="" if is_pns else middle,
        sex="L" if digits[14] == "1" else "P",
        sequence=digits[15:],
    )
