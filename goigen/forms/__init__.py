"""The standard → blank forms and the JSON Schema. Everything here is generated; there is no second list of labels."""
