"""What is unusual in a protocol that can be used: named to whoever writes or approves it, never refused."""
