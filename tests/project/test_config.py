import sys
from pathlib import Path

import pytest

from sqlcompile.errors import ConfigError
from sqlcompile.project.config import load_config


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "migrations" / "versions").mkdir(parents=True)
    return tmp_path


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


INI = "[alembic]\nscript_location = %(here)s/migrations\n"


def test_an_empty_folder_has_no_settings(tmp_path):
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "sqlcompile init" in caught.value.hint


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ConfigError, match="is not a folder"):
        load_config(tmp_path / "nowhere")


def test_the_parents_are_not_searched(folder):
    write(folder, "alembic.ini", INI)
    with pytest.raises(ConfigError, match="no settings"):
        load_config(folder / "migrations")


def test_the_current_folder_is_the_default(folder, monkeypatch):
    write(folder, "sqlcompile.toml", "")
    monkeypatch.chdir(folder)
    assert load_config().root == folder


def test_defaults(folder):
    write(folder, "sqlcompile.toml", 'script_location = "migrations"\n')
    config = load_config(folder)
    assert config.kind == "sqlcompile"
    assert config.path == folder / "sqlcompile.toml"
    assert config.root == folder
    assert config.script_location == folder / "migrations"
    assert config.version_locations == (folder / "migrations" / "versions",)
    assert config.version_table == "alembic_version"
    assert config.version_table_pk
    assert config.mode == "strict"
    assert config.lock_timeout is None
    assert config.env
    assert config.transaction is None
    assert config.prepend_sys_path == (folder,)
    assert dict(config.options) == {}


def test_the_order_of_the_files(folder):
    files = [
        ("pyproject.toml", '[tool.alembic]\nscript_location = "migrations"\n', "pyproject.toml", "alembic"),
        ("alembic.ini", INI, "alembic.ini", "alembic"),
        (
            "pyproject.toml",
            '[tool.alembic]\nscript_location = "x"\n[tool.sqlcompile]\nscript_location = "migrations"\n',
            "pyproject.toml",
            "sqlcompile",
        ),
        ("sqlcompile.toml", 'script_location = "migrations"\n', "sqlcompile.toml", "sqlcompile"),
    ]
    for name, text, found, kind in files:
        write(folder, name, text)
        config = load_config(folder)
        assert (config.path.name, config.kind) == (found, kind)


@pytest.mark.parametrize("name", ["other.ini", "other.toml", "alembic.conf"])
def test_a_named_file(folder, name):
    write(folder, "sqlcompile.toml", 'script_location = "nowhere"\n')
    text = 'script_location = "migrations"\n' if name.endswith(".toml") else INI
    path = write(folder, name, text)
    assert load_config(folder, Path(name)).path == path
    assert load_config(None, path).path == path


def test_a_named_pyproject_of_alembic(folder):
    write(folder, "sqlcompile.toml", 'script_location = "nowhere"\n')
    path = write(folder, "pyproject.toml", '[tool.alembic]\nscript_location = "migrations"\n')
    assert load_config(None, path).kind == "alembic"
    write(folder, "pyproject.toml", "[tool.other]\n")
    with pytest.raises(ConfigError, match=r"neither \[tool.sqlcompile\] nor \[tool.alembic\]"):
        load_config(None, path)


def test_a_named_file_that_is_not_there(folder):
    with pytest.raises(ConfigError, match="There is no file"):
        load_config(folder, Path("nope.ini"))


