"""ONNX Runtime with its reports home switched off.

Since 1.29 its packages for every system send events to the maker over the network and keep a device's id in the
user's cache, from the moment they are imported.  The only complete way to prevent it is the variable set here before
the import (its Privacy.md); on Windows builds with the older provider the call after it stops what remains.  Nothing
else in the program may import `onnxruntime`.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime  # the variable must be there before

onnxruntime.disable_telemetry_events()

__all__ = ["onnxruntime"]
