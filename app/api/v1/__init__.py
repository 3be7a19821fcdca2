"""The dispatcher's third face: everything the console does, for machines with an API key."""

from app.api.v1.application import management_api

__all__ = ["management_api"]
