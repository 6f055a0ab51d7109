"""Static files under names that change with their content, our own modules' imports of one another included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

OURS = "js/*.js"


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from "./x.js"`; else a module would ask for a name that is not there."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        OURS,  # what others ship imports names that only their own tools know
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001  Django has no other door
    )
