"""People who know what was true tell it, late and in their own words: it is kept as meant, or asked about."""
