"""HTML of other programs → Markdown that comes back: the same signs, links and pictures."""
