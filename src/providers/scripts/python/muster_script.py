"""Runs one script, and speaks with Muster: lines of JSON, one a message. Muster believes none of them.

Loaded by each of the runners of Python; it needs the standard library and nothing else.
"""

import inspect
import io
import json
import linecache
import os
import sys
import traceback
import types

NAME = "<script>"
MOST_PRINTED = 128 * 1024


class Link:
    """Messages to Muster and back, over two descriptors. Reading waits: to the script a call is synchronous."""

    def __init__(self, source, sink):
        self._source, self._sink, self._left = source, sink, b""

    def send(self, message):
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(self._sink, data) :]

    def receive(self):
        parts = [self._left]
        while b"\n" not in parts[-1]:
            part = os.read(self._source, 65536)
            if not part:
                raise EOFError("Muster has gone")
            parts.append(part)
        line, _, self._left = b"".join(parts).partition(b"\n")
        return json.loads(line)


class Printed(io.RawIOBase):
    """What a script prints becomes messages; beyond the bound it is dropped here, so that it costs nobody anything."""

    def __init__(self, link, left):
        self._link, self._left = link, left

    def writable(self):
        return True

    def write(self, data):
        piece = bytes(data[: min(self._left[0], 8192)])
        if piece:
            self._left[0] -= len(piece)
            self._link.send({"print": piece.decode("utf-8", "replace")})
        return len(piece) or len(data)


class Wrong(Exception):
    """What is to be mended in the step and not in the lines of the script."""


def serve(link, boto):
    """Takes the one job and answers it, whatever the script does short of ending the process."""
    job = link.receive()
    left = [MOST_PRINTED]
    streams = [io.TextIOWrapper(io.BufferedWriter(Printed(link, left)), "utf-8", "backslashreplace", line_buffering=True) for _ in "oe"]
    sys.stdout, sys.stderr = streams
    boto.install(link)
    answer = attempt(job)
    for stream in streams:
        stream.flush()
    link.send(answer)


def attempt(job):
    try:
        value = call(load(job["script"]), job["handler"], job["payload"], job["context"])
        return {"done": written(value)}
    except Wrong as error:
        return {"failed": {"error": "", "message": str(error), "trace": ""}}
    except SystemExit as error:
        message = f"the script ended itself by exit({error.code!r}); return from the handler instead"
        return {"failed": {"error": "SystemExit", "message": message, "trace": trace(error)}}
    except BaseException as error:
        return {"failed": told(error)}


def told(error):
    code = getattr(error, "response", {}).get("Error", {}).get("Code", "") if type(error).__module__ == "botocore.exceptions" else ""
    return {"error": type(error).__name__, "message": said(error), "trace": trace(error), "code": code}


def said(error):
    try:
        return str(error)[:4000]
    except BaseException:
        return "(its text cannot be had)"


def load(script):
    linecache.cache[NAME] = (len(script), None, script.splitlines(True), NAME)
    module = types.ModuleType("script")
    sys.modules["script"] = module
    exec(compile(script, NAME, "exec", dont_inherit=True), module.__dict__)
    return module


def call(module, handler, payload, context):
    function = getattr(module, handler, None)
    if not inspect.isroutine(function):
        names = [name for name, value in vars(module).items() if inspect.isfunction(value)]
        raise Wrong(f"the script has no function {handler}; it has {', '.join(names[:20]) or 'none'}. Name one of its functions as Handler")
    try:
        inspect.signature(function).bind(payload, context)
    except TypeError:
        raise Wrong(f"the handler must take (events, context); {handler} takes {inspect.signature(function)}") from None
    return function(payload, context)


def written(value):
    try:
        return json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise Wrong(f"what the handler returned is no JSON: {said(error)}. Return maps, lists, texts, numbers, booleans or None") from None


def trace(error):
    """The traceback, but only the lines of the script itself."""
    summary = traceback.TracebackException.from_exception(error, limit=-40, compact=True)
    cut(summary, 0)
    return "".join(summary.format())[-8000:]


def cut(summary, depth):
    if summary is None or depth > 10:
        return
    summary.stack = traceback.StackSummary.from_list([frame for frame in summary.stack if frame.filename == NAME])
    cut(summary.__cause__, depth + 1)
    cut(summary.__context__, depth + 1)
