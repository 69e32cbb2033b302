"""The values of symbols for which a count is related to a bound as asked."""
