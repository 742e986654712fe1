"""What stories of costs of two variables are drawn with: the stage in space, maps, labels that step aside."""
