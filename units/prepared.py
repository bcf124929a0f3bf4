"""Queries whose SQL is written once: at the morning peak, writing it costs more than asking it.

A query of the ORM with joins and a dozen subqueries takes the processor many times as long to
write as the database takes to answer it. Where one question is asked at every tap, it is written
with stand-ins for what changes, and asked with the values in their places. PostgreSQL, which
thinks about such a query longer than it works on it, is told it once per connection (PREPARE) and
then only the values; not where DISABLE_SERVER_SIDE_CURSORS says that a pooler mixes connections.
"""

import datetime
import itertools
import threading
import weakref

from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg2.extensions import AsIs

A_DATE = datetime.date(1, 2, 3)
_numbers = itertools.count(1)


class PreparedQuery:
    """A question of fixed form: `build(**values)` gives its queryset, `kinds` what each value is.

    Kinds are int, str and datetime.date. The values must stand in the query as they are: never
    computed with in `build`, compared with None or put in a list. Where the SQL does not hold each
    of them, or depends on them, asking fails with a TypeError rather than ask the wrong thing.
    Related objects come by select_related alone.
    """

    def __init__(self, build, **kinds):
        self.build, self.kinds = build, kinds
        self.name = f"portal_{next(_numbers)}"
        # A compiler of the ORM belongs to the connection of one thread.
        self._mine = threading.local()

    def all(self, **values):
        """Return what the queryset would: a list of objects, tuples or single values."""
        if values.keys() != self.kinds.keys():
            raise TypeError(f"asks for {sorted(self.kinds)}, not {sorted(values)}")
        if getattr(self._mine, "connection", None) is not connections[DEFAULT_DB_ALIAS]:
            self._write()
        given = {_Place(name): _adapted(one) for name, one in values.items()}
        sql, params, queryset = self._mine.sql, self._mine.params, self._mine.queryset
        if _prepares(connection):
            sql, params = self._told_to_the_server()
        params = tuple(given[one] if isinstance(one, _Place) else one for one in params)
        self._mine.compiler.as_sql = lambda *args, **options: (sql, params)
        return list(queryset._iterable_class(queryset))

    def first(self, **values):
        """Return the first of them, or None."""
        return next(iter(self.all(**values)), None)

    def _told_to_the_server(self):
        """Return the SQL and params that ask by name, after a PREPARE on a new connection."""
        mine = self._mine
        connection.ensure_connection()
        server = connection.connection
        if mine.server is None or mine.server() is not server:
            numbers = itertools.count(1)
            params = [
                AsIs(f"${next(numbers)}") if isinstance(one, _Place) else one for one in mine.params
            ]
            # Beside Django's cursor: what is told once per connection is no query of a page.
            with connection.wrap_database_errors, server.cursor() as cursor:
                cursor.execute(f"PREPARE {self.name} AS {mine.sql}", params)
            mine.server = weakref.ref(server)
        places = [one for one in mine.params if isinstance(one, _Place)]
        return f"EXECUTE {self.name} ({', '.join(['%s'] * len(places))})", places

    def _write(self):
        """Write the SQL for this thread, with a _Place for each of the values."""
        once, again = (self._write_with(nth) for nth in (0, 1))
        if once[:2] != again[:2]:
            raise TypeError("the SQL depends on its values, or computes with them")
        sql, params, compiler, queryset = once
        missing = self.kinds.keys() - {one for one in params if isinstance(one, _Place)}
        if missing or queryset._prefetch_related_lookups:
            raise TypeError(f"the SQL does not hold all that is asked: {sorted(missing)}")
        queryset.query.get_compiler = lambda *args, **options: compiler
        mine = self._mine
        mine.sql, mine.params, mine.compiler, mine.queryset = once
        mine.connection, mine.server = connections[DEFAULT_DB_ALIAS], None

    def _write_with(self, nth):
        stand_ins = {
            name: _stand_in(kind, 2 * number + nth)
            for number, (name, kind) in enumerate(self.kinds.items())
        }
        places = {_adapted(one): _Place(name) for name, one in stand_ins.items()}
        queryset = self.build(**stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        return sql, [places.get(one, one) for one in params], compiler, queryset


class _Place(str):
    """Where the value of this name goes."""

    __slots__ = ()


def _stand_in(kind, number):
    """Return a value of a kind that no query holds by itself."""
    if kind is datetime.date:
        return A_DATE + datetime.timedelta(days=number)
    return -1_000_000_007 - number if kind is int else f"\ufdd0{number}"


def _prepares(connection):
    """Say whether queries are told to the server by name."""
    pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    return connection.vendor == "postgresql" and not pooled


def _adapted(value):
    """Return a value as the fields of this database hand it to the driver."""
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return str(value) if isinstance(value, str) else value
