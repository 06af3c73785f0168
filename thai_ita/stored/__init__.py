"""The file of a store: whose it is, whether it is whole, and what a damaged one still holds.

Nothing here knows what the rows say; ``batch.store`` writes them.
"""
