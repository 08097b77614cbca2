import type { Ticket, TicketEvent } from '@sidecard/core/authoring';
import { rebuild } from '@sidecard/core/server';
import type { HistoryPage, TicketAnswer } from '@sidecard/core/wire';
import { Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recorded } from '../support/recorded.ts';
import { STAFF, startTestServer, type TestServer } from '../support/server.ts';

const RECORDED = recorded<TicketEvent, Ticket>(1);

describe('a database that an earlier release has written', () => {
  let world: TestServer;

  beforeAll(async () => {
    world = await startTestServer();
    await world.get(STAFF, '/v1/session');
    const db = new Kysely<unknown>({ dialect: world.database.dialect });
    await sql`alter table ticket alter entries set default '[]'`.execute(db);
    for (const { ticket, events } of RECORDED) {
      const { id, merchantId, type, workflow, intervention, updatedAtMs, version, order } = ticket;
      await sql`insert into ticket values (${merchantId}, ${id}, ${`number-of-${id}`}, ${order.id}, ${ticket.conversationId},
        ${order.buyer.id}, ${type}, ${workflow}, ${intervention}, ${updatedAtMs}, ${version}, ${events.length},
        ${JSON.stringify(ticket)}::jsonb)`.execute(db);
      for (const [index, event] of events.entries()) {
        await sql`insert into ticket_event values (${merchantId}, ${id}, ${index + 1}, ${event.id}, ${event.kind},
          ${event.version}, ${event.atMs}, ${JSON.stringify(event)}::jsonb)`.execute(db);
      }
    }
  });
  afterAll(() => world.stop());

  it.each(RECORDED)('is read in the shape of this release: $type', async ({ ticket, events }) => {
    const reader = { ...STAFF, merchantId: ticket.merchantId };
    const { body } = await world.get<TicketAnswer>(reader, `/v1/tickets/${ticket.id}`);
    const { history } = rebuild(events);
    const told = (entries: readonly { readonly sentMessage?: { readonly text: string } }[]) =>
      entries.flatMap(({ sentMessage }) => sentMessage?.text ?? []);
    expect(told(body.ticket.history)).toEqual(told(history));
    const page = await world.get<HistoryPage>(reader, `/v1/tickets/${ticket.id}/history?limit=200`);
    expect(page.body.entries).toEqual(body.ticket.history);
    expect(page.text).not.toContain('"told"');
  });
});
