"""Answers made visible: as terminal pages, Markdown, JSON and CSV; and the graph in the formats of other programs."""
