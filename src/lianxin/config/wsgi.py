"""The web entry: ``lianxin.config.wsgi:application``."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from lianxin.config.keyring import open_keyring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.config.settings")

application = get_wsgi_application()
open_keyring(settings.DATA_DIR)
