"""Who is on call, and who is away."""
