"""Schedules on a machine of one's own: a timer of systemd, or a line for cron.

They stand in the site's folder, for whoever sets the machine up; it is read as /srv/NAME until
somebody writes another path.

Source: systemd.timer(5), systemd.service(5), crontab(5).
"""

from __future__ import annotations

from sitegen.model.documents import HostFile

FOLDER = "schedule"

_SERVICE = """\
# Builds the site when something is due, sends it to its readers and sees that they have it.
# Once, as root, on the machine that does this:
#   cd [[FOLDER]] && python3 -m venv .venv && .venv/bin/pip install -r requirements.txt
#   cp schedule/[[NAME]].* /etc/systemd/system/ && systemctl enable --now [[NAME]].timer
# requirements.txt and vendor/ come from `sitegen pack`; where the site goes, [deploy.live] of
# its settings says. Passwords and keys stand in /etc/[[NAME]].env, which root alone may read.
# What is said: journalctl -u [[NAME]]
[Unit]
Description=Build, deploy and verify [[NAME]]
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User=[[NAME]]
WorkingDirectory=[[FOLDER]]
EnvironmentFile=-/etc/[[NAME]].env
ExecStart=[[FOLDER]]/.venv/bin/sitegen build --if-due --quiet
ExecStart=[[FOLDER]]/.venv/bin/sitegen deploy live
ExecStart=[[FOLDER]]/.venv/bin/sitegen verify --quiet --wait 120
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=full
StateDirectory=[[NAME]]
Environment=XDG_STATE_HOME=/var/lib/[[NAME]]
"""
_TIMER = """\
[Unit]
Description=Build, deploy and verify [[NAME]] every five minutes

[Timer]
OnCalendar=*:0/5
Persistent=yes

[Install]
WantedBy=timers.target
"""
_CRON = """\
# For cron, where there is no systemd: crontab -e, as the user to whom [[FOLDER]] belongs.
# It mails what it is told, and that is nothing as long as all is well.
MAILTO=you@example.org
*/5 * * * * cd [[FOLDER]] && .venv/bin/sitegen build --if-due --quiet \
&& .venv/bin/sitegen deploy live --quiet && .venv/bin/sitegen verify --quiet --wait 120
"""

# Texts in which "[[NAME]]" and "[[FOLDER]]" stand for the site's.
FILES = (
    HostFile(f"{FOLDER}/[[NAME]].service", _SERVICE),
    HostFile(f"{FOLDER}/[[NAME]].timer", _TIMER),
    HostFile(f"{FOLDER}/crontab", _CRON),
)
