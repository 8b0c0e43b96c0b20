"""A task becomes bytes."""
