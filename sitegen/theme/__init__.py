"""Templates and static files, and what they need."""
