"""The running app: follows the ledger, locks, raises red flags, resumes after a lost connection."""
