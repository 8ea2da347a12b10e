"""The application that a server calls for every request."""

import os

from django.core.asgi import get_asgi_application

from daybreak.web.live.asgi import StreamsShareOneThread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybreak.project.settings")

# Django's types promise the server a read-only message where ASGI itself says a dictionary.
application = StreamsShareOneThread(get_asgi_application())  # type: ignore[arg-type]
