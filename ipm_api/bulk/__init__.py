"""A catalogue as spreadsheets and archives: what is read, what is written. Knows no database."""
