"""What a migration is answered, compared with what the real database answers to the same code."""

import pytest

from tests.projects import Project

HEAD = """
import datetime as dt, decimal, uuid
from sqlalchemy.orm import Session, declarative_base, relationship
Base = declarative_base()

class Person(Base):
    __tablename__ = "person"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40))
    active = sa.Column(sa.Boolean, server_default=sa.true())
    born = sa.Column(sa.DateTime)
    day = sa.Column(sa.Date)
    price = sa.Column(sa.Numeric(8, 2), server_default="1.50")
    extra = sa.Column(sa.JSON)
    token = sa.Column(sa.Uuid)
    made_at = sa.Column(sa.DateTime, server_default=sa.func.now())
    pets = relationship("Pet", back_populates="owner", order_by="Pet.id")

class Pet(Base):
    __tablename__ = "pet"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40), unique=True)
    person_id = sa.Column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    owner = relationship("Person", back_populates="pets")

class Tag(Base):
    __tablename__ = "tag"
    name = sa.Column(sa.String(40), primary_key=True)
    size = sa.Column(sa.Integer, default=7)
    pet_id = sa.Column(sa.ForeignKey("pet.id", ondelete="SET NULL"))

person, pet, tag = Person.__table__, Pet.__table__, Tag.__table__

def rows(statement, *args):
    return [tuple(row) for row in bind.execute(statement, *args)]

def people():
    bind.execute(person.insert(), [
        {"name": "Ann", "active": True, "born": dt.datetime(2020, 1, 2, 3, 4, 5), "day": dt.date(2020, 1, 2),
         "price": decimal.Decimal("10.25"), "extra": {"a": [1, None]}, "token": uuid.UUID(int=5)},
        {"name": "bob", "active": False, "born": None, "day": None, "price": None, "extra": None, "token": None},
    ])
"""

