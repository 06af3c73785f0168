"""Running text: passages, names, years, list entries and what a passage is about."""
