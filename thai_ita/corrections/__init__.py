"""What persons say of facts that were read: ``corrections.csv``, and what it does to a report."""
