"""Runs a command under what a unit's MemoryDenyWriteExecute, RestrictAddressFamilies and SystemCallFilter say.

confine.py yes|no FAMILIES FILTERS COMMAND...  with FILTERS as the unit has them, one a line: names, @groups, ~ for those that are not
allowed. What systemd-analyze says is in a group counts. Exit status 77 where this machine does not let it.
"""
import ctypes
import errno
import os
import socket
import subprocess
import sys


def skip(reason):
    print("skipped:", reason, file=sys.stderr)
    sys.exit(77)


try:
    import seccomp
except ImportError:
    skip("there is no python3-seccomp")

PR_SET_MDWE = 65
libc = ctypes.CDLL(None, use_errno=True)


def calls(names):
    """The system calls that names mean, groups within groups too."""
    found = set()
    for name in names.split():
        if name.startswith("@"):
            listed = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True)
            lines = [line.strip() for line in listed.stdout.splitlines()[1:]]
            found |= calls(" ".join(line for line in lines if line and not line.startswith("#")))
        else:
            found.add(name)
    return found


deny_exec, families, filters, command = sys.argv[1], sys.argv[2].split(), sys.argv[3].splitlines(), sys.argv[4:]
allowed = set()
for names in filters:
    if names.startswith("~"):
        allowed -= calls(names[1:])
    else:
        allowed |= calls(names)
if not {"read", "execve", "socket"} <= allowed or "mount" in allowed:
    sys.exit(f"not what a service needs: {filters}")

rules = seccomp.SyscallFilter(defaction=seccomp.ERRNO(errno.EPERM))
for name in sorted(allowed - {"socket"}):
    try:
        rules.add_rule(seccomp.ALLOW, name)
    except (RuntimeError, ValueError):
        pass  # unknown on this kind of machine
for family in families:
    rules.add_rule(seccomp.ALLOW, "socket", seccomp.Arg(0, seccomp.EQ, getattr(socket, family)))
if deny_exec == "yes" and libc.prctl(PR_SET_MDWE, 1, 0, 0, 0) != 0:
    skip("this kernel cannot deny memory that is both written and executed: " + os.strerror(ctypes.get_errno()))
rules.load()
os.execv(command[0], command)
