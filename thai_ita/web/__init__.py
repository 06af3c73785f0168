"""Web pages: one way to make them, their words in Thai and English, their looks. Knows nothing of what they show."""
