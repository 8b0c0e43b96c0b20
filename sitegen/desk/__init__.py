"""Desk: help for those who write."""