BODIES = {
    "nothing": "answers = [rows(sa.select(person)), bind.execute(sa.text('SELECT * FROM pet')).fetchall(),"
    " bind.scalar(sa.select(sa.func.count()).select_from(tag)), bind.execute(sa.select(pet.c.id)).scalar(),"
    " bind.scalar(sa.text('SELECT max(id) FROM person'))]",
    "one": "answers = [bind.scalar(sa.text('SELECT 1')), rows(sa.select(sa.literal('x')))]",
    "types": "people()\n"
    "answers = rows(sa.select(person.c.id, person.c.name, person.c.active, person.c.born, person.c.day,"
    " person.c.price, person.c.extra, person.c.token).order_by(person.c.id))",
    "types by text": "people()\nanswers = [tuple(r) for r in bind.execute(sa.text("
    "'SELECT id, name, active, born, day, price FROM person ORDER BY id'))]",
    "json by text": "people()\nanswers = rows(sa.text('SELECT extra FROM person WHERE extra IS NOT NULL AND id = 1'))",
    "a table without types": "people()\nt = sa.table('person', sa.column('id'), sa.column('active'), sa.column('day'))\n"
    "answers = rows(sa.select(t).order_by(t.c.id))",
    "defaults": "bind.execute(person.insert().values(name='x'))\n"
    "answers = rows(sa.select(person.c.id, person.c.active, person.c.price, person.c.made_at != None))",
    "update": "people()\nr = bind.execute(person.update().where(person.c.name == 'Ann').values(name='Eve'))\n"
    "answers = [r.rowcount, rows(sa.select(person.c.name).order_by(person.c.id))]",
    "update by text": "people()\nr = bind.execute(sa.text(\"UPDATE person SET name = name || '!' WHERE id = :i\"), {'i': 2})\n"
    "answers = [r.rowcount, rows(sa.text('SELECT name FROM person ORDER BY id'))]",
    "delete": "people()\nr = bind.execute(sa.text('DELETE FROM person WHERE id > 1'))\n"
    "answers = [r.rowcount, bind.scalar(sa.text('SELECT count(*) FROM person'))]",
    "keys go on": "people()\nbind.execute(person.delete().where(person.c.id == 2))\n"
    "r = bind.execute(person.insert().values(name='c'))\n"
    "answers = [r.inserted_primary_key[0], rows(sa.select(person.c.id).order_by(person.c.id))]",
    "keys of one's own": "r = [bind.execute(person.insert().values(name=n)).inserted_primary_key[0] for n in 'ab']\n"
    "bind.execute(pet.insert().values(name='p', person_id=r[1]))\n"
    "answers = [r, rows(sa.select(pet.c.id, pet.c.person_id))]",
    "insert from select": "people()\n"
    "bind.execute(pet.insert().from_select(['name', 'person_id'], sa.select(person.c.name, person.c.id)))\n"
    'bind.execute(sa.text("INSERT INTO tag (name, size) SELECT name, id FROM person WHERE id = 1"))\n'
    "answers = [rows(sa.select(pet).order_by(pet.c.person_id)), rows(sa.select(tag))]",
    "cascade": "people()\nbind.execute(pet.insert(), [{'name': 'x', 'person_id': 1}, {'name': 'y', 'person_id': 2}])\n"
    "bind.execute(tag.insert(), [{'name': 't', 'pet_id': 1}])\n"
    "bind.execute(person.delete().where(person.c.id == 1))\n"
    "answers = [rows(sa.select(pet.c.name)), rows(sa.select(tag.c.name, tag.c.pet_id))]",
    "columns come and go": "people()\nop.add_column('person', sa.Column('rank', sa.Integer, server_default='3'))\n"
    "op.add_column('person', sa.Column('note', sa.String(10)))\n"
    "bind.execute(sa.text(\"UPDATE person SET note = 'n' WHERE id = 1\"))\n"
    "op.alter_column('person', 'note', new_column_name='remark', existing_type=sa.String(10))\n"
    "op.drop_column('person', 'price')\n"
    "answers = rows(sa.text('SELECT id, name, \"rank\", remark FROM person ORDER BY id'.replace('\"', Q)))",
    "a table is renamed": "people()\nop.drop_table('tag')\nop.drop_table('pet')\nop.rename_table('person', 'people')\n"
    "answers = rows(sa.text('SELECT id, name FROM people ORDER BY id'))",
    "a table as a query gives it": "people()\nop.execute('CREATE TABLE copied AS SELECT id, name FROM person WHERE id > 1')\n"
    "answers = rows(sa.text('SELECT * FROM copied'))",
    "joins and groups": "people()\nbind.execute(pet.insert(), [{'name': 'x', 'person_id': 1}, {'name': 'y', 'person_id': 1}])\n"
    "answers = [rows(sa.select(person.c.name, sa.func.count(pet.c.id)).join_from(person, pet, isouter=True)"
    ".group_by(person.c.name).order_by(person.c.name.desc())),"
    " rows(sa.text('SELECT p.name, t.name FROM person p JOIN pet t ON t.person_id = p.id ORDER BY t.name')),"
    " rows(sa.text('WITH x AS (SELECT name FROM pet) SELECT count(*) FROM x'))]",
    "a session": "s = Session(bind=bind)\n"
    "s.add(Person(name='a', pets=[Pet(name='x'), Pet(name='y')]))\ns.commit()\n"
    "p = s.query(Person).filter_by(name='a').one()\np.name = 'b'\ns.flush()\n"
    "s.delete(p.pets[0])\ns.commit()\n"
    "answers = [(p.id, p.name, [(t.id, t.name) for t in p.pets], p.active, p.price), s.query(Pet).count(),"
    " s.get(Person, 1) is p, s.query(Person.name).all()[0][0], s.scalars(sa.select(Pet.name)).all()]\ns.close()",
    "a session in bulk": "s = Session(bind=bind)\n"
    "s.bulk_save_objects([Person(name=n) for n in 'abc'])\ns.bulk_insert_mappings(Pet, [{'name': 'z', 'person_id': 1}])\n"
    "n = s.query(Person).filter(Person.name != 'a').update({'active': False})\n"
    "m = s.query(Person).filter(Person.name == 'c').delete()\ns.commit()\n"
    "answers = [n, m, [(p.id, p.name, p.active) for p in s.query(Person).order_by(Person.id).yield_per(1)],"
    " s.execute(sa.select(Pet.name).where(Pet.person_id.in_([1, 2]))).all()[0][0]]\ns.close()",
    "a savepoint": "people()\n"
    "try:\n    with bind.begin_nested():\n        bind.execute(person.delete())\n        n = bind.scalar(sa.text('SELECT count(*) FROM person'))\n        raise KeyError\n"
    "except KeyError:\n    pass\n"
    "answers = [n, bind.scalar(sa.text('SELECT count(*) FROM person'))]",
    "a loop until nothing is left": "people()\nn = 0\nfirst = sa.text("
    "'DELETE FROM person WHERE id = (SELECT m FROM (SELECT min(id) AS m FROM person) AS q)')\n"
    "while bind.execute(first).rowcount:\n    n += 1\nanswers = [n]",
    "bulk_insert": "op.bulk_insert(person, [{'name': 'a', 'active': False}, {'name': 'b', 'active': True}])\n"
    "op.bulk_insert(sa.table('tag', sa.column('name'), sa.column('size')), [{'name': 'x', 'size': 1}])\n"
    "op.execute(tag.update().where(tag.c.name == 'x').values(size=2))\n"
    "op.execute(\"INSERT INTO tag (name, size) VALUES ('it''s', -1), ('%', NULL)\")\n"
    "answers = [rows(sa.select(person.c.name, person.c.active).order_by(person.c.name)), sorted(rows(sa.select(tag.c.size, tag.c.name)), key=str)]",
    "functions": 'people()\nanswers = rows(sa.text("SELECT upper(name), lower(name), coalesce(price, 0) > 1, length(name),'
    " substr(name, 2, 1), CASE WHEN id = 1 THEN 'one' ELSE 'more' END FROM person ORDER BY id\"))",
    "in, exists, between": "people()\nanswers = [rows(sa.select(person.c.id).where(person.c.id.in_([1, 5]))),"
    " rows(sa.text('SELECT id FROM person WHERE EXISTS (SELECT 1 FROM pet) OR id BETWEEN 2 AND 3')),"
    " rows(sa.select(person.c.id).where(person.c.name.is_(None)))]",
    "truncated": "people()\nop.execute('DELETE FROM person')\nanswers = rows(sa.text('SELECT id FROM person'))",
    "case": "people()\nanswers = [rows(sa.select(person.c.id).where(person.c.name == 'ANN')),"
    " rows(sa.text(\"SELECT id FROM person WHERE name LIKE 'B%'\"))]",
}


