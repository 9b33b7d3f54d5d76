"""How an item is cited and passed on: in words, BibTeX, DataCite, Dublin Core, OAI-PMH, Atom."""
