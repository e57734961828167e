"""What is handed out: tables for the terminal, xlsx for the printer."""
