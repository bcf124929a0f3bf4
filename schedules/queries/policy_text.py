"""The effective rule of a policy in plain sentences, for everyone who reads it."""

from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from schedules.models import Policy, PolicyLevel

WEEKDAYS = [
    (0, gettext_lazy("Senin")),
    (1, gettext_lazy("Selasa")),
    (2, gettext_lazy("Rabu")),
    (3, gettext_lazy("Kamis")),
    (4, gettext_lazy("Jumat")),
    (5, gettext_lazy("Sabtu")),
]


def weekday_names(weekdays):
    """Return the names of weekdays, in order, as a list for people: "Senin, Rabu dan Jumat"."""
    names = [str(name) for number, name in WEEKDAYS if number in weekdays]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s dan %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def sentences(policy):
    """Return the rules of a policy as sentences, the most important first."""
    return [
        text
        for text in (*_term(policy), *_days(policy), *_people(policy), *_flexible(policy))
        if text
    ]


def floor_sentence(floor):
    """Return what one floor asks for in words."""
    group = ""
    if floor.skill_id:
        group = _(" dengan keterampilan %(skill)s") % {"skill": floor.skill.name}
    elif floor.position_id:
        group = _(" dengan jabatan %(position)s") % {"position": floor.position.name}
    when = weekday_names(floor.weekdays) or _("setiap hari kerja")
    facts = {"unit": floor.unit.name, "n": floor.on_site, "group": group, "when": when}
    if floor.on_time:
        return (
            _("%(unit)s: paling sedikit %(n)s orang%(group)s masuk pada jam biasa, %(when)s.")
            % facts
        )
    return _("%(unit)s: paling sedikit %(n)s orang%(group)s di kantor, %(when)s.") % facts


def _term(policy):
    if policy.ends_on:
        yield _("Berlaku %(start)s sampai %(end)s bagi %(unit)s dan semua unit di bawahnya.") % {
            "start": date_format(policy.starts_on, "j F Y"),
            "end": date_format(policy.ends_on, "j F Y"),
            "unit": policy.unit.name,
        }
    else:
        yield _("Berlaku mulai %(start)s bagi %(unit)s dan semua unit di bawahnya.") % {
            "start": date_format(policy.starts_on, "j F Y"),
            "unit": policy.unit.name,
        }


def _days(policy):
    if policy.mode == Policy.Mode.FIXED_WEEKDAY:
        yield _("WFH hanya pada hari %(days)s, selama batas minimal di kantor terpenuhi.") % {
            "days": weekday_names(policy.fixed_weekdays)
        }
    else:
        yield ngettext(
            "WFH digilir: sasarannya %(n)s hari seminggu.",
            "WFH digilir: sasarannya %(n)s hari seminggu.",
            policy.target_per_week,
        ) % {"n": policy.target_per_week}
    yield _("Paling banyak %(n)s hari WFH seminggu bagi setiap pegawai.") % {
        "n": policy.most_per_week
    }
    if policy.most_per_week > 2:
        yield _("Lebih dari dua hari, dengan dasar hukum: %(basis)s.") % {
            "basis": policy.exception_basis
        }
    if policy.least_per_week:
        yield _("Paling sedikit %(n)s hari WFH seminggu bagi yang memenuhi syarat.") % {
            "n": policy.least_per_week
        }
    yield _("Pada satu hari, paling banyak %(share)s %% pegawai unit berada di rumah.") % {
        "share": int(policy.share_at_home * 100)
    }
    if policy.barred_weekdays:
        yield _("Hari %(days)s semua bekerja di kantor.") % {
            "days": weekday_names(policy.barred_weekdays)
        }
    if policy.desirable_weekdays:
        yield _(
            "Hari %(days)s dan hari di samping libur paling diminati; hari itu dibagi merata"
            " dengan selisih wajar %(band)s hari."
        ) % {
            "days": weekday_names(policy.desirable_weekdays),
            "band": number_format(policy.desirable_band, 1),
        }
    if policy.spread:
        yield _("Dua hari WFH berurutan dihindari bila mungkin.")