def _online(body, server):
    import sqlalchemy as sa

    with server.fresh() as database:
        engine = database.engine()
        with engine.connect() as bind:
            from alembic.migration import MigrationContext
            from alembic.operations import Operations

            op = Operations(MigrationContext.configure(bind))
            names = {"sa": sa, "bind": bind, "op": op, "Q": bind.dialect.identifier_preparer.initial_quote}
            exec(f"{HEAD}\nBase.metadata.create_all(bind)\n{body}", names)
            return names["answers"]


def _offline(body, dialect, tmp_path):
    project = Project(tmp_path)
    heard = []
    import builtins

    builtins.heard = heard  # how the migration hands its answers over
    try:
        names = "global bind\nbind = op.get_bind()\nQ = bind.dialect.identifier_preparer.initial_quote\n"
        project.revision("a1", f"{names}Base.metadata.create_all(bind)\n{body}\nheard.append(answers)", head=HEAD)
        project.statements(dialect)
    finally:
        del builtins.heard
    return heard[-1]


@pytest.mark.parametrize("name", BODIES)
def test_answers_are_those_of_the_real_database(name, server, tmp_path):
    body = BODIES[name]
    if server.dialect == "mariadb":
        body = body.replace("name || '!'", "concat(name, '!')")
    assert _offline(body, server.dialect, tmp_path) == _online(body, server)
