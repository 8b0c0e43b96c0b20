"""A site from elsewhere: the archive of another program becomes files of a site.

An origin reads what the other program wrote into the frozen values of `model`; everything
behind that is the same for all of them: where each piece comes to stand, its text, its
pictures, its old addresses, and the receipt that says what became of it.
"""
