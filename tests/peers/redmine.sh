#!/bin/sh
# A real Redmine 5 for the tests, from Debian's own packages, on SQLite.
#
#   redmine.sh install-packages      once a machine, as root
#   redmine.sh seed DIR              a help desk in DIR: users, tickets; keys in DIR/keys.txt
#   redmine.sh start DIR PORT        answers on http://127.0.0.1:PORT when this returns
#   redmine.sh stop DIR
#   redmine.sh run DIR COMMAND…      seed, start on a free port, run COMMAND, stop
#
# A COMMAND finds the desk by DESKPANE_REDMINE (its address) and DESKPANE_REDMINE_KEYS (a file of
# `login key`, a line each). Its verdict is the verdict.
#
# What is there is skipped. Everything of a desk lives in its DIR, so several can run side by side,
# and deleting the folder deletes the desk.
set -eu

home=/usr/share/redmine
here=$(cd "$(dirname "$0")" && pwd)

# Debian 12's ruby3.1 brings a newer bundler than the one that Debian has taught where its gems
# are; with it, nothing of Redmine is found.
export BUNDLER_VERSION=2.3.15
export RAILS_ENV=production REDMINE_LANG=en
# Migrations would write db/schema.rb into the package.
export SCHEMA=/dev/null

say() { echo "redmine: $*" >&2; }
fail() { say "$*"; exit 1; }

install_packages() {
    if [ ! -e "$home/config.ru" ] || ! command -v puma >/dev/null; then
        [ "$(id -u)" = 0 ] || fail "installing packages needs root"
        say "installing Debian's packages"
        apt-get update -q >/dev/null
        DEBIAN_FRONTEND=noninteractive REDMINE_INSTANCE=default apt-get install -y -q \
            --no-install-recommends dbconfig-no-thanks redmine redmine-sqlite puma curl >/dev/null
    fi
    # The web server is not among Redmine's own gems, and the gem for SQLite is taken along only
    # if some instance says that it uses it.
    if [ ! -e "$home/Gemfile.local" ]; then
        echo "gem 'puma'" >"$home/Gemfile.local"
    fi
    if [ ! -e /etc/redmine/default/database.yml ]; then
        database /var/lib/redmine/default/unused.sqlite3 >/etc/redmine/default/database.yml
        chmod 644 /etc/redmine/default/database.yml
    fi
    cd "$home"
    REDMINE_INSTANCE=default BUNDLE_SILENCE_ROOT_WARNING=1 bundle install --local --quiet
    # A lock file that only root can read stops everybody else.
    chmod a+r /var/lib/redmine/Gemfile.lock
}

database() {
    printf 'production:\n  adapter: sqlite3\n  database: %s\n  timeout: 30000\n' "$1"
}

# Debian's Redmine looks for an instance's files by its name in /usr/share/redmine/instances, a link
# to /var/lib/redmine. The way to our folder is a name too; four steps up end at the root from both.
enter() {
    dir=$(cd "$1" && pwd) || fail "no folder $1"
    export REDMINE_INSTANCE="../../../..$dir"
    cd "$home"
}

seed() {
    mkdir -p "$1"
    enter "$1"
    # What the tests expect is in the seed: a desk that is older than it is of no use.
    if [ -s "$dir/keys.txt" ] && [ -z "$(find "$here/redmine_seed.rb" -newer "$dir/keys.txt")" ]; then
        return
    fi
    say "making a desk in $dir"
    is_running && fail "it is running: stop it first"
    rm -rf "$dir/keys.txt" "$dir/desk.sqlite3" "$dir/files"
    mkdir -p "$dir/config" "$dir/files" "$dir/log" "$dir/tmp"
    database "$dir/desk.sqlite3" >"$dir/config/database.yml"
    head -c 48 /dev/urandom | od -An -vtx1 | tr -d ' \n' >"$dir/config/secret_key.txt"
    # Two runs: in one, the second does not see the columns that the first has made.
    for task in db:migrate redmine:load_default_data; do
        bundle exec rake "$task" >"$dir/seed.log" 2>&1 || fail "$task failed, see $dir/seed.log"
    done
    bundle exec ruby bin/rails runner "$here/redmine_seed.rb" >"$dir/keys.new" 2>"$dir/seed.log" ||
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
    setsid bundle exec puma --environment production --threads 1:4 \
        --bind "tcp://127.0.0.1:$2" config.ru >"$dir/server.log" 2>&1 </dev/null &
    echo $! >"$dir/server.pid"
    tries=0
    until curl -sf -o /dev/null "http://127.0.0.1:$2/login"; do
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
    # Before seeding, which goes elsewhere: COMMAND runs where it was called.
    from=$(pwd)
    seed "$1"
    port=$(ruby -rsocket -e 'puts TCPServer.new("127.0.0.1", 0).addr[1]')
    trap 'stop "$dir"' EXIT INT TERM
    start "$dir" "$port"
    shift
    cd "$from"
    env -u BUNDLER_VERSION -u RAILS_ENV -u REDMINE_LANG -u REDMINE_INSTANCE -u SCHEMA \
        DESKPANE_REDMINE="http://127.0.0.1:$port" DESKPANE_REDMINE_KEYS="$dir/keys.txt" "$@"
}

case "${1-} $#" in
"install-packages 1") install_packages ;;
"seed 2") seed "$2" ;;
"start 3") start "$2" "$3" ;;
"stop 2") stop "$2" ;;
"run "[3-9] | "run "[1-9][0-9]) shift && run "$@" ;;
*) fail "usage: $0 install-packages | seed DIR | start DIR PORT | stop DIR | run DIR COMMAND…" ;;
esac
