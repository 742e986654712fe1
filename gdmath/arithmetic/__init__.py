"""How the numbers of a cost are computed, and how far off they may be."""
