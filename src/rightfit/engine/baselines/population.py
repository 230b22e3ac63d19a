"""What the rules take for ordinary where nothing is known of the people themselves: SDs and means, 0 to 40."""

__all__ = ["PRACTICE_CLIENT", "PRACTICE_THERAPIST", "SAMPLE", "WITHIN"]

WITHIN = 2.2
"""Pooled SD within clients of a session's form [the specification's simulator table]."""

SAMPLE = 3.3
"""SD of all forms of the sample [the same]."""

PRACTICE_CLIENT = 37.2
"""Mean of a practice's forms, its clients'."""

PRACTICE_THERAPIST = 34.9
"""Mean of a practice's forms, its therapists'."""
