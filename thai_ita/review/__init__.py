"""Evidence pages: what was read beside the picture or text it was read from, to be judged and corrected."""
