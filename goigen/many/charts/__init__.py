"""Bar charts, made with matplotlib: `chart.py` says what a chart is, `draw.py` draws it."""
