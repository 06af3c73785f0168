"""PDF pages become lines and tables: two readers behind one seam."""
