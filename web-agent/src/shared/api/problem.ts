/** What the server answered instead of what was asked for; status 0 means that it could not be reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    const fields = isRecord(body) ? body : {};
    const code = typeof fields.code === 'string' ? fields.code : status === 0 ? 'unreachable' : `http_${String(status)}`;
    super(typeof fields.title === 'string' ? fields.title : code);
    this.name = 'ApiProblem';
    this.status = status;
    this.code = code;
    this.detail = typeof fields.detail === 'string' ? fields.detail : undefined;
    this.errors = isRecord(fields.errors) ? (fields.errors as Record<string, string[]>) : {};
    this.body = body;
  }

  /** True when the same request may well succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export function hasCode(error: unknown, code: string): error is ApiProblem {
  return error instanceof ApiProblem && error.code === code;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
