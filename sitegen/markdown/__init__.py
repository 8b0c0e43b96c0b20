"""The text of a story: Markdown to HTML."""
