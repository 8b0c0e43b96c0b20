"""A file of content/ becomes an article, or problems that an editor can mend."""
