"""Dates, words and direction of a language; all catalogues."""
