"""Reads a safetensors file with Python's own library; prints, as JSON, every tensor's shape and numbers, and the metadata."""
import json
import struct
import sys

CODES = {"F64": "d", "F32": "f", "I64": "q"}

with open(sys.argv[1], "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    data = file.read()

metadata = header.pop("__metadata__")
tensors = {}
for name, entry in header.items():
    begin, end = entry["data_offsets"]
    code = CODES[entry["dtype"]]
    count = (end - begin) // struct.calcsize(code)
    values = struct.unpack(f"<{count}{code}", data[begin:end])
    tensors[name] = {"shape": entry["shape"], "values": [repr(value) for value in values]}
json.dump({"metadata": metadata, "tensors": tensors}, sys.stdout)
