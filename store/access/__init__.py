"""Who may sign on and look: sign-on, PIN hashes, SSH keys, accounts, folder permissions."""
