"""The Loop Network's own pages: front page, members, contact, the public part as files."""
