"""Models among their examples, and the maps of their costs."""
