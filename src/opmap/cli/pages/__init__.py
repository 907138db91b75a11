"""Pages for what the use cases give back: a scan, a decision, the list of sources."""
