"""Hook of every pass: most generated ids would be of nothing, and every answer 404. Ids of the
right shape are led to objects that exist; wrong shapes, zero and negative numbers stay as they are.
Loaded by schemathesis, see run.py."""

import json
import os

import counts  # noqa: F401  (its hooks too)
import schemathesis

# Kind of object -> ids that exist, by the word behind /api/v2/ in the path.
EXISTING = json.loads(os.environ["SPEC_EXISTING"])


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    if not path_parameters:
        return path_parameters
    ids = EXISTING.get(context.operation.path.split("/")[3], [])
    value = path_parameters.get("id")
    if isinstance(value, int) and not isinstance(value, bool) and value > 0 and ids:
        path_parameters["id"] = ids[value % len(ids)]
    elif isinstance(value, str) and value.isascii() and value.isalnum() and ids:
        path_parameters["id"] = ids[sum(value.encode()) % len(ids)]
    return path_parameters
