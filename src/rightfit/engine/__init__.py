"""The science, on numpy and scipy alone: it knows no web, no database, no clock and no network."""
