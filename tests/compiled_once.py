"""What every app of the same code compiles, kept: tests make thousands of apps, and most of each was compiling."""

from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Of templates, by their name and their words."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._kept.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


def keep_routes() -> None:
    """From now on, of two rules that read the same the second need not compile how its addresses are built."""
    kept: dict[Any, Any] = {}
    compile_builder = Rule._compile_builder

    def known(rule: Rule, append_unknown: bool = True) -> Any:
        reads = rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown
        if reads not in kept:
            kept[reads] = compile_builder(rule, append_unknown)
        return kept[reads]

    Rule._compile_builder = known  # type: ignore[assignment]
