"""Making of the models that the package ships; nothing at run time imports it."""
