"""The dispatcher's second face: a tenant's own login pages walk the same steps as ours."""

from app.api.login.application import login_application
from app.api.login.door import LoginDoor

__all__ = ["LoginDoor", "login_application"]
