"""Virtual trials: a protocol in, outcomes with honest intervals out; and how the model was set on published trials."""
