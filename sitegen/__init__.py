"""sitegen: a static site generator for local newsrooms."""
