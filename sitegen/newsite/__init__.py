"""A site from nothing."""
