"""Django's settings, derived from the clinic's configuration; nothing here is chosen by an operator."""

from datetime import timedelta

from daybreak.project import configuration, databases, logs

DAYBREAK = configuration.load()
_HTTPS = DAYBREAK.address.startswith("https://")
_ON_SQLITE = databases.is_sqlite(DAYBREAK.address_of_database)

SECRET_KEY = DAYBREAK.secret_key
AUDIT_KEY = DAYBREAK.audit_key
AUDIT_ANCHOR_FILE = DAYBREAK.anchors
NOTES_KEY_FILE = DAYBREAK.note_keys
REQUIRE_SECOND_FACTOR = DAYBREAK.require_second_factor
DEBUG = False
ALLOWED_HOSTS = list(DAYBREAK.hosts)
ROOT_URLCONF = "daybreak.project.urls"
ASGI_APPLICATION = "daybreak.project.asgi.application"

CLINIC_APPS = [
    f"daybreak.clinic.{name}"
    for name in (
        "people",
        "audit",
        "patients",
        "courses",
        "signatures",
        "consents",
        "preparation",
        "measures",
        "vials",
        "orders",
        "sessions",
        "forecasts",
        "imports",
        "duty",
        "alerts",
        "suitability",
        "plans",
        "integration",
        "notes",
        "followup",
        "trials",
        "rulebook",
    )
]
INSTALLED_APPS = [
    # First, because its templates take the place of allauth's.
    "daybreak.web",
    *CLINIC_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "daybreak.project.middleware.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "daybreak.project.middleware.static.static_files",
    "daybreak.project.middleware.request_log.request_log",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "daybreak.project.middleware.idle.IdleMiddleware",
    "daybreak.project.middleware.sign_in.SignInMiddleware",
    "daybreak.project.middleware.second_factor.SecondFactorMiddleware",
    "daybreak.project.middleware.wrong_method.WrongMethodMiddleware",
]
TEMPLATES = [
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
]

# The record
DATABASES = {"default": databases.settings_for(DAYBREAK.address_of_database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits are counted in the cache: one process on SQLite can count in memory, several must count together.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if _ON_SQLITE
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# Who signs in, and how
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "daybreak.project.accounts.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = bool(DAYBREAK.email_host)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{DAYBREAK.clinic_name}] "
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = DAYBREAK.trusted_proxies
MFA_ADAPTER = "daybreak.project.authenticators.AuthenticatorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = DAYBREAK.clinic_name
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Browsers treat this machine's own address as secure without TLS; no other address may be http (see configuration.py).
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS

# How long a signed-in person stays signed in
SESSION_COOKIE_AGE = int(timedelta(hours=DAYBREAK.session_hours).total_seconds())
SESSION_COOKIE_NAME = "__Host-daybreak" if _HTTPS else "daybreak"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = int(timedelta(minutes=DAYBREAK.idle_minutes).total_seconds())

# What browsers are told
CSRF_COOKIE_NAME = "__Host-daybreak-csrf" if _HTTPS else "daybreak-csrf"
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # it ends with the browser, as the session does
CSRF_TRUSTED_ORIGINS = [DAYBREAK.address]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if DAYBREAK.trusted_proxies else None
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if _HTTPS else 0
# Cross-origin posts must still carry their origin within the clinic, or Django's own check refuses them.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_NONE, _SELF = ["'none'"], ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _NONE,
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": ["'self'", "data:"],
        "connect-src": _SELF,
        "form-action": _SELF,
        "frame-ancestors": _NONE,
        "base-uri": _NONE,
    }
}

# Static files
STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Entry files keep their names from one version to the next, so a browser asks each time whether they changed (304).
WHITENOISE_MAX_AGE = 0
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/chunks/"

# Mail
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if DAYBREAK.email_host else 'dummy'}.EmailBackend"
EMAIL_HOST = DAYBREAK.email_host
EMAIL_PORT = DAYBREAK.email_port
EMAIL_HOST_USER = DAYBREAK.email_username
EMAIL_HOST_PASSWORD = DAYBREAK.email_password
EMAIL_USE_TLS = DAYBREAK.email_security == "starttls"
EMAIL_USE_SSL = DAYBREAK.email_security == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DAYBREAK.email_from or "daybreak@localhost"

# Messages to patients
EMAIL_SENDER = DAYBREAK.email_sender or ("smtp" if DAYBREAK.email_host else "off")
SMS_SENDER = DAYBREAK.sms_sender or "off"
ANSWER_ADDRESS = f"{DAYBREAK.address}/a/{{token}}/"

# Words and times
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = DAYBREAK.time_zone
CALENDAR_INITIALS = DAYBREAK.calendar_initials

# The log
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.settings()
