"""What the service does. Plain functions: session and actor in, domain objects out; no Flask."""
