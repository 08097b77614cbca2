import { decide, type Command, type ThreadMessage } from '@sidecard/core';
import type { Caller } from '../auth/caller.js';
import { problem } from '../http/problem.js';
import type { Write } from '../http/write.js';
import type { ServerParts } from '../server-parts.js';
import { findWithRelated } from '../storage/tickets.js';
import { carryOut, type Carried } from './carry-out.js';
import { changeBy } from './change.js';
import { refusalProblem } from './refusal.js';

/**
 * Carries out a command on a ticket: a move, an append, or a message of the staff thread. What it does is for core's rules to say.
 *
 * @throws ProblemError `not-found` when the caller has no such ticket, and whatever the rules refuse with
 */
export async function runCommand(
  parts: ServerParts,
  caller: Caller,
  ticketId: string,
  command: Command | ThreadMessage,
  write: Write,
): Promise<Carried> {
  const policy = await parts.policyOf(caller.merchantId);
  return carryOut(parts, caller, write, async (tx) => {
    // The order's tickets are locked together: what one of them gives back, the others cannot.
    const known = await findWithRelated(tx, caller.scope, ticketId, true);
    if (!known) throw problem('not-found');
    const { types, newId, clock } = parts;
    const context = { now: clock.now(), types, policy, related: known.related, newId };
    const decision = decide(known.found.ticket, command, caller.actor, context);
    if (!decision.ok) throw await refusalProblem(parts, tx, caller, decision.error, policy, known);
    const { related } = known;
    const change = changeBy(decision.value, known.found, related);
    const beside = decision.spawned && changeBy(decision.spawned, undefined, [...related, change.after.ticket]);
    return { change, beside, related };
  });
}
