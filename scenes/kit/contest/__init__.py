"""What races are drawn with: who takes part, at which rates, how each makes its steps, and the standings."""
