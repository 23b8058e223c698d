"""Hook of every pass: answers may have the members that the document names, and no others.

The document itself stays open, as clients have to be: what is added later breaks nobody. Bodies
of requests stay as they are, so that members nobody knows are still sent and refused."""

import copy

import schemathesis

HERE = "#/components/schemas/"


def close(document):
    """Closes the schemas of all answers, in place; how many objects that concerns."""
    schemas = document["components"]["schemas"]
    answers = [content for operations in document["paths"].values() for operation in operations.values()
               if isinstance(operation, dict) for answer in operation.get("responses", {}).values()
               for content in answer.get("content", {}).values() if "schema" in content]
    bodies = [operation.get("requestBody", {}) for operations in document["paths"].values()
              for operation in operations.values() if isinstance(operation, dict)]
    sent = _reached(bodies, schemas)
    closed = _Closing(schemas, sent)
    for content in answers:
        content["schema"] = closed.of(content["schema"])
    schemas.update(closed.made)
    return closed.objects


def _reached(start, schemas):
    """Names of the schemas that these parts of the document lead to."""
    found, todo = set(), [start]
    while todo:
        part = todo.pop()
        if isinstance(part, list):
            todo += part
        elif isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix(HERE)
            if name in schemas and name not in found:
                found.add(name)
                todo.append(schemas[name])
            todo += part.values()
    return found


class _Closing:
    def __init__(self, schemas, sent):
        self.open, self.sent, self.made, self.objects = copy.deepcopy(schemas), sent, {}, 0

    def of(self, schema, part=False):
        """The closed form of a schema; a part of an `allOf` is closed by the whole."""
        schema = copy.deepcopy(schema)
        if schema.get("$ref", "").startswith(HERE):
            schema["$ref"] = HERE + self._named(schema["$ref"].removeprefix(HERE), part)
        for word in ("anyOf", "oneOf", "allOf"):
            if word in schema:
                schema[word] = [self.of(each, part or word == "allOf") for each in schema[word]]
        if "properties" in schema:
            schema["properties"] = {name: self.of(each) for name, each in schema["properties"].items()}
        for word in ("items", "additionalProperties"):
            if isinstance(schema.get(word), dict):
                schema[word] = self.of(schema[word])
        if not part and "allOf" in schema:
            self.objects += 1
            schema["unevaluatedProperties"] = False
        elif not part and "properties" in schema and "additionalProperties" not in schema:
            self.objects += 1
            schema["additionalProperties"] = False
        return schema

    def _named(self, name, part):
        """The name of the closed schema: its own, unless requests or parts need the open one."""
        new = f"{name}InPart" if part else f"{name}InAnswers" if name in self.sent else name
        if new not in self.made:
            # Before its members are looked at: a schema may lead to itself.
            self.made[new] = {}
            self.made[new] = self.of(self.open[name], part)
        return new


@schemathesis.hook
def before_load_schema(context, raw_schema):
    close(raw_schema)
