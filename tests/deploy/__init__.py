"""The guides for administrators, carried out: docs/deploy.md and docs/postgres.md, typed as they say it."""
