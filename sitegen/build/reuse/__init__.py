"""Reuse: what of the last build, or of the last edition of a preview, still holds.

Each module has functions of values alone, and each answer comes with its reason
(`model.answers`): `plans` says whether the plan of the last build stands, `files` which files
of output/ do, `editions` what a preview takes over. What they believe, and which test attacks
each belief, stands in CONTRIBUTING under "What is believed to hold".
"""
