"""The arithmetic of the regulations: pure functions, no clock, no database, no Textual."""
