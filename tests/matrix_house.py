"""The front door and the account pages. Account pages show what belongs to oneself alone."""

from tests.matrix import ROLES, Row, everybody

WITHOUT_SECOND_FACTOR = {"employee", "stranger"}
OPEN = dict.fromkeys(ROLES, 200)
SIGNED_OUT_ONLY = everybody(302, anonymous=200)

ROWS = [
    Row("home", SIGNED_OUT_ONLY),
    Row("set_language", dict.fromkeys(ROLES, 405)),
    Row("account_login", SIGNED_OUT_ONLY),
    Row("account_logout", everybody(200)),
    Row("account_inactive", OPEN),
    Row("account_signup", SIGNED_OUT_ONLY, note="closed: says so"),
    Row("account_reauthenticate", everybody(200)),
    Row("account_email", everybody(200)),
    Row("account_email_verification_sent", OPEN),
    Row("account_change_password", everybody(200)),
    Row("account_set_password", everybody(302)),
    Row("account_reset_password", OPEN),
    Row("account_confirm_login_code", dict.fromkeys(ROLES, 302)),
    Row("account_confirm_email", OPEN, kwargs=lambda city: {"key": "tidak-ada"}),
    Row("account_reset_password_from_key_done", OPEN),
    Row(
        "account_reset_password_from_key",
        OPEN,
        kwargs=lambda city: {"uidb36": "1", "key": "palsu-palsu"},
        note="a forged key opens nothing",
    ),
    Row("account_reset_password_done", OPEN),
    Row("mfa_index", everybody(200)),
    Row("mfa_authenticate", dict.fromkeys(ROLES, 302)),
    Row("mfa_reauthenticate", everybody(200, **dict.fromkeys(WITHOUT_SECOND_FACTOR, 302))),
    Row("mfa_activate_totp", everybody(302)),
    Row("mfa_deactivate_totp", everybody(302, **dict.fromkeys(WITHOUT_SECOND_FACTOR, 404))),
    Row("mfa_view_recovery_codes", everybody(404), note="none made yet"),
    Row("mfa_generate_recovery_codes", everybody(302)),
    Row("mfa_download_recovery_codes", everybody(404), note="none made yet"),
]