def level_sentence(rule):
    """Return what one override of the approval chain says in words."""
    if rule.level == PolicyLevel.Level.TEAM:
        text = (
            _("%(unit)s: kepala tim atau seksi mengajukan kepada bidang.")
            if rule.kept
            else _("%(unit)s: tanpa pengajuan oleh tim atau seksi.")
        )
    elif rule.level == PolicyLevel.Level.DIVISION:
        text = (
            _("%(unit)s: bagian diajukan kepala bidangnya.")
            if rule.kept
            else _("%(unit)s: bagian diajukan pengelola kepegawaian.")
        )
    else:
        text = (
            _("%(unit)s: BKPSDM mengetahui rencananya.")
            if rule.kept
            else _("%(unit)s: tanpa pengetahuan BKPSDM.")
        )
    return text % {"unit": rule.unit.name}


_NOTE = {
    Policy.Acknowledgement.PUBLICATION: gettext_lazy("lalu BKPSDM menerbitkan"),
    Policy.Acknowledgement.STEP: gettext_lazy("BKPSDM mengetahui, lalu rencana diterbitkan"),
    Policy.Acknowledgement.NONE: gettext_lazy("lalu rencana diterbitkan"),
}


def _chain(policy):
    first = (
        _("Kepala bidang mengajukan bagiannya")
        if policy.division_level
        else _("Pengelola kepegawaian mengajukan setiap bagian")
    )
    if policy.team_level:
        yield _(
            "Kepala tim atau seksi mengajukan bagiannya kepada kepala bidang, yang menerima atau"
            " mengembalikannya."
        )
    yield _("%(first)s, kepala perangkat daerah menyetujui, %(last)s.") % {
        "first": first,
        "last": _NOTE[policy.acknowledgement],
    }
    yield _(
        "Giliran yang belum dijalankan diingatkan setelah %(remind)s hari kerja dan diteruskan ke"
        " jenjang berikutnya setelah %(escalate)s hari kerja; tidak ada yang disetujui dengan"
        " sendirinya."
    ) % {"remind": policy.remind_after_days, "escalate": policy.escalate_after_days}


def _people(policy):
    if policy.excluded_echelons:
        yield _("Pejabat eselon %(list)s bekerja di kantor.") % {
            "list": ", ".join(sorted(policy.excluded_echelons))
        }
    if policy.waiting_days:
        yield ngettext(
            "Setelah mutasi atau promosi, pegawai bekerja di kantor selama %(n)s hari.",
            "Setelah mutasi atau promosi, pegawai bekerja di kantor selama %(n)s hari.",
            policy.waiting_days,
        ) % {"n": policy.waiting_days}
    if policy.exclude_discipline:
        yield _("Pegawai yang dijatuhi atau diproses hukuman disiplin bekerja di kantor.")
    else:
        yield _("Hukuman disiplin tidak menghalangi WFH.")
    if policy.include_part_time:
        yield _("PPPK paruh waktu ikut digilir.")
    else:
        yield _("PPPK paruh waktu bekerja di kantor.")
    yield from _chain(policy)
    yield ngettext(
        "Laporan harian WFH diperiksa atasan dalam %(n)s hari kerja.",
        "Laporan harian WFH diperiksa atasan dalam %(n)s hari kerja.",
        policy.report_due_days,
    ) % {"n": policy.report_due_days}
    yield ngettext(
        "Permohonan peninjauan jadwal dijawab tertulis dalam %(n)s hari kerja.",
        "Permohonan peninjauan jadwal dijawab tertulis dalam %(n)s hari kerja.",
        policy.review_days,
    ) % {"n": policy.review_days}
    if policy.review_exempt:
        yield _(
            "Hari yang diubah karena permohonan peninjauan dikabulkan berlaku tanpa langkah BKPSDM;"
            " keputusannya menyebut aturan ini."
        )
    else:
        yield _(
            "Hari yang diubah karena permohonan peninjauan dikabulkan melewati langkah BKPSDM"
            " seperti rencana lain."
        )


def _flexible(policy):
    if not policy.flexible_per_week:
        return
    yield _(
        "Yang jabatan atau unitnya selalu di kantor mendapat %(n)s hari jam fleksibel seminggu:"
        " masuk antara %(start)s dan %(end)s, jam kerja tetap dipenuhi."
    ) % {
        "n": policy.flexible_per_week,
        "start": time_format(policy.flexible_from, "H.i"),
        "end": time_format(policy.flexible_until, "H.i"),
    }
    yield _("Pada satu hari, paling banyak %(share)s %% dari mereka berjam fleksibel.") % {
        "share": int(policy.flexible_share * 100)
    }
