import { PROBLEM_STATUS, type Problem, type ProblemCode, type Refusal } from '@sidecard/core';

const TITLES: Readonly<Record<ProblemCode, string>> = {
  'field-invalid': 'A field is not as it must be.',
  'body-invalid': 'The request is not as it must be.',
  'command-unknown': 'There is no such command for you on this ticket.',
  'type-unknown': 'There is no such ticket type.',
  'idempotency-key-reused': 'This idempotency key was used for another request.',
  'idempotency-key-missing': 'A write needs an Idempotency-Key header of 1 to 200 visible characters.',
  'permission-missing': 'Your account may not do this.',
  'move-not-allowed': 'This cannot be done in the present state.',
  'request-not-allowed': 'There can be no such ticket for this order.',
  'version-conflict': 'The ticket has changed meanwhile.',
  'not-found': 'There is nothing here.',
  unauthenticated: 'A valid token is needed.',
  'method-not-allowed': 'This method is not for this resource.',
  'body-too-large': 'The body is too large.',
  'rate-limited': 'Too much at once.',
  unavailable: 'This could not be done now; try again.',
};

/** An answer other than what was asked for. Thrown within a request and made into a response at its edge. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.code);
    this.problem = problem;
    this.headers = headers;
  }
}

/** What a problem may say beside its code. */
export type ProblemDetails = Omit<Problem, 'type' | 'title' | 'status' | 'code'>;

/** A problem with its title and status. */
export function problem(
  code: ProblemCode,
  details: ProblemDetails = {},
  headers?: Readonly<Record<string, string>>,
): ProblemError {
  const type = `urn:sidecard:problem:${code}`;
  return new ProblemError({ type, title: TITLES[code], status: PROBLEM_STATUS[code], code, ...details }, headers);
}

/** A refusal by the rules, as a problem. `permission-missing` and `version-conflict` are completed where more is known. */
export function problemOf(refusal: Exclude<Refusal, { code: 'version-conflict' }>): ProblemError {
  switch (refusal.code) {
    case 'move-not-allowed': {
      const { code, command: _command, ...details } = refusal;
      return problem(code, details);
    }
    case 'permission-missing':
      return problem('permission-missing', { needs: refusal.needs });
    case 'field-invalid':
      return problem('field-invalid', { problems: refusal.problems });
    case 'request-not-allowed': {
      const { code, type: _type, ...details } = refusal;
      return problem(code, details);
    }
    case 'command-unknown':
    case 'type-unknown':
      return problem(refusal.code);
  }
}

/** The response of a problem: the same bytes for the same problem. */
export function problemResponse({ problem: body, headers }: ProblemError): Response {
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  });
}
