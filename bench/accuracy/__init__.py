"""How well ruptures are noticed, on made-up practices with known truth."""
