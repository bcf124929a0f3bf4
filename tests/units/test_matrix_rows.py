"""The rows of this room name every address of this room."""

from tests.matrix_units import ROWS
from units.urls import urlpatterns


def test_every_address_of_the_room_has_a_row():
    assert {f"units:{pattern.name}" for pattern in urlpatterns} == {row.name for row in ROWS}
