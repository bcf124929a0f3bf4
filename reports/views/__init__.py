"""Pages of this room."""

from reports.views.public import landing

__all__ = ["landing"]
