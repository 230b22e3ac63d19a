import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402 - not before the setup, and models neither

from rightfit.keeping.seal_keys import refuse_a_wrong_file  # noqa: E402

refuse_a_wrong_file()
connection.close()  # the threads that answer have connections of their own
