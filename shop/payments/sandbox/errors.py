class Refused(Exception):
    """An answer other than 200, in Stripe's shape.

    `begun` says that the work itself had started when it was refused. Such an answer is kept for
    its idempotency key; one refused for its parameters is not, as Stripe does it.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        begun: bool = False,
    ):
        super().__init__(message)
        self.status = status
        self.begun = begun
        said = {"type": kind, "message": message, "code": code, "param": param}
        self.body = {"error": {name: value for name, value in said.items() if value is not None}}


def missing(param: str) -> Refused:
    return Refused(f"Missing required param: {param}.", code="parameter_missing", param=param)


def no_such(kind: str, key: str) -> Refused:
    return Refused(
        f"No such {kind.replace('.', ' ')}: '{key}'",
        status=404,
        code="resource_missing",
        param="id",
    )
