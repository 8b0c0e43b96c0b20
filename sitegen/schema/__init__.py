"""What may be written: front matter and settings, read and checked with their lines."""
