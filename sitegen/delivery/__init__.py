"""From a finished folder to readers: what is sent where, in which order, and what is told of it.

Of each deploy a `manifest.Delivery` says what readers have now that they had not before.
"""
