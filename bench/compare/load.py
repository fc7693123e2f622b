"""Drives a service with wrk, and says what came of it and what it cost."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
STEADY = 0.10
SLICE_SECONDS = 3


class Failed(Exception):
    """A run that had errors, of which nothing is reported."""


def wrk(url, requests, clients, seconds):
    """
    Answers a second and more, of clients that each keep one connection and one request at a time.

    Raises Failed if any answer was an error, or none came over a connection.
    """
    before = os.times()
    run = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", os.path.join(HERE, "requests.lua"), url,
                          "--", requests], capture_output=True, text=True)
    after = os.times()
    if run.returncode or not run.stdout.strip().endswith("}"):
        sys.exit(f"wrk has failed: {run.stdout[-500:]} {run.stderr[-500:]}")
    result = json.loads(run.stdout.strip().splitlines()[-1])
    if result["refused"] or result["broken"] or not result["answers"]:
        raise Failed(f"{result['refused']} answers were no success, {result['broken']} connections broke, of {result['answers']} answers")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return {"rate": result["answers"] / result["seconds"], "answers": result["answers"], "bytes": result["bytes"], "p50": result["p50"],
            "p99": result["p99"], "p999": result["p999"], "client_cpu": cpu / result["seconds"]}


def warm(drive, least, most):
    """Drives until three slices on end differ by less than a tenth, for at least and at most so many seconds; the answers."""
    rates, answers = [], 0
    while True:
        slice_ = drive(SLICE_SECONDS)
        answers += slice_["answers"]
        rates.append(slice_["rate"])
        last = rates[-3:]
        steady = len(last) == 3 and max(last) - min(last) < STEADY * max(last)
        if len(rates) * SLICE_SECONDS >= (least if steady else most):
            return answers
