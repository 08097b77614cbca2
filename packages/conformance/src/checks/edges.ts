import { demand, same, Skipped, type Check } from '../check.js';
import { header, refused, status } from '../http.js';

const ORIGIN = 'https://not-allowed.example';

const CORS: readonly Check[] = [
  {
    id: 'cors/preflight of the allowed origin',
    says: 'A preflight from an allowed origin is answered with 204 and without a token, and allows what clients send.',
    section: 'cors',
    needs: 'origin',
    async run(world) {
      const asked = { origin: world.origin ?? '', 'access-control-request-method': 'POST' };
      const answer = status(await world.send(undefined, 'OPTIONS', '/v1/tickets', { headers: asked }), 204);
      header(
        answer,
        'access-control-allow-origin',
        new RegExp(`^(\\*|${(world.origin ?? '').replace(/[.]/g, '\\.')})$`),
      );
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
        header(answer, 'access-control-allow-methods', new RegExp(`\\b${method}\\b`));
      for (const name of ['authorization', 'content-type', 'idempotency-key', 'last-event-id']) {
        header(answer, 'access-control-allow-headers', new RegExp(`\\b${name}\\b`, 'i'));
      }
      header(answer, 'access-control-max-age', /^\d+$/);
      same(answer.text, '', 'The body');
    },
  },
  {
    id: 'cors/preflight is the same everywhere',
    says: 'A preflight has no token, so it is answered the same at every path.',
    section: 'cors',
    async run(world) {
      const asked = { origin: world.origin ?? ORIGIN, 'access-control-request-method': 'POST' };
      const both = await Promise.all(
        ['/v1/tickets', '/v1/there-is-no-such-path'].map((path) =>
          world.send(undefined, 'OPTIONS', path, { headers: asked }),
        ),
      );
      const [one, two] = both.map(({ status: code, headers }) => [
        code,
        [...headers].filter(([name]) => name.startsWith('access-control')),
      ]);
      same(two, one, 'The preflight at a path that does not exist');
    },
  },
  {
    id: 'cors/exposed',
    says: 'A page of an allowed origin can read Date, Idempotent-Replayed, Retry-After and Location.',
    section: 'cors',
    needs: 'origin',
    async run(world) {
      const answer = status(await world.get(world.shop.agent, '/v1/session', { origin: world.origin ?? '' }), 200);
      header(answer, 'access-control-allow-origin', /./);
      for (const name of ['date', 'idempotent-replayed', 'retry-after', 'location']) {
        header(answer, 'access-control-expose-headers', new RegExp(`\\b${name}\\b`, 'i'));
      }
    },
  },
  {
    id: 'cors/refusals',
    says: 'A page of an allowed origin can read refusals, too.',
    section: 'cors',
    needs: 'origin',
    async run(world) {
      for (const who of [undefined, world.shop.agent]) {
        header(
          await world.get(who, '/v1/tickets/none', { origin: world.origin ?? '' }),
          'access-control-allow-origin',
          /./,
        );
      }
    },
  },
  {
    id: 'cors/other origins',
    says: 'A page of an origin that is not allowed cannot read answers, and answers vary by origin.',
    section: 'cors',
    needs: 'origin',
    async run(world) {
      for (const [method, who] of [
        ['GET', world.shop.agent],
        ['OPTIONS', undefined],
      ] as const) {
        const answer = await world.send(who, method, '/v1/session', {
          headers: { origin: ORIGIN, 'access-control-request-method': 'GET' },
        });
        if (answer.headers.get('access-control-allow-origin') === '*')
          throw new Skipped('The server allows every origin.');
        same(answer.headers.get('access-control-allow-origin'), null, `Access-Control-Allow-Origin of ${method}`);
        same(answer.headers.get('access-control-allow-methods'), null, `Access-Control-Allow-Methods of ${method}`);
        header(answer, 'vary', /origin/i);
      }
    },
  },
  {
    id: 'cors/no cookies',
    says: 'No answer allows credentials of pages, and none sets a cookie.',
    section: 'cors',
    async run(world) {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await world.send(world.shop.agent, method, '/v1/session', {
          headers: { origin: world.origin ?? ORIGIN },
        });
        same(answer.headers.get('access-control-allow-credentials'), null, 'Access-Control-Allow-Credentials');
        same(answer.headers.get('set-cookie'), null, 'Set-Cookie');
      }
    },
  },
];

const OPEN: readonly Check[] = [
  ...(['/healthz', '/readyz', '/openapi.json', '/card-message.schema.json'] as const).map((path): Check => ({
    id: `open/${path.slice(1)}`,
    says: `GET ${path} needs no token.`,
    section: 'without-a-token',
    async run(world) {
      const answer = status(await world.get(undefined, path), 200);
      demand(/json/.test(answer.headers.get('content-type') ?? ''), `${answer.of} is no JSON.`);
      if (path.endsWith('z')) same(answer.body.status, 'ok', 'The `status`');
      if (path === '/openapi.json') {
        demand(/^3\.1/.test(String(answer.body.openapi)), 'The document is not OpenAPI 3.1.');
        for (const one of ['/v1/session', '/v1/tickets', '/v1/tickets/{id}/commands', '/v1/events', '/v1/feed']) {
          demand(answer.body.paths?.[one] !== undefined, `The document does not describe ${one}.`);
        }
      }
      if (path.startsWith('/card-message'))
        demand(answer.body.properties !== undefined, 'The schema has no properties.');
    },
  })),
  {
    id: 'open/head',
    says: 'HEAD is answered like GET, without a body.',
    section: 'without-a-token',
    async run(world) {
      const answer = status(await world.send(world.shop.agent, 'HEAD', '/v1/session'), 200);
      same(answer.text, '', 'The body');
    },
  },
  ...(
    ['/v1/there-is-no-such-path', '/v1/tickets/', '/v1', '/nowhere', '/v1/tickets/a/b/c', '/v2/session'] as const
  ).map((path): Check => ({
    id: `problems/nothing at ${path}`,
    says: `At ${path} there is nothing: 404 as a problem, which must not be cached.`,
    section: 'problems',
    async run(world) {
      const answer = refused(await world.get(world.shop.agent, path), 404, 'not-found');
      header(answer, 'cache-control', /no-store/);
      header(answer, 'x-content-type-options', /^nosniff$/);
    },
  })),
  {
    id: 'problems/nosniff',
    says: 'Every answer says `X-Content-Type-Options: nosniff`.',
    section: 'problems',
    async run(world) {
      for (const path of ['/v1/session', '/v1/tickets', '/v1/tickets/none', '/healthz']) {
        header(await world.get(world.shop.agent, path), 'x-content-type-options', /^nosniff$/);
      }
      header(await world.get(undefined, '/v1/session'), 'x-content-type-options', /^nosniff$/);
    },
  },
  {
    id: 'problems/the same for the same',
    says: 'The same refusal is the same bytes.',
    section: 'problems',
    async run(world) {
      const texts = await Promise.all(
        [1, 2].map(async () => (await world.get(world.buyer(), `/v1/tickets/${world.id('none')}`)).text),
      );
      same(texts[1], texts[0], 'The second refusal');
    },
  },
];

export const EDGES: readonly Check[] = [...CORS, ...OPEN];
