"""The afternoon study in one room: phones join with a code, statements, areas and stories, the result at once."""
