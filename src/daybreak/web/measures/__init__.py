"""The pages of measures: what is asked, what was answered, how the four domains go."""
