"""Programs of others that change a format into one that is read here: the one seam for them."""
