"""Web pages: what of them is on show, what is the page's own text, and where its tables are."""
