"""The rows of this room name every address of this room."""

from tests import matrix_exchange, matrix_units
from units.urls import urlpatterns


def test_every_address_of_the_room_has_a_row():
    rows = {row.name for row in (*matrix_units.ROWS, *matrix_exchange.ROWS)}
    assert {f"units:{pattern.name}" for pattern in urlpatterns} <= rows
