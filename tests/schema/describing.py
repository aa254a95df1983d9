"""A schema as lines of text, and what a statement changes among them."""

from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.schema.model import Check, Exclude, ForeignKey, PrimaryKey, Schema
from sqlcompile.schema.reading import read
from sqlcompile.schema.reading.flavor import FLAVORS


def _sql(value, flavor):
    if isinstance(value, ClauseElement):
        return str(value.compile(dialect=flavor.sa, compile_kwargs={"literal_binds": True}))
    return repr(value)


def _type(column, flavor):
    if column.type._isnull:
        return "?"
    return str(flavor.sa.type_compiler_instance.process(column.type))


def _column(column, flavor):
    words = [column.name, _type(column, flavor)]
    if not column.nullable:
        words.append("NOT NULL")
    if column.default is not None:
        words.append(f"DEFAULT {_sql(column.default, flavor)}")
    if column.default_name:
        words.append(f"({column.default_name})")
    if column.autoincrement:
        words.append("AUTO")
    if column.identity is not None:
        identity = column.identity
        words.append(f"IDENTITY always={identity.always} start={identity.start} by={identity.increment}")
    if column.computed is not None:
        words.append(f"AS {_sql(column.computed.sqltext, flavor)} persisted={column.computed.persisted}")
    if column.comment is not None:
        words.append(f"-- {column.comment}")
    return " ".join(words)


def _constraint(constraint, flavor):
    words = [constraint.kind, constraint.name or "-"]
    if isinstance(constraint, Check):
        words.append(_sql(constraint.expression, flavor))
    if isinstance(constraint, Exclude):
        words.append(f"{constraint.using} {[(_sql(e, flavor), o) for e, o in constraint.elements]}")
        words.append(_sql(constraint.where, flavor))
    words.append(f"({', '.join(constraint.column_names)})")
    if isinstance(constraint, ForeignKey):
        target = ".".join(part for part in constraint.target if part)
        words.append(f"-> {target}({', '.join(constraint.target_columns)})")
        words += [f"delete {constraint.ondelete}"] if constraint.ondelete else []
        words += [f"update {constraint.onupdate}"] if constraint.onupdate else []
        words += [f"match {constraint.match}"] if constraint.match else []
    if constraint.deferrable is not None or constraint.initially:
        words.append(f"deferrable={constraint.deferrable} {constraint.initially}")
    if isinstance(constraint, PrimaryKey) or constraint.kind == "unique":
        words += [f"{k}={v}" for k, v in constraint.options]
    return " ".join(words)


def _index(index, flavor):
    parts = [part if isinstance(part, str) else f"<{_sql(part, flavor)}>" for part in index.expressions]
    options = [f"{k}={_sql(v, flavor) if isinstance(v, ClauseElement) else v}" for k, v in index.options]
    return " ".join([f"{'unique ' if index.unique else ''}index {index.name} ({', '.join(parts)})", *options])


def lines(schema: Schema, dialect: str) -> list[str]:
    """Return everything that a schema says, a line each."""
    flavor = FLAVORS[dialect]
    out = []
    for table in schema.tables.values():
        name = ".".join(part for part in table.key if part)
        out.append(" ".join((f"table {name}{'' if table.complete else ' incomplete'}", *table.prefixes)))
        out += [f"{name}: {k}={v}" for k, v in table.options]
        out += [f"{name} -- {table.comment}"] if table.comment is not None else []
        out += [f"{name}: {_column(column, flavor)}" for column in table.columns]
        out += [f"{name}: {_constraint(constraint, flavor)}" for constraint in table.all_constraints()]
        out += [f"{name}: {_index(index, flavor)}" for index in table.indexes]
    for kind, mapping in (("enum", schema.enums), ("view", schema.views), ("trigger", schema.triggers)):
        for key, value in mapping.items():
            text = value if kind == "enum" else value.text
            out.append(f"{kind} {'.'.join(part for part in key if part)} {text}")
            if kind == "trigger":
                out.append(f"trigger on {value.table[1]}")
    for key, sequence in schema.sequences.items():
        out.append(f"sequence {'.'.join(part for part in key if part)} {sequence.start} {sequence.increment}")
    out += [f"namespace {name}" for name in schema.namespaces]
    if schema.not_analysed:
        out.append(f"not analysed: {schema.not_analysed}")
    return out


def changes(dialect: str, base: str, text: str, default_namespace: str | None = None) -> list[str]:
    """Return the lines that a text takes away from the schema of ``base``, and those that it adds."""
    schema = read(Schema(default_namespace=default_namespace), base, dialect)
    assert schema.not_analysed == 0, base
    before, after = lines(schema, dialect), lines(read(schema, text, dialect), dialect)
    gone = [line for line in before if line not in after]
    names = [line.removeprefix("table ") for line in gone if line.startswith("table ")]
    dropped = [name for name in names if not any(line.startswith(f"table {name}") for line in after)]
    gone = [line for line in gone if not line.startswith(tuple(f"{name}: " for name in dropped))]
    return [f"- {line}" for line in gone] + [f"+ {line}" for line in after if line not in before]
