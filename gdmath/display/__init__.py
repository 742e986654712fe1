"""How costs and numbers are written on the screen."""
