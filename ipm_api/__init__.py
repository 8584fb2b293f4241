"""The service: tables, what is done with them, and the JSON for phones."""

VERSION = "0.1.0"
"""The same as in pyproject.toml; the service also runs from a folder that nobody installed."""
