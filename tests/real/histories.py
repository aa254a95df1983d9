"""Which public Alembic histories are measured, and where each comes from.

Nothing of theirs is in this repository: a package is installed into a virtual environment of its own,
a repository is a checkout that ``--source NAME=PATH`` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class History:
    """One history: how to get it, where its scripts are, and what they need in order to run."""

    name: str
    dialects: tuple[str, ...]
    """The databases that the project itself supports, by sqlcompile's names."""
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
    """An alembic.ini of the project's own that works where it lies; else settings are written."""
    versions: tuple[str, ...] = ()
    """The folders with revisions, below the script location, where they are not ``versions``."""
    settings: str = ""
    """More lines for the settings that are written."""
    target: str = "heads"
    """What a whole upgrade ends at."""
    before: str = ""
    """Python that the project's own command line does first, such as pushing an application's context.

    It runs before the compilation and before the peer, and knows ``url``, the address of the database.
    """
    environment: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Environment variables that the project's code reads; ``{url}`` is the address of the database."""
    peer: str = ""
    """Keywords of ``context.configure`` for Alembic online, as the project's env.py gives them."""
    varying: tuple[str, ...] = ()
    """Columns ``table.column`` whose values differ from run to run: clocks, random keys."""
    excused: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Revisions that cannot be compiled, with the reason: they raise on purpose, or ask a real server."""

    @property
    def environment_name(self) -> str:
        """The name of its virtual environment."""
        return self.venv or self.name


HISTORIES: tuple[History, ...] = (
    History(
        "dagster",
        ("postgresql", "mysql", "sqlite"),
        "dagster/_core/storage/alembic",
        packages=("dagster==1.13.29",),
    ),
    History(
        "galaxy",
        ("postgresql", "sqlite"),
        "galaxy/model/migrations/alembic",
        packages=("galaxy-data==26.1.2",),
        versions=("versions_gxy", "versions_tsi"),
        target="gxy@head",
    ),
    History(
        "mlflow",
        ("postgresql", "mysql", "sqlite", "mssql"),
        "mlflow/store/db_migrations",
        packages=("mlflow==3.17.2",),
        peer="render_as_batch=True",
    ),
    History(
        "open-webui",
        ("postgresql", "sqlite"),
        "open_webui/migrations",
        alone=("open-webui==0.12.4",),
        packages=(
            *("markdown", "beautifulsoup4", "cryptography", "bcrypt", "pydantic", "psutil", "fastapi"),
            *("requests", "redis", "pyjwt", "validators", "aiohttp", "pytz", "python-multipart", "aiocache"),
            *("orjson", "loguru", "aiosqlite", "sqlalchemy[asyncio]==2.0.50"),
        ),
        environment={
            "WEBUI_SECRET_KEY": "x",
            "ENABLE_DB_MIGRATIONS": "false",
            "DATA_DIR": "{folder}",
            "DATABASE_URL": "sqlite://",
        },
    ),
    History(
        "prefect-pg",
        ("postgresql",),
        "prefect/server/database/_migrations",
        packages=("prefect==3.8.8",),
        venv="prefect",
        versions=("versions/postgresql",),
        environment={
            "PREFECT_API_DATABASE_CONNECTION_URL": "postgresql+asyncpg://u:p@localhost/none",
            "PREFECT_HOME": "{folder}",
        },
        peer="transaction_per_migration=True",
    ),
    History(
        "prefect-sqlite",
        ("sqlite",),
        "prefect/server/database/_migrations",
        packages=("prefect==3.8.8",),
        venv="prefect",
        versions=("versions/sqlite",),
        environment={"PREFECT_HOME": "{folder}"},
        peer="transaction_per_migration=True, render_as_batch=True",
    ),
    History(
        "superset",
        ("postgresql", "mysql", "sqlite"),
        "superset/migrations",
        packages=("apache-superset==6.1.0",),
        environment={"SUPERSET_SECRET_KEY": "x", "SUPERSET_HOME": "{folder}"},
    ),
    History(
        "octavia",
        ("mysql", "postgresql"),
        "octavia/db/migration/alembic_migrations",
        packages=("octavia",),
    ),
    History(
        "barbican",
        ("mysql", "postgresql", "sqlite"),
        "barbican/model/migration/alembic_migrations",
        packages=("barbican",),
    ),
    History(
        "neutron",
        ("mysql", "postgresql"),
        "neutron/db/migration/alembic_migrations",
        packages=("neutron",),
        settings="recursive_version_locations = true\n",
    ),
    History(
        "CTFd",
        ("mysql", "postgresql", "sqlite"),
        "migrations",
        repository="CTFd/CTFd",
        packages=("flask", "flask-sqlalchemy", "flask-migrate", "sqlalchemy-utils", "dataset"),
        imports=(".",),
    ),
    History(
        "lemur",
        ("postgresql",),
        "lemur/migrations",
        repository="Netflix/lemur",
        packages=(
            *("flask", "flask-sqlalchemy", "flask-migrate", "sqlalchemy-utils"),
            *("alembic-autogenerate-enums", "arrow", "cryptography"),
        ),
        imports=(".",),
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
        environment={"DATA_DIR": "{folder}", "PRODUCTION": "false"},
        peer="render_as_batch=True, user_module_prefix='mealie.db.migration_types.'",
    ),
    History(
        "quay",
        ("mysql", "postgresql", "sqlite"),
        "data/migrations",
        repository="quay/quay",
        packages=("peewee", "six", "pyyaml", "flask"),
        ini="alembic.ini",
        imports=(".",),
        peer="render_as_batch=True",
    ),
    History(
        "securedrop",
        ("sqlite",),
        "securedrop/alembic",
        repository="freedomofpress/securedrop",
        packages=("flask", "flask-sqlalchemy", "argon2-cffi"),
        ini="securedrop/alembic.ini",
        imports=("securedrop",),
        peer="render_as_batch=True, compare_type=True",
    ),
    History(
        "warehouse",
        ("postgresql",),
        "warehouse/migrations",
        repository="pypi/warehouse",
        packages=(
            *("sqlalchemy==2.0.51", "alembic-postgresql-enum==1.10.0", "packaging", "pyramid-retry"),
            *("structlog", "venusian", "zope.sqlalchemy", "pyramid"),
        ),
        imports=(".",),
        peer="transaction_per_migration=True",
    ),
)
