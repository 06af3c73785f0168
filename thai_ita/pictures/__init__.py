"""Pictures for reports: heat map, trend lines, slope chart, distribution, as PNG and SVG."""
