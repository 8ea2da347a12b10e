"""Which foreign records were taken in, so that twice changes nothing."""
