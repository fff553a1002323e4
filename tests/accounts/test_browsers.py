"""What browsers are told: what pages may load, who may call from elsewhere, and TLS where the public URL has it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.mail import email_settings
from accounts.models import User
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = "https://app.example.com"


def policy(answer: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


class TestContentPolicy:
    @pytest.mark.django_db
    @pytest.mark.parametrize("path", ["/", "/accounts/login/", "/accounts/signup/", "/api/v1/health", "/api/nothing"])
    def test_pages_load_from_here_and_run_nothing_inline(self, client: Client, path: str) -> None:
        said = policy(client.get(path))
        assert said["default-src"] == ["'self'"]
        assert said["frame-ancestors"] == said["object-src"] == said["base-uri"] == ["'none'"]
        assert "unsafe" not in json.dumps(said)

    @pytest.mark.django_db
    def test_the_admin_alone_is_relaxed(self, client: Client) -> None:
        client.force_login(User.objects.create_superuser("root@example.com", "a long enough one"))
        said = policy(client.get("/admin/"))
        assert "'unsafe-eval'" in said["script-src"]
        assert said["default-src"] == ["'self'"]
        assert "unsafe" not in json.dumps(policy(client.get("/administration")))


@pytest.mark.django_db
class TestOtherOrigins:
    def preflight(self, client: Client, path: str = "/api/v1/story-projects") -> Any:
        asks = {"Origin": ELSEWHERE, "Access-Control-Request-Method": "POST"}
        return client.options(path, headers=asks | {"Access-Control-Request-Headers": "authorization,idempotency-key"})

    def test_by_default_none_may_call(self, world: World, client: Client) -> None:
        answer = client.get("/api/v1/story-projects", headers=world.ada.headers | {"Origin": ELSEWHERE})
        assert "Access-Control-Allow-Origin" not in answer
        assert "Access-Control-Allow-Origin" not in self.preflight(client)

    def test_those_of_the_setting_may_with_a_key_and_without_cookies(
        self, world: World, client: Client, settings: Any
    ) -> None:
        settings.CORS_ALLOWED_ORIGINS = [ELSEWHERE]
        asked = self.preflight(client)
        assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (200, ELSEWHERE)
        assert {"authorization", "idempotency-key"} <= set(asked["Access-Control-Allow-Headers"].split(", "))
        answer = client.get("/api/v1/story-projects", headers=world.ada.headers | {"Origin": ELSEWHERE})
        assert answer["Access-Control-Allow-Origin"] == ELSEWHERE
        assert "RateLimit-Remaining" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer

    @pytest.mark.parametrize("path", ["/accounts/login/", "/", "/admin/"])
    def test_the_api_alone_is_opened(self, client: Client, settings: Any, path: str) -> None:
        settings.CORS_ALLOW_ALL_ORIGINS = True
        assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": ELSEWHERE})


def with_environment(tmp_path: Path, code: str, **variables: str) -> str:
    """What a fresh process prints that starts with these variables."""
    environment = os.environ | {"STUDIO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "studio.settings"} | variables
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout + done.stderr


PRINT = """
import json
from django.conf import settings as s
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT",
         "CSRF_TRUSTED_ORIGINS", "ALLOWED_HOSTS", "EMAIL_BACKEND", "ACCOUNT_EMAIL_VERIFICATION"]
print(json.dumps({name: getattr(s, name) for name in names}))
"""


@pytest.mark.processes
class TestTls:
    def test_an_https_address_makes_cookies_secure_and_sends_plain_http_there(self, tmp_path: Path) -> None:
        said = json.loads(with_environment(tmp_path, PRINT, STUDIO_PUBLIC_URL="https://studio.example.org"))
        assert said["SESSION_COOKIE_SECURE"]
        assert said["CSRF_COOKIE_SECURE"]
        assert said["SECURE_SSL_REDIRECT"]
        assert said["SECURE_HSTS_SECONDS"] == 31_536_000
        assert said["CSRF_TRUSTED_ORIGINS"] == ["https://studio.example.org"]
        assert "studio.example.org" in said["ALLOWED_HOSTS"]

    def test_a_plain_one_leaves_them_usable(self, tmp_path: Path) -> None:
        said = json.loads(with_environment(tmp_path, PRINT, STUDIO_PUBLIC_URL=""))
        assert not said["SESSION_COOKIE_SECURE"]
        assert not said["SECURE_SSL_REDIRECT"]
        assert said["SECURE_HSTS_SECONDS"] == 0

    def test_a_mail_server_makes_confirmation_mandatory(self, tmp_path: Path) -> None:
        said = json.loads(with_environment(tmp_path, PRINT, EMAIL_URL="smtp://mail.example.org"))
        assert said["ACCOUNT_EMAIL_VERIFICATION"] == "mandatory"
        assert json.loads(with_environment(tmp_path, PRINT))["ACCOUNT_EMAIL_VERIFICATION"] == "optional"

    def test_the_deployment_check_has_nothing_to_say(self, tmp_path: Path) -> None:
        check = "import django; django.setup(); from django.core.management import call_command as c; "
        check += "c('check', deploy=True, fail_level='WARNING')"
        said = with_environment(tmp_path, check, STUDIO_PUBLIC_URL="https://studio.example.org")
        assert "no issues" in said

    def test_links_in_mail_without_an_address_of_their_own_are_warned_of(self, tmp_path: Path) -> None:
        check = "import django; django.setup(); from django.core.management import call_command as c; c('check')"
        assert "accounts.W001" in with_environment(tmp_path, check, EMAIL_URL="smtp://mail.example.org")


class TestMailAddress:
    def test_a_server_with_starttls(self) -> None:
        assert email_settings("smtp://studio%40x:p%2Fw@mail.example.org") == {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "mail.example.org",
            "EMAIL_PORT": 587,
            "EMAIL_HOST_USER": "studio@x",
            "EMAIL_HOST_PASSWORD": "p/w",
            "EMAIL_USE_SSL": False,
            "EMAIL_USE_TLS": True,
            "EMAIL_TIMEOUT": 15,
        }

    @pytest.mark.parametrize(
        ("url", "port", "ssl", "starttls"),
        [
            ("smtps://mail.example.org", 465, True, False),
            ("smtp://mail.example.org:2525?starttls=0", 2525, False, False),
            ("smtp://mail.example.org:25", 25, False, True),
        ],
    )
    def test_other_ways_to_it(self, url: str, port: int, ssl: bool, starttls: bool) -> None:
        read = email_settings(url)
        assert (read["EMAIL_PORT"], read["EMAIL_USE_SSL"], read["EMAIL_USE_TLS"]) == (port, ssl, starttls)

    def test_files_and_the_console(self) -> None:
        assert email_settings("file:///var/mail%20box")["EMAIL_FILE_PATH"] == "/var/mail box"
        assert email_settings("console:")["EMAIL_BACKEND"].endswith("console.EmailBackend")

    def test_anything_else_stops_the_start(self) -> None:
        with pytest.raises(ValueError, match="EMAIL_URL"):
            email_settings("gopher://mail.example.org")
