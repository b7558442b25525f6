#!/bin/sh
# A real Roundup 2.6 for the tests, from PyPI, on SQLite.
#
#   roundup.sh install-packages      once a machine: Roundup in a folder of the cache
#   roundup.sh seed DIR              a help desk in DIR: users, issues
#   roundup.sh start DIR PORT        answers on http://127.0.0.1:PORT when this returns; tokens in DIR/keys.txt
#   roundup.sh stop DIR
#   roundup.sh run DIR COMMAND…      seed, start on a free port, run COMMAND, stop
#
# A COMMAND finds the desk by DESKPANE_ROUNDUP (the address of its REST API), DESKPANE_ROUNDUP_KEYS (a file of
# `login token`, a line each) and DESKPANE_ROUNDUP_ORIGIN: the one origin whose pages may ask, with a free port that is
# for COMMAND to serve on. `start` allows the origin that the same variable names. COMMAND's verdict is the verdict.
#
# What is there is skipped. Everything of a desk lives in its DIR, so several can run side by side, and deleting the
# folder deletes the desk.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# What a tracker needs to be asked from another origin, as README.md says it.
interfaces=$here/../../docs/roundup_interfaces.py
version=2.6.0
home=${XDG_CACHE_HOME:-$HOME/.cache}/deskpane/roundup-$version

say() { echo "roundup: $*" >&2; }
fail() { say "$*"; exit 1; }

# PyJWT is what Roundup needs to take tokens.
install_packages() {
    if [ -e "$home/ready" ]; then
        return
    fi
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        [ "$(id -u)" = 0 ] || fail "installing python3-venv needs root"
        say "installing Debian's python3-venv"
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends python3-venv >/dev/null
    fi
    say "installing Roundup $version into $home"
    rm -rf "$home"
    python3 -m venv "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check "roundup==$version" "pyjwt==2.10.1"
    touch "$home/ready"
}

enter() {
    dir=$(cd "$1" && pwd) || fail "no folder $1"
    [ -e "$home/ready" ] || fail "not installed: $0 install-packages"
    # Into a file, or each new message would have to leave by a mail server.
    export SENDMAILDEBUG="$dir/mail.log"
}

admin() {
    "$home/bin/roundup-admin" -i "$dir/tracker" "$@" >>"$dir/seed.log" 2>&1 || fail "$1 failed, see $dir/seed.log"
}

seed() {
    mkdir -p "$1"
    enter "$1"
    # What the tests expect is in the seed: a desk that is older than it is of no use.
    if [ -e "$dir/seeded" ] && [ -z "$(find "$here"/roundup*.py "$interfaces" -newer "$dir/seeded")" ]; then
        return
    fi
    say "making a desk in $dir"
    is_running && fail "it is running: stop it first"
    rm -rf "$dir/tracker" "$dir/seeded" "$dir/seed.log"
    admin install classic sqlite rdbms_backend=sqlite
    cat "$here/roundup_schema.py" >>"$dir/tracker/schema.py"
    cp "$interfaces" "$dir/tracker/interfaces.py"
    configure 0 http://127.0.0.1:0
    admin initialise "$(random)"
    "$home/bin/python" "$here/roundup_seed.py" "$dir/tracker" >>"$dir/seed.log" 2>&1 ||
        fail "seeding failed, see $dir/seed.log"
    touch "$dir/seeded"
}

random() {
    head -c 48 /dev/urandom | od -An -vtx1 | tr -d ' \n'
}

# Port and origin stand in the tracker's own settings. Its secret stays, or a tab's token would not.
configure() {
    [ -s "$dir/secret" ] || random >"$dir/secret"
    sed -e "s|^#*web = .*|web = http://127.0.0.1:$1/|" \
        -e "s|^allowed_api_origins = .*|allowed_api_origins = $2|" \
        -e "s|^jwt_secret = .*|jwt_secret = $(cat "$dir/secret")|" \
        -e 's|^#*domain = .*|domain = kettle.example|' \
        -e '/^\[mail\]/,/^\[/ s|^#*host = .*|host = 127.0.0.1|' \
        -e "s|^api_calls_per_interval = .*|api_calls_per_interval = 6000|" \
        "$dir/tracker/config.ini" >"$dir/tracker/config.new"
    mv "$dir/tracker/config.new" "$dir/tracker/config.ini"
}

is_running() {
    [ -s "$dir/server.pid" ] && kill -0 "$(cat "$dir/server.pid")" 2>/dev/null
}

start() {
    enter "$1"
    if is_running; then
        return
    fi
    configure "$2" "${DESKPANE_ROUNDUP_ORIGIN-http://127.0.0.1:8080}"
    rm -f "$dir/keys.txt"
    setsid "$home/bin/python" "$here/roundup_serve.py" "$dir/tracker" "$2" "$dir/keys.txt" \
        >"$dir/server.log" 2>&1 </dev/null &
    echo $! >"$dir/server.pid"
    tries=0
    until "$home/bin/python" -c "import urllib.request as it; it.urlopen('http://127.0.0.1:$2/')" 2>/dev/null; do
        tries=$((tries + 1))
        is_running && [ $tries -lt 100 ] || fail "does not start, see $dir/server.log"
        sleep 0.2
    done
}

stop() {
    enter "$1"
    if is_running; then
        kill "$(cat "$dir/server.pid")"
    fi
    rm -f "$dir/server.pid"
}

free_port() {
    python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'
}

run() {
    seed "$1"
    port=$(free_port)
    page=$(free_port)
    while [ "$page" = "$port" ]; do page=$(free_port); done
    export DESKPANE_ROUNDUP_ORIGIN="http://127.0.0.1:$page"
    trap 'stop "$dir"' EXIT INT TERM
    start "$dir" "$port"
    shift
    env -u SENDMAILDEBUG \
        DESKPANE_ROUNDUP="http://127.0.0.1:$port/rest" DESKPANE_ROUNDUP_KEYS="$dir/keys.txt" "$@"
}

case "${1-} $#" in
"install-packages 1") install_packages ;;
"seed 2") seed "$2" ;;
"start 3") start "$2" "$3" ;;
"stop 2") stop "$2" ;;
"run "[3-9] | "run "[1-9][0-9]) shift && run "$@" ;;
*) fail "usage: $0 install-packages | seed DIR | start DIR PORT | stop DIR | run DIR COMMAND…" ;;
esac
