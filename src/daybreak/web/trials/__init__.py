"""The pages of virtual trials: designed, run, read and compared. No patient is on any of them."""
