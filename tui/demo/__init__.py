"""The invented ward: its patients, their stories, and the ledger that is made of them."""
