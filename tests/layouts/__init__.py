"""Made-up reports in the layouts that local governments publish, each with its exact truth."""
