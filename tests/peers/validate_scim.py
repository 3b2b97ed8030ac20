"""Says what scim2-models thinks of SCIM files: a line per file, and exit code 1
if it refuses one.

    python validate_scim.py list FILE...    a ListResponse of users and groups
    python validate_scim.py bulk FILE...    a BulkRequest
"""

import json
import sys
from typing import Any, Union

from scim2_models import BulkRequest, Context, EnterpriseUser, Group, ListResponse, User


def check_list(document: dict[str, Any]) -> str:
    model = ListResponse[Union[User[EnterpriseUser], Group]]
    answer = model.model_validate(document, scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    assert answer.total_results == len(answer.resources), "totalResults does not count the resources"
    return f"{answer.total_results} resources"


def check_bulk(document: dict[str, Any]) -> str:
    """Each operation by what it is about."""
    operations = document["Operations"]
    for prefix, resource in [("/Users/", User[EnterpriseUser]), ("/Groups/", Group)]:
        about = [operation for operation in operations if operation["path"].startswith(prefix)]
        if not about:
            continue
        BulkRequest[resource].model_validate(document | {"Operations": about}, scim_ctx=Context.BULK_REQUEST)
    return f"{len(operations)} operations"


def main() -> int:
    check = {"list": check_list, "bulk": check_bulk}[sys.argv[1]]
    failed = False
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        try:
            print(check(document))
        except Exception as error:  # whatever it is, the file is refused
            failed = True
            print(f"refused: {error}")
    return 1 if failed else 0


sys.exit(main())
