"""Many rows of one table in one prepared statement.

``bulk_create`` and ``bulk_update`` prepare every value of every row through its field and write a statement as long
as the batch: ten times the work of the rows themselves. Here a column's converter is chosen once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections, models, router
from django.db.models.fields import NOT_PROVIDED

Converter = Callable[[Any], Any]


def insert_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    **constants: Any,
) -> None:
    """Insert rows given as values of ``columns`` (attribute names); ``constants`` are the same in every row.

    Other columns take their model's default. Values must already be clean: nothing is validated but by the database.
    """
    using = router.db_for_write(model)
    statement, convert, defaults = _insertion(model, tuple(columns), tuple(constants), using)
    rest = (*_row_converter(model, tuple(constants), using)(tuple(constants.values())), *defaults)
    filled = [(*convert(row), *rest) for row in rows]
    if filled:
        with connections[using].cursor() as cursor:
            cursor.executemany(statement, filled)


def update_rows(
    model: type[models.Model], columns: Sequence[str], keys: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Update rows given as values of ``columns`` followed by those of ``keys``; how many were found by their keys."""
    using = router.db_for_write(model)
    connection = connections[using]
    quote = connection.ops.quote_name
    named = [_column(model, name) for name in (*columns, *keys)]
    settings = ", ".join(f"{quote(name)} = %s" for name in named[: len(columns)])
    conditions = " AND ".join(f"{quote(name)} = %s" for name in named[len(columns) :])
    convert = _row_converter(model, (*columns, *keys), using)
    filled = [convert(row) for row in rows]
    if not filled:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE {conditions}", filled)  # noqa: S608
        return int(cursor.rowcount)


@lru_cache(maxsize=64)
def _insertion(
    model: type[models.Model], columns: tuple[str, ...], constants: tuple[str, ...], using: str
) -> tuple[str, Callable[[Sequence[Any]], Sequence[Any]], tuple[Any, ...]]:
    connection = connections[using]
    quote = connection.ops.quote_name
    given = (*columns, *constants)
    left = [field for field in model._meta.concrete_fields if field.attname not in given]
    rest = tuple(field.get_db_prep_save(_default(field), connection) for field in left)
    named = [_column(model, name) for name in (*given, *(field.attname for field in left))]
    places = ", ".join(["%s"] * len(named))
    table = quote(model._meta.db_table)
    statement = f"INSERT INTO {table} ({', '.join(map(quote, named))}) VALUES ({places})"  # noqa: S608
    return statement, _row_converter(model, columns, using), rest


def _default(field: "models.Field[Any, Any]") -> Any:  # noqa: ANN401 - any column's value
    return None if field.default is NOT_PROVIDED and field.null else field.get_default()


def _field(model: type[models.Model], attname: str) -> "models.Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if field.attname == attname)


def _column(model: type[models.Model], attname: str) -> str:
    return str(_field(model, attname).column)


@lru_cache(maxsize=64)
def _row_converter(
    model: type[models.Model], columns: tuple[str, ...], using: str
) -> Callable[[Sequence[Any]], list[Any]]:
    converters = _converters(model, columns, using)

    def convert(row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for position, converter in converters:
            if values[position] is not None:
                values[position] = converter(values[position])
        return values

    return convert


def _converters(model: type[models.Model], columns: Sequence[str], using: str) -> list[tuple[int, Converter]]:
    """Converters of the columns whose Python values are not what the driver takes."""
    connection = connections[using]
    by_type: Mapping[Any, Converter] = {
        models.DateTimeField: connection.ops.adapt_datetimefield_value,
        models.DateField: connection.ops.adapt_datefield_value,
    }
    if not connection.features.has_native_uuid_field:
        by_type = {**by_type, models.UUIDField: lambda value: value.hex}
    plain = (models.CharField, models.IntegerField, models.BooleanField, models.BinaryField)
    found: list[tuple[int, Converter]] = []
    for position, name in enumerate(columns):
        field: models.Field[Any, Any] = _field(model, name)
        while isinstance(field, models.ForeignKey):
            field = field.target_field
        if type(field) in by_type:
            found.append((position, by_type[type(field)]))
        elif not isinstance(field, plain):
            found.append((position, _prepared(field, using)))
    return found


def _prepared(field: "models.Field[Any, Any]", using: str) -> Converter:
    return lambda value: field.get_db_prep_save(value, connections[using])
