import type { Refusal } from '@sidecard/core/authoring';
import { type DataProblem, PROBLEM_STATUS, type Problem, type ProblemCode } from '@sidecard/core/wire';
import { lineOf } from '../schemas/check.js';

const TITLES: Readonly<Record<ProblemCode, string>> = {
  'field-invalid': 'One or more fields are invalid.',
  'body-invalid': 'The request is invalid.',
  'command-unknown': 'Unknown command for this ticket.',
  'type-unknown': 'Unknown ticket type.',
  'order-fact-invalid': 'The report contradicts the order.',
  'idempotency-key-reused': 'This idempotency key was used for another request.',
  'idempotency-key-missing': 'Writes need an Idempotency-Key header of 1 to 200 visible ASCII characters.',
  'permission-missing': 'Your account lacks a permission.',
  'move-not-allowed': 'The ticket’s current state does not allow this.',
  'request-not-allowed': 'This order is not eligible for this ticket type.',
  'version-conflict': 'The ticket has changed since this version.',
  'not-found': 'Not found.',
  unauthenticated: 'A valid token is required.',
  'method-not-allowed': 'This resource does not allow the method.',
  'body-too-large': 'The request body is too large.',
  'picture-empty': 'The picture is empty.',
  'picture-too-large': 'The picture is too large.',
  'picture-type': 'This type of file is not allowed.',
  'picture-unreadable': 'The picture is damaged.',
  'picture-too-many-pixels': 'The picture has too many pixels.',
  'length-differs': 'The body is incomplete.',
  'too-many-uploads': 'Too many uploaded pictures are not used yet.',
  'too-many-templates': 'No more templates can be saved.',
  'too-many-webhooks': 'No more webhooks can be saved.',
  'too-many-notes': 'The ticket can have no more notes.',
  'cursor-expired': 'The feed does not continue at this cursor. Request it without one.',
  'rate-limited': 'Too many requests.',
  unavailable: 'The service is unavailable. Try again.',
};

/** Refuses a request. Thrown anywhere while handling it, and turned into a response at the edge. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.code);
    this.problem = problem;
    this.headers = headers;
  }
}

/** Members of a problem besides its code. */
export type ProblemDetails = Omit<Problem, 'type' | 'title' | 'status' | 'code'>;

/** Creates a problem with its title and status. */
export function problem(
  code: ProblemCode,
  details: ProblemDetails = {},
  headers?: Readonly<Record<string, string>>,
): ProblemError {
  const type = `urn:sidecard:problem:${code}`;
  return new ProblemError({ type, title: TITLES[code], status: PROBLEM_STATUS[code], code, ...details }, headers);
}

/** Creates the problem of an invalid request. @param errors - each invalid part, at least one */
export function invalid(...errors: readonly DataProblem[]): ProblemError {
  return problem('body-invalid', { detail: errors.map(lineOf).join(' '), errors });
}

/** Creates the problem of one invalid part. @param path - `''` for the request as a whole */
export function invalidPart(path: string, text: string): ProblemError {
  return invalid({ path, code: 'wrong', text });
}

/** Creates the problem of a refusal by the rules. Callers complete `permission-missing` and `version-conflict`. */
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
    case 'order-fact-invalid':
      return problem(refusal.code, { detail: refusal.problems.map(lineOf).join(' '), errors: refusal.problems });
    case 'request-not-allowed': {
      const { code, type: _type, ...details } = refusal;
      return problem(code, details);
    }
    case 'command-unknown':
    case 'type-unknown':
      return problem(refusal.code);
  }
}