def test_every_native_setting(folder):
    write(folder, "more/b.txt", "")
    write(
        folder,
        "pyproject.toml",
        """
[tool.sqlcompile]
script_location = "migrations"
version_locations = ["migrations/versions", "more"]
recursive_version_locations = true
dialects = ["postgresql@14", "oracle"]
version_table = "v"
version_table_schema = "s"
version_table_pk = false
target_metadata = "app.models:metadata"
file_template = "%(rev)s"
truncate_slug_length = 10
timezone = "UTC"
transaction = "revision"
mode = "idempotent"
client = "plain"
lock_timeout = "500ms"
statement_timeout = 90
audit_table = "applied"
prepend_sys_path = ["src", "."]
env = false
output_encoding = "latin-1"
sourceless = true
strict_types = true

[tool.sqlcompile.types.mysql]
JSONB = "LONGTEXT"

[tool.sqlcompile.naming_convention]
pk = "pk_%(table_name)s"
""",
    )
    config = load_config(folder)
    assert config.version_locations == (folder / "migrations" / "versions", folder / "more")
    assert config.recursive_version_locations
    assert config.dialects == ("postgresql@14", "oracle")
    assert (config.version_table, config.version_table_schema, config.version_table_pk) == ("v", "s", False)
    assert config.target_metadata == ("app.models:metadata",)
    assert config.file_template == "%(rev)s"
    assert config.truncate_slug_length == 10
    assert config.timezone == "UTC"
    assert config.transaction == "revision"
    assert (config.mode, config.client, config.audit_table) == ("idempotent", "plain", "applied")
    assert (config.lock_timeout, config.statement_timeout) == (0.5, 90.0)
    assert config.prepend_sys_path == (folder / "src", folder)
    assert not config.env
    assert config.output_encoding == "latin-1"
    assert config.sourceless
    assert (config.strict_types, config.types) == (True, {"mysql": {"JSONB": "LONGTEXT"}})
    assert config.types["mysql"]["JSONB"].location.line == 27
    assert config.naming_convention == {"pk": "pk_%(table_name)s"}


