"""The models of `schema` as JSON Schema, for the YAML plugin of an editor."""

import json

from pydantic import BaseModel, TypeAdapter

from madoguchi.schema import DATA, Page, SiteSettings, Term


def schemas() -> dict[str, str]:
    """Return file names and the JSON Schema of each kind of file."""
    models: dict[str, type[BaseModel]] = {"page": Page, "site": SiteSettings}
    out = {
        f"{name}.schema.json": json_text(model.model_json_schema(by_alias=True))
        for name, model in models.items()
    }
    for name, model in {**DATA, "terms": Term}.items():
        whole = TypeAdapter(dict[str, model]).json_schema(by_alias=True)  # type: ignore[valid-type]
        out[f"{name}.schema.json"] = json_text(whole)
    return out


def json_text(schema: object) -> str:
    """Return a schema as it stands in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
