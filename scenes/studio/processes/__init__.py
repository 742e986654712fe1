"""Work in processes of their own: how they are started, what they tell, and how they end."""
