"""Folders of other generators: Hugo, Jekyll, Eleventy and Pelican.

What they have in common stands in `origin`; what each does in its own way, in its module: a
`Program` with its keys, its folders, its addresses and its shortcodes.
"""
