"""Preview: the site in a browser, as it will be published, following each save.

The same stages as a build make the same pages, one at a time, when somebody asks for one.
Nothing is written to output/. `running` begins and ends a preview, `state` holds the newest
edition, `server` gives it to browsers, `pages` is what the preview adds of its own, `notes`
is its memory of the sources.
"""
