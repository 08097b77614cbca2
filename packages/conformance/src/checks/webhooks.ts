import { demand, type Check } from '../check.js';
import { refused, status } from '../http.js';
import { check } from './case.js';

/** Nothing is saved: the server would send what happens to an address that is not the kit’s. */
export const WEBHOOKS: readonly Check[] = [
  check(
    'webhooks',
    'whose',
    'Addresses of webhooks are the host’s: for everybody else their paths do not exist.',
    async (world) => {
      const { main, agent, staff, messenger } = world.shop;
      const { buyer } = await world.sample();
      for (const who of [main, agent, staff, messenger, buyer]) {
        refused(await world.get(who, '/v1/webhooks'), 404, 'not-found');
        refused(await world.get(who, '/v1/webhooks/any/deliveries'), 404, 'not-found');
        refused(
          await world.send(who, 'PUT', '/v1/webhooks/any', { body: { url: 'https://chat.example/hooks' } }),
          404,
          'not-found',
        );
      }
    },
  ),
  check('webhooks', 'secrets', 'The host reads its addresses without their secrets.', async (world) => {
    const answer = await world.get(world.shop.host, '/v1/webhooks');
    // A server that sends none.
    if (answer.status === 404) return void refused(answer, 404, 'not-found');
    const { webhooks } = status(answer, 200).body;
    demand(Array.isArray(webhooks), `${answer.of} has no list \`webhooks\`.`);
    for (const one of webhooks) demand(!('secret' in one), `${answer.of} shows a secret.`);
  }),
];
