#!/usr/bin/env bash
# Sets up everything that rendering and testing need, in .venv beside this file. Safe to run again, also
# after an interrupted run, a moved folder or a new Python.
# The system libraries that pycairo and manimpango are built against are installed only where missing.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "$0")"

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup.sh: $*"; exit 1; }

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        command -v "$name" >/dev/null || continue
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        command -v "$name"
        return
    done
    fail "no Python 3.11 or newer was found; install one (for instance 'apt install python3' or" \
        "'brew install python') and run ./setup.sh again"
}

# What is missing on this system, in words of no package manager, on one line.
missing_parts() {
    {
        command -v cc >/dev/null || echo compiler
        command -v pkg-config >/dev/null || echo pkg-config
        pkg-config --exists cairo 2>/dev/null || echo cairo
        # On a Mac manimpango comes built, with its own pango.
        [ "$(uname)" = Darwin ] || pkg-config --exists pangocairo pangoft2 2>/dev/null || echo pango
        "$python" - <<'PYTHON'
import importlib.util, pathlib, sysconfig
if not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists():
    print("headers")
if importlib.util.find_spec("ensurepip") is None:
    print("venv")
PYTHON
    } | tr '\n' ' '
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "installing system libraries needs root; as root, run: $*"
    fi
}

install_parts() {
    local version wanted
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Installing system libraries (missing: $1)"
    if command -v apt-get >/dev/null; then
        wanted=(gcc libc6-dev pkg-config libcairo2-dev libpango1.0-dev)
        # Of the very Python that was found; plain python3-dev may belong to another.
        case " $1 " in *" headers "* | *" venv "*) wanted+=("python$version-dev" "python$version-venv") ;; esac
        as_root apt-get update -q >&2
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -q -y --no-install-recommends "${wanted[@]}" >&2
    elif command -v dnf >/dev/null; then
        as_root dnf install -y gcc pkgconf-pkg-config cairo-devel pango-devel "python$version-devel" >&2 ||
            as_root dnf install -y gcc pkgconf-pkg-config cairo-devel pango-devel python3-devel >&2
    elif command -v pacman >/dev/null; then
        as_root pacman -S --needed --noconfirm gcc pkgconf cairo pango python >&2
    elif command -v brew >/dev/null; then
        brew install pkgconf cairo >&2
    else
        fail "no apt, dnf, pacman or brew here; install by hand a C compiler, pkg-config, the development" \
            "files of cairo and pango, and those of Python $version with venv, then run ./setup.sh again"
    fi
}

# .venv is of use if its Python runs and sees its own packages (it doesn't after an interrupted creation or
# an upgrade of the system's Python), and if its programs start (they don't once the folder was moved).
usable() {
    local code=0
    .venv/bin/python -c 'import pip' 2>/dev/null || return 1
    [ -e .venv/bin/descent ] || return 0
    .venv/bin/descent --version >/dev/null 2>&1 || code=$?
    [ "$code" -lt 126 ]
}

complete() { .venv/bin/python -c 'import cairo, manimpango' 2>/dev/null; }

python=$(find_python)
fresh=
usable || fresh=yes
if [ -n "$fresh" ] || ! complete; then
    missing=$(missing_parts)
    [ -z "$missing" ] || install_parts "$missing"
fi
if [ -n "$fresh" ]; then
    say "Creating .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi

# uv pins every package to uv.lock; it is taken from the system, or brought into .venv by pip.
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    [ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.5" >&2
    uv=.venv/bin/uv
fi
complete || say "Installing the packages (this takes a minute or two)"
# --inexact: leaves uv itself in .venv.
UV_PROJECT_ENVIRONMENT=.venv "$uv" sync --frozen --inexact --quiet --python .venv/bin/python >&2
say "Ready. Try: .venv/bin/descent render tangent"
