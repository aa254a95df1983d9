"""The browser, once for all tests."""

from collections.abc import Iterator

import pytest

from tests.diff import browser as chromium


@pytest.fixture(scope="session")
def one_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    if chromium.MISSING:
        pytest.skip(chromium.MISSING)
    with chromium.running(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def browser(one_browser: chromium.Browser) -> Iterator[chromium.Browser]:
    """Give the browser as it is at first; no test may leave an error in the console or ask for more than its page."""
    one_browser.emulate()
    one_browser.console()
    one_browser.requested()
    yield one_browser
    one_browser.command("Emulation.setScriptExecutionDisabled", value=False)
    assert one_browser.console() == []
    assert {url for url in one_browser.requested() if not url.startswith(("file:", "about:"))} == set()
    one_browser.driver.get("about:blank")
