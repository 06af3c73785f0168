"""PowerPoint files: the order of what stands on a slide, its texts and tables, a slide a page."""
