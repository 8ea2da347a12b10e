"""Names the app `orders` for Django."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """What a prescriber ordered."""

    name = "daybreak.clinic.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
