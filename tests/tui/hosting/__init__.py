"""The host of sessions: real terminals, real processes, and somebody on its socket who means harm."""
