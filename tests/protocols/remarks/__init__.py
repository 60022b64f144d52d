"""Tests of `protocols/remarks`."""
