#!/bin/sh
# Makes this folder ready to run, and is done at once when it already is:
#   sh setup.sh          what the program needs
#   sh setup.sh --dev    and what its tests need (browser, Java, PostgreSQL, Redis, nginx)
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*"; }
fail() {
  say "$*" >&2
  exit 1
}

dev=""
case "${1:-}" in
  "") ;;
  --dev) dev=yes ;;
  *) fail "Use: sh setup.sh [--dev]" ;;
esac

scale=""
case "${CIRCLE_DATABASE_URL:-}" in postgresql*) scale=yes ;; esac
case "${CIRCLE_QUEUE_URL:-}" in redis*) scale=yes ;; esac

# .venv/.ready names the folder and the Python it was made for, then a stamp for every set of
# packages it holds: the checksum of all that decides what has to be installed. When the stamp is
# there, neither apt nor pip is asked.
ready=.venv/.ready
stamp() { { say "$made_for" && cat setup.sh "$@"; } | cksum | tr ' ' '-'; }
read_stamps() {
  made_for="$PWD, $(python3 -V 2>/dev/null || say 'no Python')"
  basic=$(stamp requirements.txt)
  scaled=$(stamp requirements.txt requirements-scale.txt)
  tested=$(stamp requirements.txt requirements-scale.txt requirements-dev.txt)
  if [ "$dev" ]; then
    need=$tested holds="$basic $scaled $tested" locks="-r requirements-dev.txt"
  elif [ "$scale" ]; then
    need=$scaled holds="$basic $scaled" locks="-r requirements.txt -r requirements-scale.txt"
  else
    need=$basic holds=$basic locks="-r requirements.txt"
  fi
}
read_stamps
if [ -x .venv/bin/pip ] && grep -qsxF "$need" "$ready"; then
  exit 0
fi

# --- System packages -----------------------------------------------------------------------------

missing=""
want() { # want PACKAGE [FILE]: noted as missing unless the file or the package is there
  if [ -e "${2:-}" ]; then return; fi
  dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed' || missing="$missing $1"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The tests start a PostgreSQL, a Redis and an nginx of their own; installing must not start the machine's.
held=""
hold_services() {
  if [ -e /usr/sbin/policy-rc.d ]; then return; fi
  held=yes
  trap release_services EXIT
  trap 'exit 130' INT TERM
  printf '#!/bin/sh\nexit 101\n' | as_root tee /usr/sbin/policy-rc.d >/dev/null
  as_root chmod 755 /usr/sbin/policy-rc.d
}
release_services() {
  if [ "$held" ]; then as_root rm -f /usr/sbin/policy-rc.d; fi
  held=""
}

install_missing() { # quiet when it works; shows everything apt said when it does not
  set -- env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300
  said=$(as_root "$@" update 2>&1 &&
    as_root "$@" install -y --no-install-recommends $missing 2>&1) || { say "$said" >&2; return 1; }
}

if command -v dpkg-query >/dev/null 2>&1; then
  # Without ensurepip `python3 -m venv` fails and leaves a .venv without pip.
  python3 -c 'import ensurepip' 2>/dev/null || want python3-venv
  want libpangoft2-1.0-0
  want libharfbuzz-subset0
  want fontconfig
  if [ "$dev" ]; then
    want chromium /usr/bin/chromium
    want libatomic1
    want default-jre-headless /usr/bin/java
    want make /usr/bin/make
    want nginx-light /usr/sbin/nginx
    want redis-server /usr/bin/redis-server
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want postgresql
  fi
  if [ "$missing" ]; then
    line="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
      fail "Please ask an administrator to run:  $line"
    fi
    say "Installing with apt:$missing"
    if [ "$dev" ]; then
      hold_services
      # Slim images leave this folder out, and Java's package stumbles over that.
      as_root mkdir -p /usr/share/man/man1
    fi
    install_missing || fail "That did not work. Please ask an administrator to run:  $line"
    if [ "$dev" ]; then release_services; fi
  fi
else
  say "This is not a Debian system. Printing needs Pango 1.44 or newer; README.md says more."
fi

# --- Python packages -----------------------------------------------------------------------------

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  fail "Quiet Circle needs Python 3.11 or newer. python3 here is: $(python3 -V 2>&1 || true)"
read_stamps
if [ -e "$ready" ] && ! grep -qsxF "$made_for" "$ready"; then
  say "The folder or its Python has changed: .venv is made anew."
  rm -rf .venv
fi
if ! [ -x .venv/bin/pip ] || ! .venv/bin/python -c '' 2>/dev/null; then
  rm -rf .venv
  python3 -m venv .venv
fi
say "Installing the locked Python packages"
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes $locks ||
  fail "The packages could not be installed. If this computer is online, try again: sh setup.sh"

{ say "$made_for" && printf '%s\n' $holds; } >"$ready"

.venv/bin/python -c 'import weasyprint; weasyprint.HTML(string="<p>ok").write_pdf()' \
  >/dev/null 2>&1 || say "PDFs cannot be made yet. What is missing: .venv/bin/flask --app app doctor"
say "Ready. Start with:  sh run.sh"
