"""``op.run_async``."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlcompile.errors import ScriptError
from sqlcompile.operations.recorder import current

Result = TypeVar("Result")


def run_async(async_function: Callable[..., Awaitable[Result]], *args: Any, **kw_args: Any) -> Result:
    """Run a coroutine function with an AsyncConnection over the offline connection; return its result.

    Raises ScriptError where greenlet is missing, which SQLAlchemy's asyncio extension needs.
    """
    try:
        import greenlet  # type: ignore[import-untyped, import-not-found, unused-ignore]  # noqa: F401, PLC0415
    except ImportError:
        raise ScriptError(
            "op.run_async() needs the package greenlet, as SQLAlchemy's asyncio extension does.",
            hint="Install sqlalchemy[asyncio] beside sqlcompile.",
        ) from None
    from sqlalchemy.ext.asyncio import AsyncConnection  # noqa: PLC0415

    connection = current().bind()
    proxy = AsyncConnection.__new__(AsyncConnection)
    proxy.engine = None  # type: ignore[assignment]
    proxy.sync_engine = connection.engine
    proxy.sync_connection = proxy._assign_proxied(connection)

    async def run() -> Result:
        return await async_function(proxy, *args, **kw_args)

    return asyncio.run(run())
