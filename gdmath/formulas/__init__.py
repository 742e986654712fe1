"""Formulas: read from text, as an interned graph, and written again."""
