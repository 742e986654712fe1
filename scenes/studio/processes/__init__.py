"""Work in processes of their own: their start, what they tell, their end; and one film by several."""
