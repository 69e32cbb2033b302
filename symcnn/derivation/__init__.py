"""The neutral document: worked solutions as data, without a word of markup."""
