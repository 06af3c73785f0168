"""Agencies side by side: values, places among peers, weak and strong points, levels."""
