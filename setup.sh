#!/usr/bin/env bash
# Sets up everything that rendering and testing need, in .venv beside this file. Safe to run again.
# The system libraries that pycairo and manimpango are built against are installed only where missing.
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup.sh: $*"; exit 1; }

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            command -v "$name"
            return
        fi
    done
    fail "no Python 3.11 or newer was found; install one (for instance 'apt install python3' or" \
        "'brew install python') and run ./setup.sh again"
}

# What is missing on this system, in words of no package manager: compiler headers venv cairo pango
missing_parts() {
    command -v cc >/dev/null || echo compiler
    command -v pkg-config >/dev/null || echo pkg-config
    pkg-config --exists cairo 2>/dev/null || echo cairo
    [ "$(uname)" = Darwin ] || pkg-config --exists pangocairo pangoft2 2>/dev/null || echo pango
    "$python" - <<'PYTHON'
import importlib.util, pathlib, sysconfig
if not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists():
    print("headers")
if importlib.util.find_spec("ensurepip") is None:
    print("venv")
PYTHON
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "installing system libraries needs root; as root, run: $*"
    fi
}

install_parts() {
    local version
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Installing system libraries (missing: $*)"
    if command -v apt-get >/dev/null; then
        # The headers of the very Python that was found; plain python3-dev may belong to another.
        local wanted="gcc libc6-dev pkg-config libcairo2-dev libpango1.0-dev"
        case " $* " in *" headers "*|*" venv "*) wanted="$wanted python$version-dev python$version-venv";; esac
        as_root apt-get update -q
        # shellcheck disable=SC2086
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $wanted
    elif command -v dnf >/dev/null; then
        as_root dnf install -y gcc pkgconf-pkg-config cairo-devel pango-devel python3-devel
    elif command -v pacman >/dev/null; then
        as_root pacman -S --needed --noconfirm gcc pkgconf cairo pango python
    elif command -v brew >/dev/null; then
        brew install pkgconf cairo
    else
        fail "no apt, dnf, pacman or brew here; install by hand a C compiler, pkg-config, the development" \
            "files of cairo and pango, and those of Python $version, then run ./setup.sh again"
    fi
}

python=$(find_python)
[ -x .venv/bin/python ] || {
    mapfile_safe=$(missing_parts | tr '\n' ' ')
    # shellcheck disable=SC2086
    [ -z "${mapfile_safe// /}" ] || install_parts $mapfile_safe
}

# uv pins every package to uv.lock; it is taken from the system, or brought into .venv by pip.
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
    say "Creating .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
    uv=.venv/bin/uv
fi
# --inexact: leaves uv itself in .venv.
UV_PROJECT_ENVIRONMENT=.venv "$uv" sync --frozen --inexact --quiet --python .venv/bin/python
say "Ready. Try: .venv/bin/descent render tangent"
