"""sitegen: a static site generator for local newsrooms.

The rooms, in their order; a room imports only rooms named before it:

    core model schema cache language settings output markdown pictures traces sources site theme
    syndication hosts pages render search build delivery newsite importers desk preview cli
"""
