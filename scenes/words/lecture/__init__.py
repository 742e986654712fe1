"""Titles of films, and the words of a lecture's page; read without what draws or computes."""

NAMES = {"en": "English", "de": "Deutsch", "es": "Español"}  # of languages, each in its own
