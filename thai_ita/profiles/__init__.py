"""Profiles: one printable page on a province or an agency, made from the tables of an output folder."""
