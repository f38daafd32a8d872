"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at the cost OWASP names for it (19 MiB, two passes, one lane): about 30 ms on an office computer.

    Django's own default takes 100 MiB a sign-in, too much for four threads on a machine with 2 GB.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
