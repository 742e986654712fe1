"""How a formula's text is read: characters to tokens, tokens to a tree; only what has one meaning.

Imports neither sympy nor numpy, and evaluates nothing.
"""
