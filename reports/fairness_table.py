"""How equal the plans are, as a table."""

from django.utils.translation import gettext as _

from reports.tables import Column, Table


def _or_dash(value):
    return "–" if value is None else value


def fairness_table(fairness):
    """Return the measures of evenness and people by selisih porsi; None where nobody rotates."""
    if fairness is None or not fairness["eligible"]:
        return None
    table = Table(
        "fairness",
        _("Pemerataan"),
        [Column("label", _("Ukuran"), is_number=False), Column("now", _("Nilai"))],
    )
    table.rows = [
        [_("Pegawai dalam rotasi"), fairness["eligible"]],
        [_("Kesenjangan yang masih dapat diratakan"), fairness["envious"]],
        [_("Rentang selisih porsi terbesar (hari)"), _or_dash(fairness["largest_spread"])],
        [_("Rentang hari diminati terbesar (hari)"), _or_dash(fairness["desirable_spread"])],
        [_("Indeks Jain"), _or_dash(fairness["jain"])],
    ]
    if any(fairness["classes"]):
        names = (
            _("Selisih porsi di bawah −1,5 hari"),
            _("Selisih porsi −1,5 sampai di bawah −0,5 hari"),
            _("Selisih porsi −0,5 sampai +0,5 hari"),
            _("Selisih porsi di atas +0,5 sampai +1,5 hari"),
            _("Selisih porsi di atas +1,5 hari"),
        )
        counts = fairness["classes"]
        table.rows += [[name, count] for name, count in zip(names, counts, strict=True)]
    return table
