"""sitegen.toml: what a newsroom decides once."""
