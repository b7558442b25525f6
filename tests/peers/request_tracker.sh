#!/bin/sh
# A real Request Tracker 5 for the tests, from Debian's own packages, on SQLite.
#
#   request_tracker.sh install-packages      once a machine, as root
#   request_tracker.sh seed DIR              a help desk in DIR: users, tickets; tokens in DIR/keys.txt
#   request_tracker.sh start DIR PORT        answers on http://127.0.0.1:PORT when this returns
#   request_tracker.sh stop DIR
#   request_tracker.sh run DIR COMMAND…      seed, start on a free port, run COMMAND, stop
#
# A COMMAND finds the desk by DESKPANE_RT (the address of its REST 2.0) and DESKPANE_RT_KEYS (a file of
# `login token`, a line each). Its verdict is the verdict.
#
# What is there is skipped. Everything of a desk lives in its DIR, so several can run side by side,
# and deleting the folder deletes the desk.
set -eu

home=/usr/share/request-tracker5
here=$(cd "$(dirname "$0")" && pwd)

say() { echo "request tracker: $*" >&2; }
fail() { say "$*"; exit 1; }

# With msmtp in place of Debian's usual mail server, which would be started; no mail leaves a desk.
install_packages() {
    if [ -e "$home/libexec/rt-server" ] && command -v rt-setup-database-5 >/dev/null; then
        return
    fi
    [ "$(id -u)" = 0 ] || fail "installing packages needs root"
    say "installing Debian's packages"
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        dbconfig-no-thanks msmtp-mta request-tracker5 rt5-db-sqlite rt5-standalone curl >/dev/null
}

# Our own settings alone: nothing of /etc is read or written.
enter() {
    dir=$(cd "$1" && pwd) || fail "no folder $1"
    export RT_SITE_CONFIG="$dir/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$dir/conf.d"
}

# The port stands in the addresses that RT gives out.
configure() {
    cat >"$dir/RT_SiteConfig.pm" <<END
Set(\$rtname, 'kettle.example');
Set(\$Organization, 'kettle.example');
Set(\$CorrespondAddress, 'support\@kettle.example');
Set(\$CommentAddress, 'inside\@kettle.example');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $1);
Set(\$WebPath, '');
Set(\$DatabaseType, 'SQLite');
Set(\$DatabaseName, '$dir/desk.sqlite3');
Set(\$LogToFile, 'warning');
Set(\$LogDir, '$dir/log');
Set(\$LogToFileNamed, 'rt.log');
Set(\$LogToSyslog, undef);
Set(\$LogToSTDERR, 'error');
Set(\$MailCommand, 'testfile');
Set(\$Timezone, 'UTC');
1;
END
}

seed() {
    mkdir -p "$1"
    enter "$1"
    # What the tests expect is in the seed: a desk that is older than it is of no use.
    if [ -s "$dir/keys.txt" ] &&
        [ -z "$(find "$here/request_tracker_seed.pl" -newer "$dir/keys.txt")" ]; then
        return
    fi
    say "making a desk in $dir"
    is_running && fail "it is running: stop it first"
    rm -rf "$dir/keys.txt" "$dir/desk.sqlite3" "$dir/log"
    mkdir -p "$dir/conf.d" "$dir/log"
    configure 80
    rt-setup-database-5 --action init --skip-create --dba-password '' >"$dir/seed.log" 2>&1 ||
        fail "the tables cannot be made, see $dir/seed.log"
    perl "-I$home/lib" "$here/request_tracker_seed.pl" >"$dir/keys.new" 2>"$dir/seed.log" ||
        fail "seeding failed, see $dir/seed.log"
    mv "$dir/keys.new" "$dir/keys.txt"
}

is_running() {
    [ -s "$dir/server.pid" ] && kill -0 "$(cat "$dir/server.pid")" 2>/dev/null
}

start() {
    enter "$1"
    if is_running; then
        return
    fi
    configure "$2"
    setsid "$home/libexec/rt-server" --host 127.0.0.1 --port "$2" --max-workers 3 \
        >"$dir/server.log" 2>&1 </dev/null &
    echo $! >"$dir/server.pid"
    tries=0
    until curl -sf -o /dev/null "http://127.0.0.1:$2/"; do
        tries=$((tries + 1))
        is_running && [ $tries -lt 300 ] || fail "does not start, see $dir/server.log"
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

run() {
    seed "$1"
    is_running && fail "it is running already, on a port of its own: stop it first"
    port=$(perl -MIO::Socket::INET \
        -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
    trap 'stop "$dir"' EXIT INT TERM
    start "$dir" "$port"
    shift
    env -u RT_SITE_CONFIG -u RT_SITE_CONFIG_DIR \
        DESKPANE_RT="http://127.0.0.1:$port/REST/2.0" DESKPANE_RT_KEYS="$dir/keys.txt" "$@"
}

case "${1-} $#" in
"install-packages 1") install_packages ;;
"seed 2") seed "$2" ;;
"start 3") start "$2" "$3" ;;
"stop 2") stop "$2" ;;
"run "[3-9] | "run "[1-9][0-9]) shift && run "$@" ;;
*) fail "usage: $0 install-packages | seed DIR | start DIR PORT | stop DIR | run DIR COMMAND…" ;;
esac
