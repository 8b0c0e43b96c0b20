"""What other programs read: feeds, sitemaps, structured data."""
