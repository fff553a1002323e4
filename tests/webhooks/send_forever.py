"""A sender alone in a process, as a worker host runs it beside its cluster: `python -m tests.webhooks.send_forever`."""

import time

import django

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from generation.webhooks import sender

    while True:
        sender.turn_over(timezone.now())
        time.sleep(sender.EVERY_S)
