"""Which files the site has, and the values that each is made from."""
