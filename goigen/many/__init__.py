"""Many agencies at once, for the office that supervises their reports: above the pipeline, below the command line."""
