"""Queries whose SQL is written once: at the morning peak, writing it costs more than asking it.

A query of the ORM with a dozen subqueries takes the processor many times as long to write as the
database takes to answer it. Where one question is asked at every tap, it is written with
stand-ins for what changes, and asked with the values in their places.
"""

import datetime

from django.db import connections

A_DATE = datetime.date(1, 2, 3)


class PreparedQuery:
    """A question of fixed form: `build(**values)` gives its queryset, `kinds` what each value is.

    Kinds are int, str and datetime.date. The values must stand in the query as they are: never
    computed with in `build`, compared with None or put in a list. Where the SQL does not hold each
    of them, or depends on them, asking fails with a TypeError rather than ask the wrong thing.
    """

    def __init__(self, build, **kinds):
        self.build, self.kinds = build, kinds
        self._written = {}

    def rows(self, using="default", **values):
        """Return the rows as tuples of what the database gives; fields convert nothing."""
        connection = connections[using]
        if values.keys() != self.kinds.keys():
            raise TypeError(f"asks for {sorted(self.kinds)}, not {sorted(values)}")
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._write(connection)
        sql, params = self._written[connection.vendor]
        given = {_Place(name): _adapted(one, connection) for name, one in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[one] if isinstance(one, _Place) else one for one in params])
            return cursor.fetchall()

    def first(self, using="default", **values):
        """Return the first row, or None."""
        return next(iter(self.rows(using, **values)), None)

    def _write(self, connection):
        """Return the SQL and its parameters, with a _Place for each of the values."""
        once, again = (self._write_with(connection, nth) for nth in (0, 1))
        if once != again:
            raise TypeError("the SQL depends on its values, or computes with them")
        missing = {_Place(name) for name in self.kinds} - {
            one for one in once[1] if isinstance(one, _Place)
        }
        if missing:
            raise TypeError(f"the SQL does not hold {sorted(missing)}")
        return once

    def _write_with(self, connection, nth):
        stand_ins = {
            name: _stand_in(kind, 2 * number + nth)
            for number, (name, kind) in enumerate(self.kinds.items())
        }
        query = self.build(**stand_ins).using(connection.alias).query
        sql, params = query.get_compiler(connection.alias).as_sql()
        places = {_adapted(one, connection): _Place(name) for name, one in stand_ins.items()}
        return sql, [places.get(one, one) for one in params]


class _Place(str):
    """Where the value of this name goes."""

    __slots__ = ()


def _stand_in(kind, number):
    """Return a value of a kind that no query holds by itself."""
    if kind is datetime.date:
        return A_DATE + datetime.timedelta(days=number)
    return -1_000_000_007 - number if kind is int else f"\ufdd0{number}"


def _adapted(value, connection):
    """Return a value as the fields of this database hand it to the driver."""
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return str(value) if isinstance(value, str) else value
