"""From form fields to what operations take; entered values survive an error."""
