import {
  actorFor,
  type Audience,
  isCaseEvent,
  type Problem,
  PROBLEM_STATUS,
  type ProblemCode,
  type Refusal,
  type Ticket,
} from '@sidecard/core';
import type { TransportAnswer } from '../client.types.js';

/** Makes a problem, RFC 9457 in shape. */
export function problem(code: ProblemCode, extra: Partial<Problem> = {}): TransportAnswer {
  const status = PROBLEM_STATUS[code];
  const body: Problem = { type: `urn:sidecard:problem:${code}`, title: code, status, code, ...extra };
  return { status, body };
}

/** What the rules refused, as the wire says it. `extra` is what they do not know: who grants, the caller's fresh projection. */
export function refusalProblem(refusal: Refusal, extra: Partial<Problem>): TransportAnswer {
  switch (refusal.code) {
    case 'move-not-allowed': {
      const { code, command: _command, ...details } = refusal;
      return problem(code, details);
    }
    case 'permission-missing': {
      const { grantedBy, permissionGuideUrl } = extra;
      return problem(refusal.code, {
        needs: refusal.needs,
        ...(grantedBy ? { grantedBy } : {}),
        ...(permissionGuideUrl ? { permissionGuideUrl } : {}),
      });
    }
    case 'field-invalid':
      return problem(refusal.code, { problems: refusal.problems });
    case 'version-conflict': {
      const { ticket, cursor, changed } = extra;
      return problem(refusal.code, {
        ...(ticket ? { ticket } : {}),
        ...(cursor ? { cursor } : {}),
        ...(changed ? { changed } : {}),
      });
    }
    case 'request-not-allowed': {
      const { code, type: _type, ...details } = refusal;
      return problem(code, details);
    }
    case 'command-unknown':
    case 'type-unknown':
      return problem(refusal.code);
  }
}

/** Who last changed the case, for whoever came too late. */
export function lastChange(ticket: Ticket, audience: Audience): Problem['changed'] {
  const entry = ticket.history.filter(({ kind }) => isCaseEvent(kind)).at(-1);
  return entry && { by: actorFor(entry.by, audience), kind: entry.kind, atMs: entry.atMs };
}
