"""The errors a person caused and can mend: their text is one sentence that says what, where and what to do."""


class DashboardError(Exception):
    """Shown as it is, without a traceback, on the terminal and on the page."""
