"""Made-up practices with known truth. Shares no code with what reads them, so that it can judge it."""
