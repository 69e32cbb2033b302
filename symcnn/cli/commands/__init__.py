"""One module for each command: it reads what the call names and makes the page."""
