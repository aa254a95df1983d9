"""Chromium without a window, for pages that are one file."""

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = None if CHROMIUM and DRIVER else "no chromium on this machine: apt-get install chromium chromium-driver"

# nothing that the browser fetches for itself
_QUIET = (
    "--headless",
    "--no-sandbox",  # it does not start as root with it, and what it shows is our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser:
    """A browser with one tab; what it logs is taken once."""

    def __init__(self, driver: Any):
        self.driver = driver

    def command(self, name: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the DevTools protocol."""
        answer: dict[str, Any] = self.driver.execute_cdp_cmd(name, parameters)
        return answer

    def js(self, script: str, *arguments: Any) -> Any:
        """Return what a function body returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def open(self, path: Path, fragment: str = "") -> None:
        """Load a file anew, also where only the fragment is another."""
        self.driver.get("about:blank")
        self.driver.get(path.as_uri() + fragment)

    def press(self, *keys: str) -> None:
        """Press keys, one after another, whatever has the focus."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def click(self, selector: str) -> None:
        """Click as a mouse does."""
        self.driver.find_element("css selector", selector).click()

    def emulate(self, *, width: int = 1400, height: int = 900, media: str = "screen", scheme: str = "light") -> None:
        """Set the window's size, the medium and the colour scheme that the user prefers."""
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.command("Emulation.setEmulatedMedia", media=media, features=features)

    def console(self) -> list[str]:
        """Return what went to the console since it was asked last: errors, and what the policy has stopped."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requested(self) -> set[str]:
        """Return what was asked for since it was asked last, without fragments and without what the policy stopped."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        events = [(each["method"], each["params"]) for each in messages]
        stopped = {each["requestId"] for name, each in events if name == "Network.loadingFailed" and _by_policy(each)}
        sent = [each for name, each in events if name == "Network.requestWillBeSent"]
        return {each["request"]["url"].partition("#")[0] for each in sent if each["requestId"] not in stopped}


def _by_policy(failure: dict[str, Any]) -> bool:
    return failure.get("blockedReason") == "csp"


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Browser]:
    """Start the browser with an empty profile."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in (*_QUIET, f"--user-data-dir={folder}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    # named, so that selenium looks for none in the network
    service = Service(DRIVER, log_output=os.devnull)
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield Browser(driver)
    finally:
        driver.quit()
