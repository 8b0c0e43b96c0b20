"""Newspapers that come from WordPress: its export files, cleaned, read and understood."""
