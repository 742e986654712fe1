"""A race as facts: who takes part at which rate, who came how low, of what their steps are made."""
