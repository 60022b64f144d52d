"""What lies beside a ledger: protocol files, exports, access log, drafts, preferences."""
