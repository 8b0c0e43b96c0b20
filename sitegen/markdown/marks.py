"""The sign that begins and ends all that stands in a body for what is known later."""

MARK = "\x1a"  # U+001A: taken out of every source, so that it can only be ours
