"""Virtual trials: their designs, every version of each, their runs and what these found."""