def test_settings_beside_an_alembic_project_add_to_it(folder):
    write(folder, "alembic.ini", INI + "sqlalchemy.url = mysql://u@h/d\nfile_template = %%(rev)s\n")
    write(folder, "pyproject.toml", '[tool.sqlcompile]\ndialects = "oracle"\n')
    config = load_config(folder)
    assert config.kind == "alembic"
    assert config.dialects == ("oracle",)
    assert config.sqlalchemy_url == "mysql://u@h/d"
    assert config.file_template == "%(rev)s"
    assert config.version_locations == (folder / "migrations" / "versions",)


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("dialcets = []", "no setting `dialcets`", "Did you mean `dialects`?"),
        ("zzz = 1", "no setting `zzz`", "The settings are script_location"),
        ("env = 'no'", '`env` takes true or false, not "no"', None),
        ("mode = 1", '`mode` takes "strict", "idempotent" or "plain", not 1', None),
        ("lock_timeout = 'x'", '`lock_timeout` takes a time such as "5s", "500ms" or "2min", not "x"', None),
        ("lock_timeout = true", "`lock_timeout` takes a time", None),
        ("transaction = 'some'", '`transaction` takes "all", "revision" or "none", not "some"', None),
        ("dialects = [1]", "`dialects` takes a string or a list of strings", None),
        ("truncate_slug_length = 0", "`truncate_slug_length` takes a whole number above 0", None),
        ("truncate_slug_length = true", "whole number above 0, not true", None),
        ("version_table = ''", "`version_table` takes a string that is not empty", None),
        ("naming_convention = 'x'", "`naming_convention` takes a table of strings", None),
    ],
)
@pytest.mark.parametrize("header", ["", "[tool.sqlcompile]\n"])
def test_native_settings_that_do_not_fit(folder, line, message, hint, header):
    path = write(folder, "pyproject.toml" if header else "sqlcompile.toml", f"{header}\n{line}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(folder)
    assert message in str(caught.value)
    assert caught.value.location.path == path
    assert caught.value.location.line == (3 if header else 2)
    assert hint is None or hint in caught.value.hint


def test_toml_that_does_not_parse(folder):
    write(folder, "sqlcompile.toml", "a = 1\nb = \n")
    with pytest.raises(ConfigError, match="This is not TOML") as caught:
        load_config(folder)
    assert caught.value.location.line == 2


def test_a_table_that_is_not_one(folder):
    write(folder, "pyproject.toml", "[tool]\nsqlcompile = 1\n")
    with pytest.raises(ConfigError, match="`sqlcompile` must be a table"):
        load_config(folder)


def test_settings_that_are_not_utf8(folder):
    (folder / "sqlcompile.toml").write_bytes(b"a = '\xff'")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_config(folder)


def test_a_script_location_that_is_not_there(folder):
    write(folder, "sqlcompile.toml", 'script_location = "nowhere"\n')
    with pytest.raises(ConfigError, match="nowhere is not a folder"):
        load_config(folder)


def test_sections_are_alembic_s_alone(folder):
    write(folder, "sqlcompile.toml", 'script_location = "migrations"\n')
    with pytest.raises(ConfigError, match="names a section"):
        load_config(folder, section="billing")


# --- alembic.ini ---


def test_every_documented_key(folder):
    path = write(
        folder,
        "alembic.ini",
        """[alembic]
script_location = %(here)s/migrations
file_template = %%(year)d_%%(rev)s
timezone = Europe/Berlin
truncate_slug_length = 12
sourceless = true
recursive_version_locations = true
output_encoding = latin-1
prepend_sys_path = .
path_separator = :
version_locations = %(here)s/a:%(here)s/b
sqlalchemy.url = postgresql+psycopg://u:p@h/d
""",
    )
    config = load_config(folder)
    assert config.path == path
    assert config.file_template == "%(year)d_%(rev)s"
    assert config.timezone == "Europe/Berlin"
    assert config.truncate_slug_length == 12
    assert config.sourceless
    assert config.recursive_version_locations
    assert config.output_encoding == "latin-1"
    assert config.prepend_sys_path == (folder,)
    assert config.version_locations == (folder / "a", folder / "b")
    assert config.sqlalchemy_url == "postgresql+psycopg://u:p@h/d"
    assert config.options["script_location"] == "%(here)s/migrations"
    assert config.options["here"] == folder.as_posix()


@pytest.mark.parametrize(
    "setting",
    [
        "version_locations = a b",
        "version_locations = a, b",
        "version_locations = a,b",
        "path_separator = os\nversion_locations = a:b",
        "path_separator = ;\nversion_locations = a;b",
        "path_separator = ;\nversion_locations = a ; b ;",
        "path_separator = space\nversion_locations = a b",
        "path_separator = newline\nversion_locations = a\n  b",
        "version_path_separator = :\nversion_locations = a:b",
        "version_path_separator = ;\npath_separator = :\nversion_locations = a:b",
    ],
)
def test_lists_of_folders_are_split_as_alembic_splits_them(folder, setting):
    from alembic.config import Config as Peer

    path = write(folder, "alembic.ini", f"{INI}{setting}\n")
    config = load_config(folder)
    assert config.version_locations == (folder / "a", folder / "b")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = Peer(str(path)).get_version_locations_list()
    assert [name for name in peer if name] == ["a", "b"]


def test_a_separator_that_nothing_uses_may_say_anything(folder):
    # the line that Alembic's own templates had for years
    write(folder, "alembic.ini", f"{INI}version_path_separator = os  # Use os.pathsep.\nprepend_sys_path = .\n")
    assert load_config(folder).version_locations == (folder / "migrations" / "versions",)


@pytest.mark.parametrize("text", ["src lib", "src,lib", "src:lib", "src, lib"])
def test_prepend_sys_path_the_old_way(folder, text):
    write(folder, "alembic.ini", f"{INI}prepend_sys_path = {text}\n")
    assert load_config(folder).prepend_sys_path == (folder / "src", folder / "lib")


def test_a_url_with_names_that_nobody_knows(folder):
    write(folder, "alembic.ini", f"{INI}sqlalchemy.url = postgresql://%(DB_USER)s@h/%d\n")
    assert load_config(folder).sqlalchemy_url == "postgresql://%(DB_USER)s@h/%d"


def test_a_file_template_that_nobody_escaped(folder):
    write(folder, "alembic.ini", f"{INI}file_template = %(rev)s_%(slug)s\n")
    assert load_config(folder).file_template == "%(rev)s_%(slug)s"


def test_another_section(folder):
    write(folder, "alembic.ini", f"{INI}[billing]\nscript_location = billing\n")
    (folder / "billing").mkdir()
    config = load_config(folder, section="billing")
    assert config.script_location == folder / "billing"
    assert config.section == "billing"


def test_a_default_section_is_inherited(folder):
    write(folder, "alembic.ini", "[DEFAULT]\nwhere = migrations\n[alembic]\nscript_location = %(where)s\n")
    assert load_config(folder).script_location == folder / "migrations"


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("[alembic]\n", "no `script_location`", None),
        ("[other]\n", r"no section \[alembic\]", None),
        ("x = 1\n", "before the first", 1),
        ("[alembic]\nnonsense\n", "neither", 2),
        (f"{INI}script_location = x\n", "is there twice", 3),
        ("[alembic]\nscript_location = %(nope)s/x\n", "names no value", 2),
        (f"{INI}truncate_slug_length = many\n", "whole number above 0", 3),
        (f"{INI}sourceless = maybe\n", "takes true or false", 3),
        (f"{INI}path_separator = comma\nversion_locations = a\n", "`path_separator` takes one of", 3),
        ("[alembic]\nscript_location = no_such_package:x\n", "which is not installed", 2),
    ],
)
def test_ini_files_that_do_not_fit(tmp_path, text, message, line):
    path = write(tmp_path, "alembic.ini", text)
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(tmp_path)
    assert caught.value.location.path == path
    assert caught.value.location.line == line


