"""A small boto3: clients whose calls Muster makes, under the role of the execution. docs/runbooks-scripts.md says what it lacks."""

import base64
import datetime
import decimal
import sys
import types


class ClientError(Exception):
    """As botocore's: `response['Error']['Code']` says what went wrong."""

    def __init__(self, error_response, operation_name):
        self.response, self.operation_name = error_response, operation_name
        error = error_response.get("Error", {})
        super().__init__(
            f"An error occurred ({error.get('Code', 'Unknown')}) when calling the {operation_name} operation: "
            f"{error.get('Message', 'Unknown')}"
        )


class BotoCoreError(Exception):
    """What never reached AWS."""


class ParamValidationError(BotoCoreError):
    """What cannot be asked in this form."""


class Exceptions:
    """`client.exceptions.NoSuchEntityException`: one class for each code, whether it is named or raised first."""

    ClientError = ClientError

    def __init__(self):
        self._classes = {}

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self.of(name)

    def of(self, code):
        key = code.removesuffix("Exception")
        if key not in self._classes:
            self._classes[key] = type(code, (ClientError,), {"__module__": "botocore.exceptions"})
        return self._classes[key]


class Client:
    def __init__(self, link, service, region):
        self._link, self._service, self._region = link, service, region
        self.exceptions = Exceptions()
        self.meta = types.SimpleNamespace(region_name=region, service_model=types.SimpleNamespace(service_name=service))

    def __getattr__(self, method):
        if method.startswith("_"):
            raise AttributeError(method)

        def call(*args, **kwargs):
            if args:
                raise TypeError(f"{method}() only accepts keyword arguments.")
            return self._ask(method, kwargs)

        call.__name__ = method
        return call

    def _ask(self, method, kwargs):
        call = {"service": self._service, "method": method, "input": plain(kwargs, 0)}
        if self._region is not None:
            call["region"] = self._region
        self._link.send({"call": call})
        answer = self._link.receive()
        if "error" in answer:
            error = answer["error"]
            response = {"Error": {"Code": error["code"], "Message": error["message"]}, "ResponseMetadata": {"HTTPStatusCode": error["status"], "RetryAttempts": 0}}
            raise self.exceptions.of(error["code"])(response, error["operation"])
        return {**answer["output"], "ResponseMetadata": {"HTTPStatusCode": 200, "RetryAttempts": 0}}

    def can_paginate(self, method):
        return True

    def get_paginator(self, method):
        return Paginator(getattr(self, method))

    def get_waiter(self, name):
        raise NotImplementedError(f"Muster's boto3 has no waiters ({name}): ask in a loop, or use a step with aws:waitForAwsResourceProperty")

    def generate_presigned_url(self, *args, **kwargs):
        raise NotImplementedError("Muster's boto3 signs no addresses: the script holds no keys")


# How an API hands on its place in a list: the member of the answer, and that of the next question.
TOKENS = [
    ("NextToken", "NextToken"),
    ("nextToken", "nextToken"),
    ("NextContinuationToken", "ContinuationToken"),
    ("NextMarker", "Marker"),
    ("Marker", "Marker"),
    ("LastEvaluatedTableName", "ExclusiveStartTableName"),
    ("LastEvaluatedKey", "ExclusiveStartKey"),
]


class Paginator:
    def __init__(self, call):
        self._call = call

    def paginate(self, PaginationConfig=None, **kwargs):
        if PaginationConfig:
            raise ParamValidationError("Muster's boto3 takes no PaginationConfig: name the API's own limit, and stop when you have enough")
        while True:
            page = self._call(**kwargs)
            yield page
            found = next(((member, name) for member, name in TOKENS if page.get(member)), None)
            if found is None or page.get("IsTruncated") is False:
                return
            member, name = found
            if kwargs.get(name) == page[member]:
                raise BotoCoreError("the same page came twice")
            kwargs[name] = page[member]


def plain(value, depth):
    """What JSON can carry; times become ISO 8601, bytes base64."""
    if depth > 40:
        raise ParamValidationError("what was asked is nested deeper than 40")
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, dict):
        return {str(name): plain(member, depth + 1) for name, member in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(member, depth + 1) for member in value]
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise ParamValidationError(f"Muster's boto3 cannot send a {type(value).__name__}")


def absent(name, instead):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f"Muster's boto3 has no {name}: {instead}")

    return refuse


def install(link):
    """Makes `import boto3` and `from botocore.exceptions import ClientError` find this."""

    def client(service_name, region_name=None, **ignored):
        wrong = [name for name in ignored if name not in ("config", "verify", "use_ssl", "api_version")]
        if wrong:
            raise ParamValidationError(f"Muster's boto3.client takes a name and region_name, and not {', '.join(wrong)}: it calls under the role of the execution")
        return Client(link, service_name, region_name)

    boto3, botocore = types.ModuleType("boto3"), types.ModuleType("botocore")
    exceptions, config = types.ModuleType("botocore.exceptions"), types.ModuleType("botocore.config")
    boto3.client = client
    boto3.resource = absent("resources", "use boto3.client")
    boto3.Session = boto3.setup_default_session = absent("sessions", "use boto3.client(name, region_name=…)")
    boto3.session = types.SimpleNamespace(Session=boto3.Session)
    for error in (ClientError, BotoCoreError, ParamValidationError):
        error.__module__ = "botocore.exceptions"
        setattr(exceptions, error.__name__, error)
    config.Config = lambda **settings: None
    botocore.exceptions, botocore.config = exceptions, config
    boto3.exceptions = exceptions
    for module in (boto3, botocore, exceptions, config):
        sys.modules[module.__name__] = module
