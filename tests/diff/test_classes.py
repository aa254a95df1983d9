"""The class of each operation on pairs of databases, and the facts that stand between them.

Each case is an operation as a script writes it, with pairs of databases; for a pair the class, and after a colon
the keys of all facts that differ. What the facts say is shown on servers in test_behaviour.py.
"""

import pytest

from sqlcompile.dialect.facts import KEYS
from tests.diff.comparing import diff_of, facts_of
from tests.projects import Project

BEFORE = """
op.create_table("o", sa.Column("id", sa.Integer, primary_key=True))
op.create_table(
    "t",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("a", sa.Integer),
    sa.Column("b", sa.Integer),
    sa.Column("s", sa.String(20)),
    sa.Column("big", sa.Text),
)
"""

NEW = {
    "op.create_table('t', sa.Column('c', sa.Boolean))": {
        "postgresql mysql": "meaning: boolean",
        "postgresql mariadb": "meaning: boolean",
        "postgresql sqlite": "meaning: boolean",
        "postgresql mssql": "meaning: boolean",
        "postgresql oracle": "meaning: boolean",
        "postgresql oracle@23": "same",
        "mysql mariadb": "same",
        "mysql mssql": "meaning: boolean",
        "mysql oracle": "meaning: boolean",
    },
    "op.create_table('t', sa.Column('c', sa.SmallInteger))": {
        "postgresql mariadb": "same",
        "postgresql mssql": "spelling",
        "postgresql sqlite": "meaning: integer-range",
        "postgresql oracle": "meaning: integer-range",
    },
    "op.create_table('t', sa.Column('c', sa.Integer))": {
        "postgresql mysql": "same",
        "postgresql mssql": "spelling",
        "postgresql sqlite": "meaning: integer-range",
        "postgresql oracle": "meaning: integer-range",
        "mysql mariadb": "same",
        "mariadb sqlite": "meaning: integer-range",
    },
    "op.create_table('t', sa.Column('c', sa.BigInteger))": {
        "postgresql mariadb": "same",
        "postgresql oracle": "meaning: integer-range",
        "mssql oracle": "meaning: integer-range",
    },
    "op.create_table('t', sa.Column('c', sa.Float))": {
        "postgresql mariadb": "meaning: float-precision",
        "postgresql sqlite": "meaning: float-precision",
        "postgresql mssql": "meaning: float-precision",
        "mysql mariadb": "same",
    },
    "op.create_table('t', sa.Column('c', sa.Double))": {
        "postgresql mysql": "meaning: float-precision",
        "mysql mssql": "spelling",
    },
    "op.create_table('t', sa.Column('c', sa.REAL))": {
        "postgresql mariadb": "meaning: float-precision",
        "postgresql mssql": "meaning: float-precision",
    },
    "op.create_table('t', sa.Column('c', sa.Numeric))": {
        "postgresql mariadb": "meaning: number-precision",
        "postgresql sqlite": "meaning: number-precision",
        "postgresql mssql": "meaning: number-precision",
        "postgresql oracle": "meaning: number-precision",
        "mysql mssql": "meaning: number-precision",
    },
    "op.create_table('t', sa.Column('c', sa.Numeric(10, 2)))": {
        "postgresql mysql": "same",
        "postgresql oracle": "same",
        "postgresql sqlite": "meaning: number-precision",
        "postgresql mssql": "spelling",
    },
    "op.create_table('t', sa.Column('c', sa.String(50)))": {
        "postgresql mysql": "meaning: text-comparison",
        "postgresql mariadb": "meaning: text-comparison",
        "postgresql sqlite": "meaning: text-length",
        "postgresql mssql": "meaning: text-comparison text-encoding text-length",
        "postgresql oracle": "meaning: empty-text",
        "mysql mariadb": "meaning: text-comparison",
        "mysql@5.7 mariadb": "same",
        "mysql@5.7 mysql": "meaning: text-comparison",
        "mssql oracle": "meaning: empty-text text-comparison text-encoding text-length",
    },
    "op.create_table('t', sa.Column('c', sa.Unicode(50)))": {
        "postgresql mssql": "meaning: text-comparison text-length"
    },
    "op.create_table('t', sa.Column('c', sa.String))": {
        "postgresql mysql": "impossible",
        "postgresql sqlite": "meaning: text-size",
    },
    "op.create_table('t', sa.Column('c', sa.Text))": {
        "postgresql mariadb": "meaning: text-comparison text-size",
        "postgresql sqlite": "meaning: text-size",
        "postgresql mssql": "meaning: text-comparison text-encoding text-size",
        "postgresql oracle": "meaning: empty-text text-size",
    },
    "op.create_table('t', sa.Column('c', sa.CHAR(5)))": {
        "postgresql mariadb": "meaning: text-comparison text-padding",
        "postgresql sqlite": "meaning: text-comparison text-length text-padding",
        "postgresql oracle": "meaning: empty-text text-length",
    },
    "op.create_table('t', sa.Column('c', sa.CHAR))": {"postgresql mariadb": "meaning: text-comparison text-padding"},
    "op.create_table('t', sa.Column('c', sa.String(50, collation='utf8mb4_bin')))": {
        "mysql mariadb": "same",
        "mysql@5.7 mysql": "same",
    },
    "op.create_table('t', sa.Column('c', sa.String(50, collation='utf8mb4_general_ci')))": {
        "mysql mariadb": "meaning: text-comparison"
    },
    "op.create_table('t', sa.Column('c', sa.String(50).with_variant(sa.String(50, collation='NOCASE'), 'sqlite')))": {
        "postgresql sqlite": "meaning: text-comparison text-length"
    },
    "op.create_table('t', sa.Column('c', sa.String(50).with_variant(sa.String(50, collation='utf8mb4_bin'), 'mysql', 'mariadb')))": {
        "postgresql mysql": "meaning: text-comparison"
    },
    "op.create_table('t', sa.Column('c', sa.LargeBinary))": {
        "postgresql mariadb": "meaning: binary-size",
        "postgresql sqlite": "meaning: binary-size",
        "postgresql mssql": "meaning: binary-size",
    },
    "op.create_table('t', sa.Column('c', sa.LargeBinary(100)))": {"postgresql mariadb": "meaning: binary-size"},
    "op.create_table('t', sa.Column('c', sa.Date))": {
        "postgresql mariadb": "meaning: time-range",
        "postgresql sqlite": "meaning: date time-range",
        "postgresql oracle": "meaning: date time-range",
        "mysql mariadb": "same",
    },
    "op.create_table('t', sa.Column('c', sa.DateTime))": {
        "postgresql mariadb": "meaning: time-fraction time-range",
        "postgresql sqlite": "meaning: time-fraction time-range time-zone",
        "postgresql mssql": "meaning: time-fraction time-range",
        "postgresql oracle": "meaning: time-fraction time-range",
        "mysql mariadb": "same",
    },
    "op.create_table('t', sa.Column('c', sa.DateTime(timezone=True)))": {
        "postgresql mariadb": "meaning: time-fraction time-range time-zone",
        "postgresql mssql": "meaning: time-fraction time-range time-zone",
        "postgresql oracle": "meaning: time-fraction time-range time-zone",
    },
    "op.create_table('t', sa.Column('c', sa.TIMESTAMP))": {
        "postgresql mariadb": "meaning: time-fraction time-range time-zone",
        "postgresql oracle": "meaning: time-range",
    },
    "op.create_table('t', sa.Column('c', sa.TIMESTAMP(timezone=True)))": {
        "postgresql mariadb": "meaning: time-fraction time-range",
        "postgresql oracle": "meaning: time-range time-zone",
    },
    "op.create_table('t', sa.Column('c', sa.Time))": {
        "postgresql mariadb": "meaning: time-fraction time-range",
        "postgresql sqlite": "meaning: time-fraction time-range time-zone",
        "postgresql oracle": "impossible",
    },
    "op.create_table('t', sa.Column('c', sa.Interval))": {
        "postgresql mariadb": "meaning: interval",
        "postgresql oracle": "meaning: interval",
    },
    "from sqlalchemy.dialects.mysql import DATETIME\nop.create_table('t', sa.Column('c', sa.DateTime().with_variant(DATETIME(fsp=6), 'mysql', 'mariadb')))": {
        "postgresql mariadb": "meaning: time-range",
        "mysql mariadb": "same",
    },
    "op.create_table('t', sa.Column('c', sa.JSON))": {
        "postgresql mysql": "meaning: json",
        "postgresql mariadb": "same",
        "postgresql sqlite": "meaning: json",
        "mysql mariadb": "meaning: json",
        "postgresql oracle": "meaning: json",
        "mariadb@10.3 mariadb": "meaning: json",
    },
    "op.create_table('t', sa.Column('c', sa.Uuid))": {
        "postgresql mysql": "meaning: uuid",
        "postgresql mariadb": "meaning: uuid",
        "postgresql sqlite": "meaning: uuid",
        "postgresql mssql": "meaning: uuid",
    },
    "op.create_table('t', sa.Column('c', sa.Enum('a', 'b', name='e')))": {
        "postgresql mariadb": "meaning: enum",
        "postgresql sqlite": "meaning: enum text-length",
        "mysql mariadb": "same",
        "postgresql oracle": "meaning: enum text-length",
    },
    "op.create_table('t', sa.Column('c', sa.Enum('a', 'b', name='e', native_enum=False, create_constraint=True)))": {
        "mysql@5.7 mysql": "meaning: enum text-comparison",
        "postgresql sqlite": "meaning: text-length",
    },
    "from sqlalchemy.dialects.postgresql import TSVECTOR\nop.create_table('t', sa.Column('c', TSVECTOR))": {
        "postgresql mariadb": "meaning: type"
    },
    "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))": {
        "postgresql mysql": "spelling",
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: integer-range reused-key",
        "postgresql mssql": "spelling",
        "postgresql oracle": "meaning: generated-key integer-range",
        "mysql mariadb": "same",
        "mysql@5.7 mysql": "meaning: reused-key",
    },
    "op.create_table('t', sa.Column('id', sa.BigInteger, primary_key=True))": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: generated-key integer-range",
    },
    "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True, autoincrement=False))": {
        "postgresql mariadb": "same",
        "postgresql sqlite": "meaning: generated-key integer-range",
    },
    "op.create_table('t', sa.Column('id', sa.Integer, sa.Identity(), primary_key=True))": {
        "postgresql mariadb": "spelling",
        "postgresql mssql": "spelling",
        "postgresql oracle": "meaning: integer-range",
    },
    "op.create_table('t', sa.Column('id', sa.Integer, sa.Identity(start=10, increment=5), primary_key=True))": {
        "postgresql mariadb": "meaning: generated-key",
        "postgresql mssql": "spelling",
    },
    "op.create_table('t', sa.Column('id', sa.Integer, sa.Identity(always=True), primary_key=True))": {
        "postgresql mariadb": "meaning: generated-key",
        "postgresql sqlite": "meaning: generated-key integer-range reused-key",
    },
    "op.create_table('t', sa.Column('id', sa.Integer, sa.Sequence('sq'), primary_key=True))": {
        "postgresql mysql": "meaning: generated-key",
        "postgresql mariadb": "same",
        "postgresql mssql": "same",
    },
    "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sqlite_autoincrement=True)": {
        "postgresql sqlite": "meaning: integer-range"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.Column('m', sa.Integer, sa.Computed('n + 1')))": {
        "postgresql mariadb": "spelling"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.Column('m', sa.Integer, sa.Computed('n / 2')))": {
        "postgresql mariadb": "meaning: computed"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.Column('m', sa.Integer, sa.Computed('n + 1', persisted=False)))": {
        "postgresql mariadb": "impossible"
    },
    "op.create_table('t', sa.Column('n', sa.DateTime, server_default=sa.func.now()))": {
        "postgresql mariadb": "meaning: now time-fraction time-range",
        "postgresql sqlite": "meaning: now time-fraction time-range time-zone",
        "mysql mariadb": "same",
    },
    "op.create_table('t', sa.Column('n', sa.Integer, server_default='0'))": {
        "postgresql mysql": "same",
        "postgresql mssql": "spelling",
    },
    "op.create_table('t', sa.Column('n', sa.Boolean, server_default=sa.true()))": {
        "mysql mariadb": "same",
        "postgresql mariadb": "meaning: boolean",
    },
    "op.create_table('t', sa.Column('n', sa.Boolean, server_default='t'))": {
        "postgresql mariadb": "meaning: boolean default"
    },
    "op.create_table('t', sa.Column('n', sa.Integer, server_default=sa.text('random()')))": {
        "postgresql mariadb": "meaning: default"
    },
    "op.create_table('t', sa.Column('n', sa.Integer, server_default=sa.text('1 + 1')))": {
        "postgresql mysql": "spelling"
    },
    "op.create_table('t', sa.Column('n', sa.String(9), server_default=''))": {
        "postgresql oracle": "meaning: default empty-text"
    },
    "op.create_table('t', sa.Column('n', sa.Text, server_default='x'))": {
        "mysql@5.7 mysql": "impossible",
        "mysql mariadb": "meaning: text-comparison",
    },
    "op.create_table('t', sa.Column('n', sa.Integer, comment='why'))": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: comment integer-range",
        "postgresql mssql": "spelling",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), comment='why')": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: comment integer-range",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), mysql_engine='MyISAM')": {
        "postgresql mysql": "meaning: option",
        "mysql mariadb": "same",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), mysql_engine='InnoDB')": {"postgresql mysql": "spelling"},
    "op.create_table('t', sa.Column('s', sa.String(9)), mysql_collate='utf8mb4_bin', mariadb_collate='utf8mb4_bin')": {
        "postgresql mysql": "meaning: text-comparison",
        "postgresql mariadb": "meaning: text-comparison",
    },
    "op.create_table('t', sa.Column('s', sa.String(9)), mysql_charset='latin1')": {
        "postgresql mysql": "meaning: text-comparison text-encoding"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), postgresql_with={'fillfactor': '70'})": {
        "postgresql mariadb": "meaning: option"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), postgresql_partition_by='RANGE (n)')": {
        "postgresql mariadb": "meaning: option"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), prefixes=['TEMPORARY'])": {
        "postgresql mariadb": "same",
        "postgresql mssql": "impossible",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), prefixes=['UNLOGGED'])": {"postgresql mariadb": "impossible"},
    "op.create_table('t', sa.Column('n', sa.Integer), schema='s')": {
        "postgresql mariadb": "meaning: namespace",
        "postgresql mssql": "spelling",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sqlite_strict=True)": {
        "postgresql sqlite": "meaning: integer-range option"
    },
    "op.create_table('t', sa.Column('n', sa.Integer, unique=True))": {
        "postgresql mysql": "same",
        "postgresql mssql": "meaning: unique-nulls",
        "postgresql oracle": "meaning: integer-range",
    },
    "op.create_table('t', sa.Column('n', sa.Integer, unique=True, nullable=False))": {"postgresql mssql": "same"},
    "op.create_table('t', sa.Column('n', sa.Integer), sa.UniqueConstraint('n', name='u', postgresql_nulls_not_distinct=True))": {
        "postgresql mariadb": "meaning: unique-nulls",
        "postgresql mssql": "spelling",
        "postgresql sqlite": "meaning: integer-range unique-nulls",
        "postgresql@14 mariadb": "meaning: unique-nulls",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.Column('m', sa.Integer), sa.UniqueConstraint('n', 'm', name='u'))": {
        "postgresql oracle": "meaning: integer-range unique-nulls",
        "postgresql mssql": "meaning: unique-nulls",
        "postgresql mysql": "same",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.UniqueConstraint('n', name='u', deferrable=True, initially='DEFERRED'))": {
        "postgresql mariadb": "impossible",
        "postgresql oracle": "meaning: integer-range",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.UniqueConstraint('n', name='u', sqlite_on_conflict='IGNORE'))": {
        "postgresql sqlite": "meaning: integer-range option"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.PrimaryKeyConstraint('n', name='p', mssql_clustered=False))": {
        "postgresql mssql": "spelling"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.CheckConstraint('n > 0', name='k'))": {
        "postgresql mysql": "same",
        "mysql@5.7 mysql": "meaning: check",
        "mysql mariadb": "same",
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.CheckConstraint('n / 2 = 1', name='k'))": {
        "postgresql mariadb": "meaning: check"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.CheckConstraint(\"s IN ('a', 'b')\", name='k'), sa.Column('s', sa.Integer))": {
        "postgresql mariadb": "meaning: text-comparison"
    },
    "op.create_table('t', sa.Column('n', sa.Integer), sa.CheckConstraint('n > 0', name='k', postgresql_not_valid=True))": {
        "postgresql mariadb": "meaning: option"
    },
}
"""What is made where there is nothing."""

