"""What every room leans on: the clock, sealed words, the trail, form keys and the outbox."""
