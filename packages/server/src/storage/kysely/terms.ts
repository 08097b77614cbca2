import { type RawBuilder, sql } from 'kysely';
import type { TicketChange } from '../records.js';
import { insertRows, jsonRows } from './json-rows.js';
import { hasSameTerms, termsOf } from './terms-of.js';

const TERM = { merchant_id: 'text', term: 'text', ticket_id: 'text' } as const;
/** Tickets that an earlier release stored may have other terms than `before` says. */
const ON_TERM = 'on conflict do nothing';

/** Removes terms that tickets no longer have, and adds those that they have now. */
export function termStatements(changes: readonly TicketChange[]): [name: string, statement: RawBuilder<unknown>][] {
  const gone: object[] = [];
  const added: object[] = [];
  for (const { before, after } of changes) {
    if (before && hasSameTerms(before.ticket, after.ticket)) continue;
    const { merchantId: merchant_id, id: ticket_id } = after.ticket;
    const was = new Set(before ? termsOf(before.ticket) : []);
    const is = new Set(termsOf(after.ticket));
    for (const term of was) if (!is.has(term)) gone.push({ merchant_id, term, ticket_id });
    for (const term of is) if (!was.has(term)) added.push({ merchant_id, term, ticket_id });
  }
  const statements: [string, RawBuilder<unknown>][] = [];
  if (gone.length > 0) {
    statements.push([
      'gone_terms',
      sql`delete from ticket_term t using ${jsonRows('g', TERM, gone)}
        where t.merchant_id = g.merchant_id and t.term = g.term and t.ticket_id = g.ticket_id`,
    ]);
  }
  if (added.length > 0) statements.push(['terms', insertRows('ticket_term', TERM, added, ON_TERM)]);
  return statements;
}
