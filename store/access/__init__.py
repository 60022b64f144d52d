"""Who may sign on: PIN checks, PIN hashes, SSH keys, accounts, folder permissions."""
