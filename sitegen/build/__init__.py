"""The five stages in a row, and what of the last build still holds."""
