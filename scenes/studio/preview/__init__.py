"""A lecture that is built and shown again while its file is written."""
