"""Every component of the pages in every state, on pages of their own: to look at, and to be tested."""
