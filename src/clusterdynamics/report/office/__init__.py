"""What the writers of office formats share: packing the file, slides, charts, pages of a text document."""
