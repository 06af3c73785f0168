"""The training of the line recogniser: fonts, text, damage, network, export, evaluation."""
