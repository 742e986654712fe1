"""What stories of one variable are told with: the curve, its derivative, the ball on it."""
