"""What stories are drawn with. The kit knows how to draw and knows no story."""
