"""The rows made from the journal: each event carried out on SQLite, and what it makes uncertain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import Null, TextClause

from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.bulk_insert import BulkInsert
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.execute import Execute, read_as, unescaped
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.sent import Sent
from sqlcompile.rows.answers import (
    answer_of,
    column_value,
    compiled_answer,
    core_answer,
    given_answer,
    no_answer,
    returned_answer,
)
from sqlcompile.rows.consequences import Consequences, shown
from sqlcompile.rows.contents import Contents, TableDoubtful, contents_of
from sqlcompile.rows.counting import (
    AFTER_LARGEST,
    CALLED_ANEW,
    DRAWN,
    MOVED_BEHIND,
    MOVED_ON,
    OF_TABLE,
    RESTARTED,
)
from sqlcompile.rows.doubts import Doubt, Doubtful
from sqlcompile.rows.events import Answer, Event, MadeValue, Outcome, Question, writes_rows
from sqlcompile.rows.following import changes, sources
from sqlcompile.rows.hidden import calls_unknown, is_part, numbers_anew
from sqlcompile.rows.shelf import Shelf
from sqlcompile.rows.text import (
    Reading,
    is_system_call,
    may_write,
    mentioned,
    only_removes,
    reading,
)
from sqlcompile.rows.unknown import Undecided, Untranslatable
from sqlcompile.rows.verifying import COLLATION, check_made, verify
from sqlcompile.rows.views import without_views
from sqlcompile.schema.model import Key, Schema

if TYPE_CHECKING:
    from sqlcompile.rows.catalogs.desk import Desk

_RENAMED_VALUE = re.compile(r"\bALTER\s+TYPE\b.*\bRENAME\s+VALUE\b", re.IGNORECASE | re.DOTALL)
_USING = re.compile(r"\bUSING\b", re.IGNORECASE)
_PLAIN_USING = re.compile(
    r'\bALTER\s+(?:COLUMN\s+)?"?(\w+)"?\s+(?:SET\s+DATA\s+)?TYPE\b[^;]*?\bUSING\s+\(*"?\1"?\)*\s*::', re.IGNORECASE
)
_QUERY = re.compile(r"\(\s*SELECT\b", re.IGNORECASE)


class Keeper:
    """The rows at one moment, and the doubts about them.

    ``fresh`` says that tables which existed before the range are taken to hold what they would hold
    on a database that was made from base.
    """

    def __init__(self, dialect: Dialect, *, fresh: bool, database: str | None = None) -> None:
        self.dialect = dialect
        self.fresh = fresh
        self._shelf = Shelf(dialect)
        self._database = database
        self._desk: Desk | None = None
        self._facts = Consequences(dialect, self._shelf, fresh=fresh)

    def existing(self, keys: Iterable[Key]) -> None:
        """Note that tables may hold rows that the history did not write."""
        for key in keys:
            self._facts.doubts.setdefault(
                key, Doubt(f"{shown(key)} existed before, with rows of its own", existed=True)
            )

    # --- the answers ---

    def ask(self, question: Question, schema: Schema, version: tuple[Key, Sequence[str]]) -> tuple[Answer, list[Doubt]]:
        """Return the rows that a SELECT gives, and what they take for granted.

        ``version`` is the version table and its rows. Raises Doubtful where they are not known.
        """
        of_catalog = self._of_catalog(question, schema)
        if of_catalog is not None:
            return of_catalog, []
        self._set_version(schema, version)
        answer, tables = self._answer(question, schema)
        return answer, self._accepted(tables)

    def given(self, question: Question, rows: Sequence[Sequence[Any]], schema: Schema) -> Answer:
        """Return rows that somebody gave as the answer to a SELECT; raises Doubtful where they do not fit it."""
        try:
            return given_answer(self._shelf, question, rows, schema)
        except Untranslatable as error:
            raise Doubtful(Doubt(str(error))) from error

    def inserted(self, outcome: Outcome, column: str | None) -> Any:
        """Return a value of a row that was inserted.

        Without a column it is the key that the database generates. A MadeValue stands for what is not known.
        """
        table, row = outcome.table, outcome.row
        unknown = MadeValue("the key of a new row")
        if table is None or row is None:
            return unknown
        name = column or next((c.name for c in table.columns if self._shelf.generates(c)), None)
        place = next((place for place, known in enumerate(table.columns) if known.name == name), None)
        if place is None or place >= len(row):
            return unknown
        return column_value(self.dialect, table.columns[place], row[place])

    def contents(self, schema: Schema, left_out: Key) -> dict[Key, Contents]:
        """Return the rows of all tables but one, as they lie; raises TableDoubtful for a table whose are not known."""
        found = {}
        for key, table in schema.tables.items():
            if key == left_out:
                continue
            doubt = self.doubt_of(key)
            if doubt is not None and not (self.fresh and doubt.existed):
                raise TableDoubtful(key, doubt)
            if key not in self._shelf.laid:
                continue
            made = contents_of(self._shelf, key, table)
            if not made.rows and not any(counter.is_used for counter in made.counters.values()):
                continue
            if self.dialect.key_numbers == "own" and key in self._facts.gaps:
                raise TableDoubtful(key, Doubt("which key comes next is not known"))
            found[key] = made
        return found

    def sequence_numbers(self, schema: Schema) -> dict[Key, int]:
        """Return the last numbers of the sequences that stand by themselves and have given some."""
        numbers = {key: self._shelf.numbers.get(key[1].lower()) for key in schema.sequences}
        return {key: number for key, number in numbers.items() if number is not None}

    def doubt_of(self, key: Key) -> Doubt | None:
        """Return why the rows of a table are not known, None where they are."""
        return self._facts.hidden.everywhere or self._facts.hidden.shared.get(key) or self._facts.doubts.get(key)

    def _accepted(self, tables: Iterable[Key]) -> list[Doubt]:
        """Return the doubts about tables that are set aside; raises Doubtful for one that cannot be."""
        everywhere = self._facts.hidden.everywhere
        found = [everywhere] if everywhere is not None else []
        found += [self._facts.hidden.shared[key] for key in sorted(tables, key=str) if key in self._facts.hidden.shared]
        found += [self._facts.doubts[key] for key in sorted(tables, key=str) if key in self._facts.doubts]
        for doubt in found:
            if not (self.fresh and doubt.existed):
                raise Doubtful(doubt)
        return found

    def _answer(self, question: Question, schema: Schema) -> tuple[Answer, set[Key]]:
        shelf = self._shelf
        objection = ""
        if question.element is not None and self.dialect.meaning.native:
            try:
                answer = core_answer(shelf, question, schema)
            except Untranslatable as error:
                objection = str(error)
            else:
                return answer, set(shelf.read)
        try:
            text = without_views(question.text, schema, self.dialect.sqlglot_name)
            if text is not question.text:
                question = Question(text)
            read = reading(text, self.dialect, schema)
        except Untranslatable as error:
            raise Doubtful(Doubt(objection or str(error))) from error
        if read.sql is not None:
            try:
                answer = answer_of(shelf, question, read, schema)
            except Untranslatable as error:
                objection = objection or str(error)
            else:
                return answer, set(shelf.read)
        if read.kind == "select" and not read.others and all(map(self._is_empty, read.tables)):
            if read.empty:
                return no_answer(question, schema, self.dialect), read.tables
            if read.of_nothing is not None:
                names = tuple(f"column{number}" for number in range(len(read.of_nothing)))
                return Answer(names, (read.of_nothing,)), read.tables
        if read.others:
            objection = f"the history has not made {', '.join(sorted(set(read.others)))}"
        raise Doubtful(Doubt(objection or read.objection))

    def _of_catalog(self, question: Question, schema: Schema) -> Answer | None:
        """Return the answer to a question for the catalog, None where it is none; raises Doubtful."""
        from sqlcompile.rows.catalogs.answering import catalog_answer  # noqa: PLC0415 - for who asks
        from sqlcompile.rows.catalogs.desk import Desk  # noqa: PLC0415

        if self._desk is None:
            self._desk = Desk(self.dialect, self._database)
        try:
            return catalog_answer(self._desk, question.text, schema)
        except Untranslatable as error:
            raise Doubtful(Doubt(str(error))) from error

    def _is_empty(self, key: Key) -> bool:
        """Return whether a table is empty, as far as what is here says."""
        return self._shelf.empty(key)

    def _set_version(self, schema: Schema, version: tuple[Key, Sequence[str]]) -> None:
        key, rows = version
        table = schema.tables.get(key)
        if table is None:
            return
        if key not in self._shelf.laid:
            self._shelf.lay(key, table)
        name = self._shelf.name(key)
        self._shelf.execute(f"DELETE FROM {name}")
        for row in rows:
            self._shelf.execute(f"INSERT INTO {name} (version_num) VALUES (?)", (row,))

    # --- going through the journal ---

    def apply(self, event: Event) -> Outcome:
        """Carry an event out; returns what it gave."""
        operation = event.operation
        if isinstance(operation, BulkInsert):
            return self._bulk(event, operation)
        if isinstance(operation, Sent) and isinstance(operation.element, UpdateBase):
            return self._core(event, operation.element, operation.keys, operation.values)
        if isinstance(operation, Execute) and isinstance(operation.statement, UpdateBase):
            return self._core(event, operation.statement, None, operation.parameters)
        if isinstance(operation, CreateTable) and is_part(operation):
            self._facts.hidden.note_table(operation, event.after)
        text = _raw_text(event)
        if text is not None:
            return self._raw(event, text)
        self._follow(event.before, event.after, operation)
        if isinstance(operation, BatchAlterTable):
            key = event.after.key(operation.table, operation.namespace)
            if writes_rows(operation):
                self._facts.doubt({key}, Doubt("a batch writes its rows"))
            if operation.recreate == "always" and not self.dialect.meaning.native:
                self._facts.gaps.add(key)
        return Outcome()

    # --- structure ---

    def _follow(self, before: Schema, after: Schema, operation: Operation | None, text: str = "") -> None:
        if after is before:
            return
        found = changes(before, after, operation)
        shelf = self._shelf
        moved = {
            new: (old, shelf.laid.get(old), self._facts.doubts.pop(old, None)) for new, old in found.renamed.items()
        }
        for key in found.gone:
            shelf.drop(key)
            self._facts.doubts.pop(key, None)
        for new, (old, laid, doubt) in moved.items():
            if laid is not None:
                self._move(old, new, before, after, operation, text)
            if doubt is not None:
                self._facts.doubts[new] = doubt
        for key in found.changed:
            if key in shelf.laid:
                self._move(key, key, before, after, operation, text)

    def _move(self, old: Key, new: Key, before: Schema, after: Schema, operation: Operation | None, text: str) -> None:
        shelf = self._shelf
        table = after.tables[new]
        held = not shelf.empty(old)
        try:
            shelf.move(old, new, table, sources(before.tables[old], table, operation, text))
        except Untranslatable as error:
            self._facts.doubt({new}, Doubt(str(error)))
            if new not in shelf.laid:
                shelf.lay(new, table)
            return
        if held and (_converts(operation) or len(_USING.findall(text)) > len(_PLAIN_USING.findall(text))):
            self._facts.doubt({new}, Doubt(f"the values of {shown(new)} are converted"))

    # --- changes of rows ---

    def _bulk(self, event: Event, operation: BulkInsert) -> Outcome:
        table = operation.table
        plain = not any(column.default is not None for column in table.c)
        if not plain:  # the defaults that Python makes are in the texts
            return self._texts(event, event.texts)
        outcome = Outcome()
        for row in operation.rows:
            if any(isinstance(value, sa.ClauseElement) for value in row.values()):
                outcome = self._core(event, table.insert().values(**row), None, None)
            else:
                outcome = self._core(event, table.insert(), tuple(row), row)
        return outcome

    def _texts(self, event: Event, texts: Sequence[str]) -> Outcome:
        outcome = Outcome()
        for text in filter(may_write, texts):
            outcome = self._statement(text, event.after)
        return outcome

    def _core(
        self, event: Event, element: Any, keys: Sequence[str] | None, values: Mapping[str, Any] | None
    ) -> Outcome:
        """Execute an INSERT, UPDATE or DELETE of SQLAlchemy's, else its text."""
        shelf, schema = self._shelf, event.after
        if not self._is_sure(element, event):
            return self._texts(event, event.texts)
        numbers = dict(shelf.numbers)
        try:
            answer, count, last = shelf_core(shelf, element, keys, values, schema)
        except Untranslatable:
            shelf.numbers = numbers  # the text is tried with the same keys
            return self._texts(event, event.texts)
        if element.is_insert and element._multi_values and not self.dialect.meaning.native:
            last = None  # some databases tell the first key, and some the last
        target = schema.key(element.table.name, element.table.schema)
        if shelf.marks.unsure:
            self._facts.doubt({target}, Doubt(COLLATION))
        read, wrote = set(shelf.read), set(shelf.wrote) | {target}
        if not element.is_insert:
            wrote = set(shelf.wrote) | (wrote if target in schema.tables else set())
        return self._facts.wrote(schema, "insert" if element.is_insert else "delete" if element.is_delete else "update",
                           target, read - {target}, Outcome(count, last, answer),
                           compared=shelf.marks.compared and not element.is_insert)  # fmt: skip

    def _is_sure(self, element: Any, event: Event) -> bool:
        """Return whether a change of rows does on SQLite what it does on the real database."""
        native = self.dialect.meaning.native
        if element.is_insert and element.select is not None:
            return False  # the order in which it numbers rows is read from the text
        if (native and not self._shelf.marks.made) or (element.is_insert and _is_plain(element, event.texts)):
            return True
        try:
            for text in event.texts:
                if may_write(text):
                    read = reading(text, self.dialect, event.after)
                    check_made(self._shelf, read)
                    if read.sql is None or (read.checked is not None and read.checked.orders_rows and not native):
                        return False
        except Untranslatable:
            return False
        return True

    def _raw(self, event: Event, text: str) -> Outcome:
        schema, outcome = event.before, Outcome()
        parts = list(self.dialect.split(text))
        for part in parts:
            after = event.after if len(parts) == 1 else read_as(self.dialect, schema, part)
            if _RENAMED_VALUE.search(part):
                self._facts.doubt(set(self._shelf.laid), Doubt("a value of an enum was renamed"))
            self._facts.hidden.note(part, schema, after)
            for named in OF_TABLE.finditer(part):
                self._lay_out(named[1], after)
            restarted = RESTARTED.match(part)
            if restarted is not None:
                self._shelf.set_number(restarted[1], int(restarted[2]), after)
            elif (called := CALLED_ANEW.match(part)) is not None:
                self._shelf.rename_sequence(*called.groups())
            elif (limited := AFTER_LARGEST.match(part)) is not None and self._number_on(limited, after):
                pass
            elif (moved := MOVED_ON.match(part)) is not None and (key := self._lay_out(moved[1], after)) is not None:
                self._shelf.move_on(key, int(moved[2]))
            elif (behind := MOVED_BEHIND.match(part)) is not None and (
                key := self._lay_out(behind[1].replace("''", "'"), after)
            ) is not None:
                self._shelf.move_on(key, int(behind[2]) + 1)
                schema = after
                continue
            elif (drawn := DRAWN.match(part)) is not None:
                self._shelf.draw(drawn[1], after)
            elif numbers_anew(part):
                self._facts.gaps |= self._facts.numbered(part, after)
            self._follow(schema, after, None, part)
            schema = after
            if may_write(part):
                outcome = self._statement(part, schema)
        return outcome

    def _lay_out(self, name: str, schema: Schema) -> Key | None:
        """Lay a table out that is named by a statement on its next key; return None where it is not known."""
        space, _, own = re.sub(r"[`\"]", "", name).lower().rpartition(".")
        for key, table in schema.tables.items():
            if key[1].lower() == own and (key[0] or space).lower() == space and key not in self._facts.doubts:
                if key not in self._shelf.laid:
                    self._shelf.lay(key, table)
                return key
        return None

    def _number_on(self, found: re.Match[str], schema: Schema) -> bool:
        """Let a column's numbers go on after the largest; return False where it is not known which that is."""
        space, _, name = found[1].replace('"', "").lower().rpartition(".")
        self._lay_out(found[1], schema)
        for (key, column), sequence in self._shelf.sequences.items():
            if (key[0] or space, key[1].lower(), column.lower()) == (space, name, found[2].strip('"').lower()):
                if key in self._facts.doubts or key not in schema.tables:
                    return False
                if found[3].isdigit():
                    self._shelf.set_number(sequence, int(found[3]), schema)
                else:
                    self._shelf.number_after_largest(key, column, sequence)
                self._facts.gaps.discard(key)
                return True
        return False

    def _statement(self, text: str, schema: Schema) -> Outcome:
        try:
            read = reading(text, self.dialect, schema)
        except Untranslatable as error:
            return self._not_understood(text, schema, str(error))
        if read.kind == "select":
            return self._effects(text, read, schema)
        if read.kind == "truncate":
            self._facts.truncate(text, read.tables, schema)
            return Outcome()
        if read.kind == "other":
            known = not read.others and not any(key in self._facts.doubts for key in read.tables)
            if read.empty and known and all(map(self._is_empty, read.tables)):
                return Outcome(0)
            return self._not_understood(text, schema, read.objection)
        return self._change(text, read, schema)

    def _change(self, text: str, read: Reading, schema: Schema) -> Outcome:
        others = set(read.tables) - {read.target}
        objection, done = read.objection, False
        if read.sql is not None:
            try:
                return self._carried_out(read, read.sql, others, schema)
            except Untranslatable as error:
                objection, done = str(error), isinstance(error, Undecided)
        concerned = read.tables | ({read.target} if read.target and read.kind in ("update", "delete") else set())
        if (
            not done
            and read.target in schema.tables
            and read.empty
            and not read.others
            and all(map(self._is_empty, concerned))
        ):
            return self._facts.wrote(schema, read.kind, read.target, others, Outcome(0), compared=False)
        if not done and read.target in schema.tables and self._finds_nothing(read):
            return self._facts.wrote(schema, read.kind, read.target, set(), Outcome(0), compared=False)
        if read.target is not None:
            self._facts.doubt({read.target}, Doubt(f"what was written to it is not known: {objection}"))
            kind = "delete" if read.replaces else read.kind
            self._facts.wrote(schema, kind, read.target, others, Outcome(), compared=False)
            if self._facts.hidden.calls(text):
                self._facts.doubt(self._facts.called(text, schema), Doubt("a routine may have changed it"))
        else:
            self._facts.doubt(mentioned(schema, text), Doubt(f"what was written is not known: {objection}"))
        return Outcome()

    def _finds_nothing(self, read: Reading) -> bool:
        """Return whether an UPDATE, of whatever tables it is, sets columns of an empty one alone."""
        if read.kind != "update" or read.target is None or self.doubt_of(read.target) is not None:
            return False
        own = {read.tree.this.name.lower(), read.tree.this.alias_or_name.lower()}
        named = {part.this.table.lower() for part in read.tree.expressions if type(part.this).__name__ == "Column"}
        whole = all(type(part.this).__name__ == "Column" for part in read.tree.expressions)
        return whole and bool(named) and named <= own and self._is_empty(read.target)

    def _carried_out(self, read: Reading, sql: str, others: set[Key], schema: Schema) -> Outcome:
        """Return what a change gives that SQLite takes; raises Untranslatable where it does not."""
        shelf = self._shelf
        if read.kind == "make" and read.target is not None:
            sql = self._filling(read.target, sql, schema)
        check_made(shelf, read)
        target = schema.tables.get(read.target) if read.target is not None else None
        if read.upserts and target is not None and not shelf.knows_uniques(target):
            raise Untranslatable("what must be unique in it is not known")
        cursor = shelf.run(lambda: shelf.execute(sql), schema)
        answer = returned_answer(shelf, read, cursor) if cursor.description is not None else None
        compared = shelf.marks.compared and read.kind != "insert"
        shelf.marks.compared = False
        verify(shelf, read)
        last = None if read.many and not self.dialect.meaning.native else cursor.lastrowid
        others = others | (shelf.read - {read.target})
        outcome = Outcome(cursor.rowcount, last, answer)
        shelf.settle(set(shelf.wrote))
        done = self._facts.wrote(schema, read.kind, read.target, others, outcome, compared=compared)
        self._facts.note_gaps(read, schema)
        self._facts.check_numbering(read, cursor.rowcount, schema)
        if not self._facts.is_counted(read, schema):
            done.count = None
        return done

    def _filling(self, target: Key, query: str, schema: Schema) -> str:
        table = schema.tables.get(target)
        if table is None or not table.complete:
            raise Untranslatable("its columns are not known")
        if target not in self._shelf.laid:
            self._shelf.lay(target, table)
        return f"INSERT INTO {self._shelf.name(target)} {query}"

    def _not_understood(self, text: str, schema: Schema, objection: str) -> Outcome:
        """Draw the conclusions from a statement that was not understood."""
        if is_system_call(text):
            return Outcome()
        tables = mentioned(schema, text)
        if only_removes(text):
            tables = {key for key in tables if not self._is_empty(key) or key in self._facts.doubts}
        elif not tables:
            self._facts.anywhere("a statement before it may have written rows anywhere")
        if self._facts.hidden.calls(text):
            tables = self._facts.called(text, schema) | tables
        self._facts.doubt(tables, Doubt(f"a statement before it was not understood: {objection}"))
        return Outcome()

    def _effects(self, text: str, read: Reading, schema: Schema) -> Outcome:
        """Run a SELECT for what its functions do, as ``setval`` does."""
        if self._facts.hidden.calls(text):
            self._facts.doubt(self._facts.called(text, schema), Doubt("a routine may have changed it"))
        elif read.checked is None and calls_unknown(read.tree):
            self._facts.anywhere("a function that is not known may have written rows anywhere")
        if read.sql is not None and "setval" in text.lower():
            sql = read.sql
            try:
                self._shelf.run(lambda: self._shelf.execute(sql).fetchall(), schema)
            except Untranslatable:
                pass
            else:
                return Outcome()
            tables = {key for key, table in schema.tables.items() if any(c.autoincrement for c in table.columns)}
            self._facts.doubt(tables & set(self._shelf.laid), Doubt("its keys were set"))
        return Outcome()


