"""Django's admin over SQLite, its own users table, asked in this process.

    python django_admin.py USERS.csv DATABASE

Loads the file, says `ready SECONDS ROWS`, then reads one request a line and
answers each with `SECONDS BYTES`:

    get PATH          a page of the admin, by the test client: no network in it
    export FILE       every user as CSV, by values_list
    deactivate N      the first N users become inactive, one transaction
    activate N        and active again
    permissions ID    all permissions of a user, through its groups

DEBUG is off. The rows are loaded straight into Django's table, since loading
is not what is compared; the indexes are those its own migrations make.
"""

import csv
import os
import sys
import time

import django
from django.conf import settings


# Filled once Django is configured: the admin registers its models only then.
urlpatterns: list = []


def configure(database: str) -> None:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="not a secret: this database is thrown away",
        ALLOWED_HOSTS=["testserver"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        ROOT_URLCONF=__name__,
        STATIC_URL="/static/",
        USE_TZ=True,
    )
    django.setup()
    from django.contrib import admin
    from django.urls import path

    urlpatterns.append(path("admin/", admin.site.urls))


def load(path: str) -> int:
    from django.contrib.auth.models import Group, Permission
    from django.db import connection

    rows = 0

    def users():
        nonlocal rows
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                rows += 1
                given, _, family = row["name"].partition(" ")
                yield (
                    rows, "!", row["last_seen"].replace("T", " ")[:19] or None, 0, row["username"][:150], given[:150],
                    family[:150], row["email"], 0, 1 if row["state"] == "active" else 0,
                    (row["created_at"] or "2020-01-01T00:00:00").replace("T", " ")[:19],
                )

    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.executemany(
            "INSERT OR IGNORE INTO auth_user (id, password, last_login, is_superuser, username, first_name, last_name,"
            " email, is_staff, is_active, date_joined) VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)",
            users(),
        )
        # Five groups a user, as the other side has five grants a user.
        cursor.executemany("INSERT INTO auth_group (id, name) VALUES (%s, %s)", [(n, f"group {n}") for n in range(1, 2001)])
        cursor.execute(
            "INSERT OR IGNORE INTO auth_user_groups (user_id, group_id)"
            " SELECT u.id, 1 + (u.id * 7 + k.n * 397) % 2000 FROM auth_user u,"
            " (SELECT 0 n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4) k"
        )
        cursor.execute("COMMIT")
    for group in Group.objects.filter(id__lte=50):
        group.permissions.set(Permission.objects.all()[:10])
    return rows


def main() -> None:
    source, database = sys.argv[1:3]
    configure(database)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    rows = load(source)
    took = time.perf_counter() - start

    from django.contrib.auth.models import User
    from django.db import transaction
    from django.test import Client

    admin = User.objects.create_superuser("bench-admin-of-django", "admin@bench.example", "x" * 20)
    client = Client()
    client.force_login(admin)
    print(f"ready {took:.6f} {rows}", flush=True)

    for line in sys.stdin:
        verb, _, rest = line.strip().partition(" ")
        start = time.perf_counter()
        size = 0
        if verb == "get":
            answer = client.get(rest)
            size = len(answer.content)
            if answer.status_code != 200:
                sys.exit(f"{rest}: {answer.status_code}")
        elif verb == "export":
            with open(rest, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                fields = [field.name for field in User._meta.fields if field.name != "password"]
                writer.writerow(fields)
                for row in User.objects.order_by("username").values_list(*fields).iterator(10_000):
                    writer.writerow(row)
            size = os.path.getsize(rest)
        elif verb in ("deactivate", "activate"):
            with transaction.atomic():
                size = User.objects.filter(id__lte=int(rest)).update(is_active=verb == "activate")
        elif verb == "permissions":
            size = len(User.objects.get(id=int(rest)).get_all_permissions())
        else:
            sys.exit(f"unknown request {line!r}")
        print(f"{time.perf_counter() - start:.6f} {size}", flush=True)


if __name__ == "__main__":
    main()