def test_an_ini_that_lies_in_the_script_location(tmp_path):
    write(tmp_path, "migrations/alembic.ini", "[alembic]\n")
    write(tmp_path, "migrations/env.py", "")
    config = load_config(tmp_path, Path("migrations/alembic.ini"))
    assert config.script_location == tmp_path / "migrations"


def test_a_percent_in_the_name_of_the_folder(tmp_path):
    folder = tmp_path / "100%s"
    (folder / "migrations").mkdir(parents=True)
    write(folder, "alembic.ini", INI)
    assert load_config(folder).script_location == folder / "migrations"


def test_a_package_s_folder_is_found_without_running_it(tmp_path):
    write(tmp_path, "outer_pkg/__init__.py", "raise SystemExit('run')")
    write(tmp_path, "outer_pkg/inner/__init__.py", "raise SystemExit('run')")
    write(tmp_path, "outer_pkg/inner/db/versions/x.txt", "")
    write(tmp_path, "alembic.ini", "[alembic]\nscript_location = outer_pkg.inner:db\n")
    config = load_config(tmp_path)
    assert config.script_location == tmp_path / "outer_pkg" / "inner" / "db"
    assert "outer_pkg" not in sys.modules


# --- [tool.alembic] ---


def test_alembic_in_pyproject(folder):
    write(
        folder,
        "pyproject.toml",
        """[tool.alembic]
script_location = "%(here)s/migrations"
file_template = "%%(rev)s"
version_locations = ["%(here)s/a", "b"]
prepend_sys_path = ["."]
recursive_version_locations = true
truncate_slug_length = 9
""",
    )
    config = load_config(folder)
    assert config.kind == "alembic"
    assert config.script_location == folder / "migrations"
    assert config.file_template == "%(rev)s"
    assert config.version_locations == (folder / "a", folder / "b")
    assert config.recursive_version_locations
    assert config.truncate_slug_length == 9


def test_an_ini_counts_before_the_table_beside_it(folder):
    write(folder, "alembic.ini", "[alembic]\nsqlalchemy.url = sqlite://\ntimezone = UTC\n")
    write(folder, "pyproject.toml", '[tool.alembic]\nscript_location = "migrations"\ntimezone = "Asia/Tokyo"\n')
    config = load_config(folder)
    assert config.script_location == folder / "migrations"
    assert config.sqlalchemy_url == "sqlite://"
    assert config.timezone == "UTC"
    assert config.path == folder / "alembic.ini"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("script_location = 1", "`script_location` takes a string"),
        ('script_location = "migrations"\nversion_locations = "a"', "`version_locations` takes a list"),
        ('script_location = "migrations"\nsourceless = "yes!"', "`sourceless` takes true or false"),
        ('script_location = "%(there)s"', "neither"),
    ],
)
def test_alembic_tables_that_do_not_fit(folder, line, message):
    path = write(folder, "pyproject.toml", f"[tool.alembic]\n{line}\n")
    with pytest.raises(ConfigError, match=message) as caught:
        load_config(folder)
    assert caught.value.location.path == path
    assert caught.value.location.line == line.count("\n") + 2
