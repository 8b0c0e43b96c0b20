"""What readers search: the published site as an index that a browser asks by itself.

`entries` says what may be found and in which words, `parts` divides it by time, `program`
speaks to Pagefind, `bundle` puts what it gives into order, `listing` tells a browser of it.
"""
