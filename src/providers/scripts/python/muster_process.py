"""The way into a real Python: bounds of the system, the channel to Muster, then the script."""

import os
import resource
import signal
import sys

import muster_boto3
import muster_script


def bound(name, most):
    if hasattr(resource, name):
        resource.setrlimit(getattr(resource, name), (most, most))


def main(limits):
    # Should nobody be left to end it, because Muster was killed.
    signal.signal(signal.SIGALRM, lambda number, frame: os._exit(124))
    signal.alarm(limits["seconds"])
    if limits["memory"]:
        bound("RLIMIT_AS", limits["memory"])
    bound("RLIMIT_CPU", limits["seconds"])
    bound("RLIMIT_CORE", 0)
    bound("RLIMIT_NOFILE", 64)
    bound("RLIMIT_FSIZE", 64 * 1024 * 1024)
    if limits["alone"]:
        bound("RLIMIT_NPROC", 0)
    # The channel is moved away, so that what native code prints or reads cannot fall into it.
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    for descriptor in (source, sink):
        os.set_inheritable(descriptor, False)
    muster_script.serve(muster_script.Link(source, sink), muster_boto3)
