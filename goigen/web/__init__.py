"""The form in the browser, on this machine only: HTML pages, one script, and the YAML files on disk.

Needs starlette and uvicorn (`pip install 'goigen[web]'`); only `server` and `app` import them. What a form says is found by
`goigen.pipeline.check`, how its tables look by `goigen.layout`: there is no second list of labels and no second equation here.
"""
