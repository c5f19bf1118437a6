"""A real browser without a window, driven over a pipe: what a page looks like and does in it."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome")
TELEPHONE, DESK = 390, 1280
"""Widths in pixels that a style sheet counts in."""
_PATIENCE = 60.0  # seconds; a browser starts slowly beside other work
_OPTIONS = (
    "--headless",
    "--no-sandbox",  # a container has none to give; what it opens here is our own page
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--remote-debugging-pipe",
)


def program() -> str | None:
    """Return the browser that this workstation has."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


_LAUNCH = """
import fcntl, os, sys
# The browser reads what it is told from 3 and answers on 4.
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for end, place in zip(ends, (3, 4)):
    os.dup2(end, place)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """One page of one browser, asked over the pipe that its developer tools use."""

    def __init__(self, name: str, profile: Path) -> None:
        self._command = [name, *_OPTIONS, f"--user-data-dir={profile}"]
        self._numbers = itertools.count(1)
        self._left = b""
        self._page: str | None = None
        self.events: list[dict[str, Any]] = []
        """What the page told by itself: requests, dialogs, complaints."""

    def __enter__(self) -> Self:
        read, self._out = os.pipe()
        self._in, write = os.pipe()
        self._process = subprocess.Popen(  # noqa: S603 - the browser that is installed here
            [sys.executable, "-c", _LAUNCH, str(read), str(write), *self._command],
            pass_fds=(read, write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read)
        os.close(write)
        os.set_blocking(self._in, False)
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._page = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        os.close(self._out)
        os.close(self._in)

    def ask(self, method: str, **parameters: Any) -> Any:
        """Have one thing done and return what came of it."""
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._page is not None:
            message["sessionId"] = self._page
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]
            self.events.append(answer)

    def open(self, file: Path, *, width: int, dark: bool = False) -> None:
        """Show a file at a width, as a telephone or a desk would."""
        self.events.clear()
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=844 if width < 600 else 800,
            deviceScaleFactor=2 if width < 600 else 1,
            mobile=width < 600,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.ask("Page.navigate", url=file.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """Return what an expression is in the page; its own rules do not bind the tools."""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"])
        return found["result"].get("value")

    def picture(self, *, whole: bool = False) -> bytes:
        """Return what is seen as a PNG; ``whole``: down to the end of the page."""
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """Return the page as it is printed, as a PDF."""
        return base64.b64decode(self.ask("Page.printToPDF")["data"])

    def told(self, method: str) -> list[dict[str, Any]]:
        """Return what the page told of one kind since it was opened."""
        return [event["params"] for event in self.events if event.get("method") == method]

    def _next(self) -> dict[str, Any]:
        deadline = time.monotonic() + _PATIENCE
        while b"\0" not in self._left:
            try:
                piece = os.read(self._in, 1 << 20)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise TimeoutError("the browser does not answer") from None
                time.sleep(0.005)
                continue
            if not piece:
                raise RuntimeError("the browser has ended")
            self._left += piece
        message, self._left = self._left.split(b"\0", 1)
        answer: dict[str, Any] = json.loads(message)
        return answer
