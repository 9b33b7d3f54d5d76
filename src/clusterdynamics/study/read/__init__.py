"""From a folder, a zip file or a workbook to raw tables, and from raw tables to typed ones."""
