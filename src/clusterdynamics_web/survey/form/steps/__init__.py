"""The steps of the form, one module for each kind."""
