"""Says a sentence where an address is opened that only takes what a page sends; Django would answer with nothing."""

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from daybreak.web import answers

_TITLE = "There is no page at this address"
_SENTENCE = "It only takes what another page sends, so nothing was done. Go back, or start from Today."


class WrongMethodMiddleware(MiddlewareMixin):
    """Puts words into an empty 405: someone reloaded by the address bar, or followed an old bookmark."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The same refusal, said in the form the asker understands."""
        if response.status_code != 405 or response.content:
            return response
        said = answers.sentence(request, 405, _TITLE, _SENTENCE)
        said["Allow"] = response["Allow"]
        return said
