import { describeTicketType } from '@sidecard/core/authoring';
import type { TicketTypeDescription } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { problem } from '../wire/problem.js';

/**
 * Describes a ticket type for the account's party.
 *
 * @param version - the version that the caller knows; by default the current one
 * @param locales - languages of the texts; by default all
 * @throws ProblemError `not-found` if the type or the version does not exist
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
