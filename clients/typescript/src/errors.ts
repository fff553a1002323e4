// What can go wrong, whichever family says it.

/** Base of all errors. `isSafeToRetry` says whether the same call may be made again as it is. */
export class StudioError extends Error {
  constructor(
    message: string,
    readonly isSafeToRetry = false,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** No answer came. A write without an Idempotency-Key may have been done. */
export class ConnectionLost extends StudioError {}

/** The work ended without its result; nothing was charged. */
export class JobFailed extends StudioError {
  constructor(
    message: string,
    readonly job: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** A webhook that the studio did not send, or not now. */
export class SignatureInvalid extends StudioError {}

/** The studio refused. `code` is the family's; `retryAfterS` is in seconds where the studio names it. */
export class ApiError extends StudioError {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown>,
    readonly requestId: string,
    readonly retryAfterS: number | undefined,
  ) {
    super(message, [429, 502, 503, 504].includes(status) || (status === 409 && retryAfterS !== undefined));
  }

  /** Read any family's envelope: an object under `error`, a sentence under `error`, or a flat one. */
  static async of(answer: Response): Promise<ApiError> {
    const told = record(await answer.json().catch(() => ({})));
    const inner = told["error"];
    const fields = typeof inner === "object" && inner !== null ? record(inner) : told;
    const isSentence = typeof inner === "string";
    const message = isSentence && !("message" in told) ? inner : fields["message"];
    const code = fields["code"] ?? (isSentence && "message" in told ? inner : undefined);
    const waits = Number(answer.headers.get("retry-after") ?? NaN);
    return new ApiError(
      answer.status,
      String(code ?? `http_${answer.status}`),
      String(message ?? `The studio answered ${answer.status}.`),
      record(fields["details"]),
      String(fields["requestId"] ?? fields["request_id"] ?? answer.headers.get("x-request-id") ?? ""),
      Number.isFinite(waits) ? waits : undefined,
    );
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
