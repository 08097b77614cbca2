import { openPostgres } from '@sidecard/server/node';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { BUYER, STAFF, SUB } from '../support/server.ts';
import {
  createWorlds,
  MESSAGE,
  NOTE,
  recordsOf,
  type SharedDatabase,
  STORY,
  type Worlds,
} from '../support/two-worlds.ts';

// As test/server/non-interference.test.ts, where the second server has nothing but the database and the first one's hints.

/** Few steps: every one is looked at from everywhere. */
const STEPS = STORY.filter(([name]) =>
  ['the shop comes', 'buyer creates', 'main declines', 'buyer escalates', 'staff begins', 'staff rules'].includes(name),
);

async function open(url: string): Promise<SharedDatabase> {
  // The name of its history is in every cursor, and differs between databases.
  const { history: _history, ...database } = await openPostgres(url, { connections: 8 });
  return { database, bus: await database.openBus() };
}

let worlds: Worlds;
beforeAll(async () => {
  worlds = await createWorlds(() => ({
    readers: 'handlers',
    async servers() {
      const url = await createDatabase(inject('postgres'));
      return [await open(url), await open(url)];
    },
  }));
});
afterAll(() => worlds.stop());

it('[R24] [R25] two servers give the buyer, whoever may not handle, the feed and webhooks the same bytes, whether shop and staff talk or not', async () => {
  const { talking, quiet } = await recordsOf(worlds, [BUYER, SUB], { steps: STEPS, files: true });
  expect(talking.length).toBeGreaterThan(300);
  expect(quiet.length).toBe(talking.length);
  for (const [index, text] of talking.entries()) expect(quiet[index]).toBe(text);

  // and there was something to hide
  const thread = `/v1/tickets/${worlds.talking.ticketId}/staff-messages`;
  const { body } = await worlds.talking.get<{ messages: readonly unknown[] }>(STAFF, thread);
  expect(body.messages.length).toBeGreaterThan(5);
  const all = JSON.stringify(talking);
  for (const told of ['reply.ready', 'ticket.created', 'ticket.status-changed', 'event: ticket'])
    expect(all).toContain(told);
  for (const secret of [MESSAGE.text, NOTE.text]) expect(all).not.toContain(secret);
}, 120_000);
