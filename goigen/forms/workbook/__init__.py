"""The form as a workbook, to be filled in with Excel, WPS or LibreOffice; `form.py` is the way in."""
