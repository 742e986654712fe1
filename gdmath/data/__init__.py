"""Tables of data, and the costs of models on them."""
