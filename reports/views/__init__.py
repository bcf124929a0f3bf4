"""Pages of this room."""

from reports.views.landing import landing

__all__ = ["landing"]
