"""The file engine: disk calls for each platform, lock, log file, opening, network shares."""
