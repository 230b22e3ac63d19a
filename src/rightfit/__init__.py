"""Finding each other, checking in, and noticing in time when something is not right."""

__version__ = "0.1.0"
