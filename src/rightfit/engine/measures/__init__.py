"""Questionnaires: what each one asks, and what its answers come to."""
