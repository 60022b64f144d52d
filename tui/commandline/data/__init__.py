"""Commands that bring data in and out: export, import, audit, protocol files."""
