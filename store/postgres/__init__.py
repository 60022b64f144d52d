"""The ledger in a PostgreSQL database. Nothing but `place` is imported unless somebody names a database."""
