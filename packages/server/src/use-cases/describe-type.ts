import { describeTicketType } from '@sidecard/core/authoring';
import type { TicketTypeDescription } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { problem } from '../wire/problem.js';

/**
 * Describes a ticket type for the caller's party.
 *
 * @param version - that the caller has been told of; the current one when omitted
 * @param locales - languages of the texts; all when omitted
 * @throws ProblemError `not-found`: no such type, or no such version any more
 */
export function describeType(
  { types }: ServerContext,
  { actor }: RequestContext,
  key: string,
  version: string | undefined,
  locales: readonly string[] | undefined,
): TicketTypeDescription {
  const type = types.get(key);
  const description = type && describeTicketType(type, actor.party, locales);
  if (!description || (version !== undefined && version !== description.version)) throw problem('not-found');
  return description;
}
