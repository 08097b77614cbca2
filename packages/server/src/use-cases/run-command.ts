import { decide, type Command, type ThreadMessage } from '@sidecard/core/authoring';
import type { RequestContext, ServerContext } from '../context/context.js';
import { changeBy } from '../tickets/change.js';
import { problem } from '../wire/problem.js';
import { refusalProblem } from './refusal.js';
import { writeOnce, type WriteKey, type WriteResult } from './write-once.js';

/**
 * Runs a command on a ticket, or writes to its staff thread. Core's rules decide.
 *
 * @throws ProblemError `not-found` if the account has no such ticket, and the rules' refusals
 */
export async function runCommand(
  context: ServerContext,
  request: RequestContext,
  ticketId: string,
  command: Command | ThreadMessage,
  write: WriteKey,
): Promise<WriteResult> {
  return writeOnce(context, request, write, async (unit) => {
    // Lock the order's tickets together, because they share its budgets.
    const known = await unit.lockTicket(request, ticketId);
    if (!known) throw problem('not-found');
    const { found, related } = known;
    const { types, newId, clock } = context;
    const { actor, policy } = request;
    const decision = decide(found.ticket, command, actor, { now: clock.now(), types, policy, related, newId });
    if (!decision.ok) throw await refusalProblem(context, unit, request, decision.error, known);
    const change = changeBy(decision.value, found, related);
    const spawned = decision.spawned && changeBy(decision.spawned, undefined, [...related, change.after.ticket]);
    return { change, spawned, related };
  });
}