CHANGES = {
    "op.create_foreign_key('f', 't', 'o', ['a'], ['id'])": {
        "postgresql mariadb": "same",
        "postgresql sqlite": "meaning: foreign-key",
        "postgresql mssql": "same",
    },
    "op.create_foreign_key('f', 't', 't', ['a'], ['id'])": {
        "postgresql mariadb": "meaning: foreign-key",
        "postgresql mssql": "same",
    },
    "op.create_foreign_key('f', 't', 'o', ['a'], ['id'], ondelete='CASCADE', onupdate='CASCADE')": {
        "postgresql mariadb": "same",
        "postgresql oracle": "impossible",
    },
    "op.create_foreign_key('f', 't', 'o', ['a'], ['id'], ondelete='SET DEFAULT')": {
        "postgresql mariadb": "impossible",
        "postgresql mssql": "same",
    },
    "op.create_foreign_key('f', 't', 'o', ['a'], ['id'], ondelete='RESTRICT')": {
        "postgresql mariadb": "same",
        "postgresql mssql": "impossible",
    },
    "op.create_foreign_key('f', 't', 'o', ['a'], ['id'], deferrable=True)": {
        "postgresql mariadb": "impossible",
        "postgresql oracle": "same",
    },
    "op.create_foreign_key('f', 't', 'o', ['a'], ['id'], match='FULL')": {
        "postgresql mariadb": "impossible",
        "postgresql sqlite": "meaning: foreign-key",
    },
    "op.create_index('i', 't', ['a'])": {
        "postgresql mysql": "same",
        "postgresql mariadb": "same",
        "postgresql sqlite": "same",
        "postgresql mssql": "same",
        "postgresql oracle": "same",
    },
    "op.create_index('i', 't', ['a'], unique=True)": {
        "postgresql mariadb": "same",
        "postgresql mssql": "meaning: unique-nulls",
    },
    "op.create_index('i', 't', ['a'], postgresql_where=sa.text('a > 0'), sqlite_where=sa.text('a > 0'))": {
        "postgresql mariadb": "meaning: index-where",
        "postgresql sqlite": "same",
    },
    "op.create_index('i', 't', [sa.text('lower(s)')])": {
        "postgresql mysql": "spelling",
        "postgresql mariadb": "impossible",
        "postgresql sqlite": "meaning: index-columns",
    },
    "op.create_index('i', 't', ['a'], postgresql_include=['b'], mssql_include=['b'])": {
        "postgresql mariadb": "meaning: index-include",
        "postgresql mssql": "same",
    },
    "op.create_index('i', 't', ['a'], postgresql_using='hash')": {"postgresql mariadb": "meaning: index-method"},
    "op.create_index('i', 't', ['a'], postgresql_using='btree')": {"postgresql mariadb": "spelling"},
    "op.create_index('i', 't', ['s'], mysql_length=5)": {
        "postgresql mysql": "meaning: index-columns",
        "mysql mariadb": "same",
    },
    "op.create_index('i', 't', ['s'], postgresql_ops={'s': 'text_pattern_ops'})": {
        "postgresql mariadb": "meaning: index-method"
    },
    "op.create_index('i', 't', ['a'], postgresql_tablespace='x')": {"postgresql mariadb": "meaning: index-method"},
    "op.create_index('i', 't', ['a'], mssql_clustered=True)": {"postgresql mssql": "meaning: index-method"},
    "op.create_index('i', 't', [sa.text('a DESC')])": {
        "postgresql mariadb": "same",
        "mysql@5.7 mysql": "meaning: index-columns",
        "mariadb@10.3 mariadb": "meaning: index-columns",
    },
    "op.create_index('i', 't', ['a'], postgresql_concurrently=True)": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: transaction",
    },
    "op.create_index('i', 't', ['big'])": {"postgresql mariadb": "impossible"},
    "op.create_index('i' * 64, 't', ['a'])": {"mysql postgresql": "impossible"},
    "op.create_unique_constraint('u', 't', ['a'])": {
        "postgresql mysql": "same",
        "postgresql mssql": "meaning: unique-nulls",
    },
    "op.create_check_constraint('k', 't', 'a > 0')": {"postgresql mysql": "same", "mysql mysql@5.7": "meaning: check"},
    "op.create_exclude_constraint('e', 't', ('a', '='))": {"postgresql mariadb": "impossible"},
    "op.create_table_comment('t', 'why')": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: branch comment",
    },
    "op.add_column('t', sa.Column('n', sa.SmallInteger))": {"postgresql mysql": "same", "postgresql mssql": "spelling"},
    "op.add_column('t', sa.Column('n', sa.SmallInteger, nullable=False))": {
        "postgresql mysql": "meaning: implicit-default",
        "postgresql mariadb": "meaning: implicit-default",
        "postgresql mssql": "spelling",
    },
    "op.add_column('t', sa.Column('n', sa.SmallInteger, nullable=False, server_default='0'))": {
        "postgresql mariadb": "spelling"
    },
    "op.drop_column('t', 'b')": {
        "postgresql mysql": "same",
        "postgresql mariadb": "same",
        "postgresql sqlite": "same",
        "postgresql mssql": "same",
    },
    "op.create_index('i', 't', ['a', 'b'])\nop.drop_column('t', 'b')": {
        "postgresql mysql": "meaning: index",
        "postgresql mariadb": "meaning: index",
        "postgresql sqlite": "spelling",
        "postgresql mssql": "spelling",
    },
    "op.alter_column('t', 'a', type_=sa.BigInteger)": {
        "postgresql mysql": "spelling",
        "postgresql mssql": "spelling",
        "postgresql sqlite": "meaning: integer-range",
    },
    "op.alter_column('t', 'a', nullable=False)": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "spelling",
        "postgresql oracle": "spelling",
    },
    "op.alter_column('t', 'a', server_default='5')": {"postgresql mysql": "same", "postgresql mssql": "spelling"},
    "op.alter_column('t', 'a', new_column_name='z')": {
        "postgresql mysql": "spelling",
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "same",
        "postgresql mssql": "spelling",
        "postgresql oracle": "same",
    },
    "op.alter_column('t', 'a', comment='why')": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: branch comment",
    },
    "op.alter_column('t', 's', type_=sa.String(40))": {
        "postgresql mariadb": "spelling",
        "postgresql sqlite": "meaning: text-length",
    },
    "op.rename_table('t', 't2')": {
        "postgresql mysql": "same",
        "postgresql sqlite": "same",
        "postgresql mssql": "spelling",
        "postgresql oracle": "same",
    },
    "op.drop_table('t')": {"postgresql mysql": "same", "postgresql sqlite": "same", "postgresql mssql": "same"},
    "op.create_index('i', 't', ['a'])\nop.drop_index('i', 't')": {"postgresql mysql": "spelling"},
    "op.bulk_insert(sa.table('t', sa.column('a')), [{'a': 1}, {'a': 2}])": {
        "postgresql mysql": "same",
        "postgresql mssql": "same",
    },
    "op.bulk_insert(sa.table('t', sa.column('s')), [{'s': ''}])": {
        "postgresql mariadb": "same",
        "postgresql oracle": "meaning: empty-text",
    },
    "with op.batch_alter_table('t') as batch:\n    batch.add_column(sa.Column('n', sa.SmallInteger))\n    batch.drop_column('b')": {
        "postgresql mysql": "same",
        "postgresql mssql": "spelling",
    },
    "op.execute('UPDATE t SET a = 1')": {
        "postgresql mysql": "same",
        "postgresql sqlite": "same",
        "postgresql oracle": "same",
    },
    "op.execute(\"UPDATE t SET a = 1 WHERE s = 'x'\")": {
        "postgresql mariadb": "meaning: text-comparison",
        "postgresql sqlite": "same",
    },
    "op.execute(\"UPDATE t SET s = s || 'x'\")": {
        "postgresql mariadb": "meaning: raw-sql",
        "postgresql sqlite": "same",
    },
    "op.execute('UPDATE t SET a = b / 2')": {"postgresql mariadb": "meaning: raw-sql"},
    "op.execute('TRUNCATE TABLE t')": {"postgresql sqlite": "meaning: raw-sql", "postgresql mysql": "meaning: raw-sql"},
    "op.execute('DROP TABLE IF EXISTS o')": {"postgresql mariadb": "same", "postgresql oracle": "meaning: raw-sql"},
    "op.execute('UPDATE t SET a = random()')": {"postgresql sqlite": "meaning: raw-sql"},
    "op.execute('UPDATE t SET a = my_own(a)')": {"mysql mariadb": "meaning: raw-sql"},
    "op.execute('CREATE VIEW v AS SELECT a FROM t')": {"postgresql mysql": "same"},
    "op.execute('CREATE SCHEMA x')": {"postgresql sqlite": "meaning: raw-sql"},
    "op.execute(sa.table('t', sa.column('a')).update().values(a=1))": {
        "postgresql mysql": "same",
        "postgresql mssql": "same",
    },
    "op.execute(sa.schema.CreateSequence(sa.Sequence('sq')))": {
        "postgresql mariadb": "same",
        "postgresql mssql": "meaning: sequence",
        "postgresql mysql": "impossible",
    },
    "if op.get_bind().dialect.name == 'postgresql':\n    op.execute('UPDATE t SET a = 1')\n": {
        "postgresql mariadb": "meaning: branch"
    },
    "if op.get_bind().dialect.name == 'postgresql':\n    op.execute('UPDATE t SET a = 1')\nelse:\n    op.execute('UPDATE t SET a = 2')": {
        "postgresql mariadb": "meaning: raw-sql"
    },
    "if op.get_bind().dialect.name == 'postgresql':\n    op.execute('UPDATE t SET a = 1')\nelse:\n    op.execute('update t set a = 1')": {
        "postgresql mariadb": "spelling"
    },
    "if op.get_bind().dialect.name == 'postgresql':\n    op.alter_column('t', 'a', type_=sa.BigInteger)\nelse:\n    op.alter_column('t', 'a', type_=sa.SmallInteger)": {
        "postgresql mariadb": "meaning: integer-range"
    },
    "if op.get_bind().dialect.name == 'postgresql':\n    op.add_column('t', sa.Column('n', sa.Integer))\nelse:\n    op.add_column('t', sa.Column('n', sa.Integer))": {
        "postgresql mysql": "same"
    },
    "op.execute('UPDATE t SET a = b, b = a')": {
        "postgresql mariadb": "meaning: raw-sql",
        "postgresql sqlite": "same",
        "mysql mariadb": "same",
    },
    "op.execute(\"DELETE FROM t WHERE s LIKE 'A%'\")": {
        "postgresql mariadb": "meaning: text-comparison",
        "postgresql sqlite": "meaning: text-comparison",
        "mariadb sqlite": "meaning: text-comparison",
    },
    "op.execute('CREATE UNIQUE INDEX i ON t (a)')": {
        "postgresql mariadb": "same",
        "postgresql mssql": "meaning: unique-nulls",
    },
    "op.alter_column('t', 'a', server_default=sa.text(\"nextval('q')\"))": {
        "postgresql mariadb": "meaning: default",
        "postgresql sqlite": "meaning: default",
    },
    "op.execute('GRANT SELECT ON t TO bob')": {"postgresql mariadb": "meaning: raw-sql"},
    "op.alter_column('t', 'a', type_=sa.BigInteger, existing_nullable=False)": {"postgresql mariadb": "meaning: null"},
}
"""What is done to the tables of ``BEFORE``; of several operations the last one counts."""

CASES = [
    (before, body, *pair.split(), expected)
    for before, table in (("", NEW), (BEFORE, CHANGES))
    for body, pairs in table.items()
    for pair, expected in pairs.items()
]


def test_there_are_enough_cases():
    assert len(CASES) >= 120
    told = {key for *_, expected in CASES for key in expected.partition(": ")[2].split()}
    assert told <= KEYS.keys()
    assert {expected.partition(": ")[0] for *_, expected in CASES} == {"same", "spelling", "meaning", "impossible"}


@pytest.mark.parametrize(
    ("before", "body", "left", "right", "expected"),
    CASES,
    ids=[f"{left} {right} {body.splitlines()[-1]}" for _, body, left, right, _ in CASES],
)
def test_class(tmp_path, before, body, left, right, expected):
    project = Project(tmp_path)
    if before:
        project.revision("a1", before)
    project.revision("b1", body)
    found = diff_of(project, left, right, range_text="a1:b1" if before else "base:b1")
    cell = found.parts[-1].rows[-1].cells[1]
    facts = " ".join(facts_of(cell))
    assert (f"{cell.kind}: {facts}" if facts else cell.kind) == expected, cell
