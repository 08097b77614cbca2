import { ENTRY_GROUPS } from '@sidecard/core/server';
import { type RawBuilder, sql } from 'kysely';
import type { EntryRow } from './stored.js';

/** A group of entries is a range of an index, of which the latest are read. */
const GROUPS = ENTRY_GROUPS.map(({ name, most }) => `('${name}', ${most}::bigint)`).join(', ');

/**
 * Reads as much of a ticket's history as core's `excerptOf` has, as a column of a statement over `ticket`. As text: a document would be built
 * only to be written.
 */
export const EXCERPT = `(select json_agg(json_build_array(
    h.position, h.kind, h.body -> 'schema', coalesce(h.body -> 'entry', h.body #> '{created,history,0}')))
  from (values ${GROUPS}) as g(name, most),
  lateral (select e.position, e.kind, e.body from ticket_event e
    where e.merchant_id = ticket.merchant_id and e.ticket_id = ticket.id and e.entry_group = g.name
    order by e.position desc limit g.most) as h)`;

/** The same, for a query builder. */
export const excerpt = (): RawBuilder<readonly EntryRow[] | null> => sql.raw(EXCERPT);
