import type { Problem } from '@sidecard/core/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleOf, startTestServer, type Claims, type TestServer } from '../support/server.ts';

// What a request may do is asked when its body has come: whoever withholds one keeps no permission by it.

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
});
afterAll(() => world.stop());

/** Begins a request whose body waits. @returns sends the rest */
async function begin(who: Claims, method: string, path: string, body: object) {
  const [first = '', ...rest] = JSON.stringify(body);
  let send = (): void => undefined;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder();
      controller.enqueue(encoder.encode(first));
      send = () => {
        controller.enqueue(encoder.encode(rest.join('')));
        controller.close();
      };
    },
  });
  const answered = world.server.fetch(
    new Request(`http://sidecard.test${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await world.token(who)}`,
        'content-type': 'application/json',
        'idempotency-key': `slow ${path}`.replaceAll(/\W/g, '-'),
      },
      body: stream,
      duplex: 'half',
    } as RequestInit),
  );
  return async () => {
    send();
    const response = await answered;
    return [response.status, ((await response.json()) as Problem).code] as const;
  };
}

it('[R14] a revoked permission is gone for requests whose body had not come', async () => {
  const { main, sub, sub2, buyer } = peopleOf('slow-bodies');
  for (const who of [sub, sub2]) await world.get(who, '/v1/session');
  await world.grant(sub.accountId, ['task.handle', 'account.manage'], main);
  const { ticket } = await world.create({}, buyer);
  const held = await Promise.all([
    begin(sub, 'PATCH', `/v1/accounts/${sub2.accountId}`, { permissions: ['task.handle'] }),
    begin(sub, 'POST', `/v1/tickets/${ticket.id}/commands`, { command: 'claim' }),
    begin(sub, 'POST', `/v1/tickets/${ticket.id}/notes`, { text: 'Written after the revocation.' }),
  ]);
  // Each has been let in by now: one that is sent later is answered.
  expect((await world.get(sub, `/v1/tickets/${ticket.id}/notes`)).status).toBe(200);
  await world.grant(sub.accountId, [], main);
  const answers = [];
  for (const send of held) answers.push(await send());
  expect(answers).toEqual([
    [403, 'permission-missing'],
    [403, 'permission-missing'],
    [403, 'permission-missing'],
  ]);
  const { body } = await world.get<{ accounts: { accountId: string; permissions: string[] }[] }>(main, '/v1/accounts');
  expect(body.accounts.find(({ accountId }) => accountId === sub2.accountId)?.permissions).toEqual([]);
});

it('a token that ends while its body is on its way is refused', async () => {
  const { main } = peopleOf('slow-token');
  await world.get(main, '/v1/session');
  const send = await begin(main, 'POST', '/v1/tickets/none/commands', { command: 'claim' });
  expect((await world.get(main, '/v1/session')).status).toBe(200);
  world.clock.advance(25 * 3_600_000);
  expect(await send()).toEqual([401, 'unauthenticated']);
});
