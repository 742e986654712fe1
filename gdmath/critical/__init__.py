"""Critical points: where they may be, what is found, and what it is."""
