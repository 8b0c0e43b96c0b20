"""Ghost: its export as JSON, alone or in a zip beside its pictures.

What members, paying readers or readers of e-mails alone could see becomes no value here; nor
does an e-mail address, a password's digest or a key.
"""
