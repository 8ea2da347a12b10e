"""How it is wired: configuration, Django settings, addresses, the ASGI application, the server."""
