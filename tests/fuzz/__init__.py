"""Fuzzing: files and stores that are damaged at random, read by the real command (docs/robustness.md).

    python3 dev.py fuzz [--minutes 10] [--seed N] [--kind pdf] [--from FOLDER]

The same seed makes the same damage. What a file did that none may do is made smaller and kept in
``found``, which ``tests/test_fuzz.py`` reads again.
"""
