"""thai-ita reads the ITA reports of Thai local governments into checked, tidy tables."""

__version__ = "0.1.0"
