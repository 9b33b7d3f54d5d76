"""Stories beside figures: capture, themes and claims, panels that choose with reasons."""