def shelf_core(
    shelf: Shelf, element: Any, keys: Sequence[str] | None, values: Mapping[str, Any] | None, schema: Schema
) -> tuple[Answer | None, int, int | None]:
    """Return what a change of rows gives: rows that it returns, their count, the last generated key."""
    result, compiled = shelf.core(element, keys, values, schema)
    answer = None
    if result.cursor is not None and result.cursor.description is not None:
        answer = compiled_answer(shelf, compiled, result.cursor.fetchall(), schema)
    return answer, result.rowcount, result.lastrowid


def _is_plain(element: Any, texts: Sequence[str]) -> bool:
    """Return whether an INSERT has nothing but values."""
    if element.select is not None or element._post_values_clause is not None or element._prefixes:
        return False
    given = list((element._values or {}).values())
    for rows in element._multi_values or ():
        for row in rows:
            given += row.values() if isinstance(row, dict) else row
    plain = (sa.BindParameter, Null)
    if any(isinstance(value, sa.ClauseElement) and not isinstance(value, plain) for value in given):
        return False
    return not any(_QUERY.search(text) for text in texts)


def _raw_text(event: Event) -> str | None:
    operation = event.operation
    if isinstance(operation, Sent) and operation.element is None:
        return operation.text
    if isinstance(operation, Execute):
        if isinstance(operation.statement, str):
            return unescaped(operation.statement)
        if isinstance(operation.statement, TextClause):
            return ";\n".join(event.texts)
        if isinstance(getattr(operation.statement, "statement", None), str):  # sa.DDL
            return ";\n".join(event.texts)
    return None


def _converts(operation: Operation | None) -> bool:
    steps: Iterator[Operation] = iter(operation.operations if isinstance(operation, BatchAlterTable) else [operation] if operation else [])  # fmt: skip
    for step in steps:
        if isinstance(step, AlterColumn) and any(name.endswith("_using") and value for name, value in step.keywords):
            using = next(str(value) for name, value in step.keywords if name.endswith("_using") and value)
            if not re.fullmatch(rf"\(*\"?{re.escape(step.column)}\"?\)*\s*::\s*[\w ()\",]+", using):
                return True
    return False
