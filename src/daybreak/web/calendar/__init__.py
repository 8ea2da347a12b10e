"""The calendar, plans, appointments, chairs and rooms as pages."""
