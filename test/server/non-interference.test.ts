import type { TicketAnswer } from '@sidecard/core/wire';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUYER, STAFF, SUB, SUB2 } from '../support/server.ts';
import { createWorlds, MESSAGE, NOTE, recordsOf, STORY, type Worlds } from '../support/two-worlds.ts';

describe.each([
  { readers: 'handlers', outsiders: [BUYER, SUB], what: 'the buyer, and whoever may not handle,' },
  { readers: 'author', outsiders: [BUYER, SUB, SUB2], what: 'the buyer, and every account that did not write,' },
] as const)('two worlds, in one of which shop and staff talk, read by $readers', ({ readers, outsiders, what }) => {
  let worlds: Worlds;
  beforeAll(async () => {
    worlds = await createWorlds(() => ({ readers }));
  });
  afterAll(() => worlds.stop());

  it(
    `[R24] [R25] give ${what} the same bytes from every endpoint, header and stream`,
    { timeout: 240_000 },
    async () => {
      // Who may handle reads the archive.
      const records = await recordsOf(worlds, outsiders, { files: readers === 'handlers' });
      const { talking: one, quiet: two } = records;
      expect(one.length).toBeGreaterThan(300);
      expect(two.length).toBe(one.length);
      for (const [index, text] of one.entries()) expect(two[index]).toBe(text);

      // and there was something to hide
      const { talking, quiet } = worlds;
      const thread = await talking.get<{ messages: readonly unknown[] }>(
        STAFF,
        `/v1/tickets/${talking.ticketId}/staff-messages`,
      );
      expect(thread.body.messages.length).toBeGreaterThan(10);
      // on both tickets of the order
      const other = await talking.get<typeof thread.body>(STAFF, `/v1/tickets/${talking.other}/staff-messages`);
      expect(other.body.messages.length).toBeGreaterThan(5);
      for (const told of ['otherCases', 'event: related']) expect(records.talking.join()).toContain(told);
      expect(JSON.stringify(records)).toContain('reply.ready');
      expect(JSON.stringify(records)).not.toContain(MESSAGE.text);
      expect(JSON.stringify(records)).not.toContain(NOTE.text);
      expect(talking.secretPictures.size).toBe(STORY.length);
      expect((await quiet.get<TicketAnswer>(STAFF, `/v1/tickets/${quiet.ticketId}`)).body.ticket.rulings).toHaveLength(
        1,
      );
    },
  );
});
