"""What Python in WebAssembly leaves undone when it is asked for things that are not there: plain errors instead of strange ones.

None of this is a wall. The walls are those of the process (docs/runbooks-scripts.md).
"""

import errno
import os
import socket
import sys

import muster_boto3
import muster_script

NO_NETWORK = "a script has no network here; ask AWS by boto3, or use a step with aws:invokeWebhook"


def no_network(*args, **kwargs):
    raise OSError(errno.EACCES, NO_NETWORK)


def no_process(*args, **kwargs):
    raise OSError(errno.EACCES, "a script starts no programs here")


os.system = os.popen = no_process
socket.socket.__init__ = no_network
socket.getaddrinfo = socket.gethostbyname = socket.gethostbyname_ex = no_network
for name in ("js", "pyodide_js", "pyodide_js._api"):
    sys.modules[name] = None


def main():
    # The state of the snapshot is that of every script: chance must not be.
    sys.modules["random"].seed(os.urandom(16))
    device = os.open("/dev/muster", os.O_RDWR)
    muster_script.serve(muster_script.Link(device, device), muster_boto3)
