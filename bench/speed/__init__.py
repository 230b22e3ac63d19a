"""How fast the engine reads, beside what else could be picked, and with a whole service's file."""
