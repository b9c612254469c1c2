"""Ends the kernel of optimnb from a cell, as Jupyter's client sees it: it is told, and the restarted kernel answers."""
import sys
import time

from jupyter_client.manager import start_new_kernel

LIMIT = 120
ENDS = {
    "a stack overflow": "int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)",
    "a crash of native code": "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern void abort();\nabort();",
}


def value(client, code):
    shown = []
    client.execute_interactive(code, timeout=LIMIT, output_hook=lambda m: shown.append(m["content"]))
    return next(c["data"]["text/plain"] for c in shown if "data" in c)


def wait(condition, what):
    end = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"jupyter-restart: {what} did not happen in {LIMIT} s")
        time.sleep(0.05)


manager, client = start_new_kernel(kernel_name="optim-csharp", startup_timeout=LIMIT)
try:
    for name, code in ENDS.items():
        assert value(client, "6 * 7") == "42"
        start = time.monotonic()
        client.execute(code)
        wait(lambda: not manager.is_alive(), f"the end of the process by {name}")
        told = time.monotonic() - start
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=LIMIT)
        assert value(client, "6 * 7") == "42"
        print(f"jupyter: {name} ends the kernel, seen after {told:.1f} s; started again it answers")
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
