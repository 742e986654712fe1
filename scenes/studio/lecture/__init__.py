"""A whole lecture in one file: read and checked at once, then built on all cores, with a page to open."""
