"""Words that a server keeps for itself: each is a name where it is quoted."""

from sqlcompile.dialect.load import load_dialect

_SQLITE = """
abort action add after all alter always analyze and as asc attach autoincrement before begin between by
cascade case cast check collate column commit conflict constraint create cross current current_date
current_time current_timestamp database default deferrable deferred delete desc detach distinct do drop each
else end escape except exclude exclusive exists explain fail filter first following for foreign from full
generated glob group groups having if ignore immediate in index indexed initially inner insert instead
intersect into is isnull join key last left like limit match materialized natural no not nothing notnull null
nulls of offset on or order others outer over partition plan pragma preceding primary query raise range
recursive references regexp reindex release rename replace restrict returning right rollback row rows
savepoint select set table temp temporary then ties to transaction trigger unbounded union unique update using
vacuum values view virtual when where window with without
"""
_KNOWN_BY_THE_SERVER = {
    "postgresql": "SELECT word FROM pg_get_keywords()",
    "mariadb": "SELECT word FROM information_schema.keywords WHERE word REGEXP '^[A-Z_]+$'",
}


def test_every_word_of_the_server_can_be_a_name(server):
    quote = load_dialect(server.dialect).quote
    with server.fresh() as database:
        query = _KNOWN_BY_THE_SERVER.get(server.dialect)
        words = [row[0].lower() for row in database.query(query)] if query else _SQLITE.split()
        columns = ", ".join(f"{quote(word)} INTEGER" for word in words)
        done = database.run_script(f"CREATE TABLE words ({columns});\n")
        assert done.returncode == 0, done.stderr
