import type { TicketAnswer } from '@sidecard/core/wire';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAIN, STAFF, SUB } from '../support/server.ts';
import { closeClients, memoryShop, sortedStorage } from './support/shops.ts';
import { tampered } from './support/tampered.ts';
import { eventually, settled, until } from './support/until.ts';

/** What can go wrong, and what goes on meanwhile. */
const STEPS = [
  'reply',
  'colleague-replies',
  'colleague-claims',
  'lose-answer',
  'lose-frame',
  'break-stream',
  'offline',
  'online',
  'drop-streams',
  'restore',
  'revoke',
  'grant',
  'new-page',
  'wait',
] as const;

it(
  'whatever befalls the network: every reply is made once, in order, and the screen is true in the end',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...STEPS), { minLength: 5, maxLength: 25 }), async (steps) => {
        const { shop, backend } = memoryShop();
        const ticket = await shop.create();
        await shop.grant(SUB.accountId, ['task.handle']);
        const line = shop.line(SUB);
        const wire = tampered(line.transport);
        const storage = sortedStorage();
        const open = () => shop.client(SUB, { line: { ...line, transport: wire }, storage });
        let client = open();
        const show = (): void => {
          client.ticket(ticket.id).subscribe(() => {});
          client.staffThread(ticket.id).subscribe(() => {});
        };
        show();
        await until(client.connection, ({ state }) => state === 'live');

        const sent: { text: string; answer: Promise<{ status: string }> }[] = [];
        for (const step of steps) {
          switch (step) {
            case 'reply': {
              const text = `Reply ${sent.length + 1}`;
              sent.push({ text, answer: client.send(ticket.id, { command: 'reply', fields: { text } }) });
              break;
            }
            case 'colleague-replies':
              await shop.act(MAIN, ticket.id, { command: 'reply', fields: { text: 'A colleague’s.' } });
              break;
            case 'colleague-claims':
              await shop.act(MAIN, ticket.id, { command: 'claim', fields: { force: true } });
              break;
            case 'lose-answer':
              line.loseAnswer(/commands$/);
              break;
            case 'lose-frame':
              wire.loseFrame('ticket');
              break;
            case 'break-stream':
              line.breakStream();
              break;
            case 'offline':
              line.goOffline();
              break;
            case 'online':
              line.goOnline();
              client.refresh();
              break;
            case 'drop-streams':
              await backend.dropStreams();
              break;
            case 'restore':
              await backend.restore();
              break;
            case 'revoke':
              await shop.grant(SUB.accountId, []);
              break;
            case 'grant':
              await shop.grant(SUB.accountId, ['task.handle']);
              break;
            case 'new-page':
              // what is not yet written down is not yet said to be queued
              await Promise.race([Promise.all(sent.map(({ answer }) => answer)), settled()]);
              client.close();
              client = open();
              show();
              break;
            case 'wait':
              await settled();
          }
        }

        wire.mend();
        line.goOnline();
        await shop.grant(SUB.accountId, ['task.handle']);
        // a hole before the head shows with the next frame
        await shop.act(STAFF, ticket.id, { command: 'extend', fields: { deadline: 'answer', hours: 1 } });
        const calm = (): boolean => {
          client.refresh();
          const { state } = client.connection.get();
          return state === 'live' && client.outbox.get().every((entry) => entry.state === 'refused');
        };
        // what is still being sent is not in the outbox yet
        await Promise.all(sent.map(({ answer }) => answer));
        await eventually(calm, 20_000);
        // the last thing that happens is shown, so what came before it has been too
        await shop.act(STAFF, ticket.id, { command: 'extend', fields: { deadline: 'answer', hours: 1 } });
        await eventually(async () => {
          await settled();
          const { body } = await line.transport.request({ method: 'GET', path: `/v1/tickets/${ticket.id}` });
          const { view, pending } = client.ticket(ticket.id).get();
          return !pending && JSON.stringify(view) === JSON.stringify((body as TicketAnswer).ticket);
        }, 20_000);

        const said = (await shop.asStaff(ticket.id)).history.flatMap(({ sentMessage }) => sentMessage?.text ?? []);
        const made = said.filter((text) => text.startsWith('Reply'));
        const refused = client.outbox.get().map(({ command }) => command.fields?.['text']);
        expect(new Set(made).size, 'no reply is made twice').toBe(made.length);
        expect(made, 'in order').toEqual([...made].sort((one, other) => Number(one.slice(6)) - Number(other.slice(6))));
        for (const { text, answer } of sent) {
          const { status } = await answer;
          const promised = status === 'confirmed' || (status === 'queued' && !refused.includes(text));
          expect(made.includes(text), `${text} was ${status}`).toBe(promised);
        }
        await until(client.staffThread(ticket.id), ({ status }) => status === 'ready');
        closeClients();
      }),
      { numRuns: 60 },
    );
  },
);
