"""What to show of a cost: terrain, starts, rates and windows."""
