"""What can go wrong between data and a page."""


class DocumentError(Exception):
    """A document could not be made; the message is a Chinese sentence for who asked."""
