"""A district in charts: `gather.py` reads the reports, `charts.py` says what is drawn, `page.py` makes the page."""
