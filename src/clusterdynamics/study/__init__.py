"""What a study is: its settings, its tables, its networks, and how it is read, checked and written."""
