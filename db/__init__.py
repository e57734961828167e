"""The memory of the school: connection, tables, migrations and backup."""
