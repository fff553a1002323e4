"""A Django app that gives a process the host name of the machine that it plays."""

import os
import socket

from django.apps import AppConfig


class Named(AppConfig):
    name = "acceptance.scaled"
    label = "hostnames"

    def ready(self) -> None:
        socket.gethostname = lambda: os.environ["ACCEPTANCE_HOSTNAME"]
