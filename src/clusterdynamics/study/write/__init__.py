"""From a study to files: a folder, a zip file or a workbook, always the same bytes for the same study."""
