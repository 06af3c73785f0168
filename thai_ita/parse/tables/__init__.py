"""Tables as a grid of labels and figures: shapes made plain, columns with a role, captions."""
