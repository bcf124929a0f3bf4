"""What logs must not keep: addresses that are secrets themselves."""

import logging
import re

SECRET_PATHS = re.compile(r"(/umpan/)[^/\s\"']+")


def without_secrets(text):
    """Return a text in which the secrets of calendar addresses are dots."""
    return SECRET_PATHS.sub(r"\1…", text)


class WithoutSecrets(logging.Filter):
    """Take the secrets of addresses out of every line, its arguments included."""

    def filter(self, record):
        record.msg = without_secrets(record.getMessage())
        record.args = ()
        return True
