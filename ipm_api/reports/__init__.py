"""What is handed on of an inspection: a PDF to read, a sealed bundle to prove."""
