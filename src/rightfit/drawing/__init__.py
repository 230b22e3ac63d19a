"""Drawings in SVG, the sentence that says the same, and the report page: pure Python, for web and command line."""
