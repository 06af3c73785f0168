"""In CI no test may skip: what it needs of the machine is missing there, and nobody would see it.

THAI_ITA_MAY_SKIP names the exceptions, as a pattern that the reason holds: the evaluation material, reports of
others, is no part of the project, and is not where strangers run the check.
"""

from __future__ import annotations

import os
import re

import pytest

SKIPPED: list[str] = []


def may_skip(reason: str) -> bool:
    allowed = os.environ.get("THAI_ITA_MAY_SKIP")
    return bool(allowed and re.search(allowed, reason))


def _note(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        if not may_skip(str(reason)):
            SKIPPED.append(f"{report.nodeid}: {reason}")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("CI") and SKIPPED and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if os.environ.get("CI") and SKIPPED:
        terminalreporter.section("skipped, which is a failure in CI", red=True)
        for line in SKIPPED:
            terminalreporter.line(line)
