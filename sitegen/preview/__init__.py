"""Preview: the site in a browser, as it will be published, following each save.

The same stages as a build make the same pages, one at a time, when somebody asks for one.
Nothing is written to output/. `running` begins and ends a preview, `state` holds what is shown,
`server` gives it to browsers, `pages` is what the preview adds of its own, `press` reads and
renders, `apart_press` does so in processes that can be ended, `notes` is its memory of the
sources.
"""
