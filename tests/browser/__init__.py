"""Tests that open the pages in Chromium: run them with ``-m browser``."""
