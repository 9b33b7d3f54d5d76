"""The web application: regions set up studies, people answer. It calls the library and owns no method."""
