import { demand, type Check } from '../check.js';
import { refused, status } from '../http.js';
import type { Person } from '../tokens.js';
import type { World } from '../world.js';
import { ASKERS, type AskerName, OPERATIONS, type Operation } from './operations.js';

const idOf = ({ method, path }: Operation) => `${method.toLowerCase()} ${path.replace(/^\/v1\//, '')}`;

/** An account by its name in the tables. The `stranger` is another buyer. */
async function personOf(world: World, name: AskerName): Promise<Person> {
  if (name === 'buyer') return (await world.sample()).buyer;
  if (name === 'stranger') return world.buyer();
  return world.shop[name];
}

/** A request of an operation. */
async function ask(world: World, operation: Operation, who: Person | { readonly token: string } | undefined) {
  const { method, path, at = () => path, body, write } = operation;
  const sent = body ? { body: await body(world) } : {};
  return world.send(who, method, await at(world), {
    ...sent,
    ...(write ? { key: world.id('key') } : {}),
    headers: acceptOf(path),
  });
}

/** Events are asked for as a long poll, which ends. */
const acceptOf = (path: string): Readonly<Record<string, string>> =>
  path === '/v1/events' ? { accept: 'application/json' } : {};

function mayAsk(operation: Operation, name: AskerName): Check {
  const { method, path, ok, has = [] } = operation;
  const base = { id: `access/${idOf(operation)} as ${name}`, section: 'who-may-ask-for-what' };
  if (operation.by.includes(name)) {
    return {
      ...base,
      says: `${method} ${path} is for ${name}: ${ok}${has.length > 0 ? ` with ${has.join(', ')}` : ''}.`,
      async run(world) {
        const answer = status(await ask(world, operation, await personOf(world, name)), ok);
        for (const member of has) demand(answer.body?.[member] !== undefined, `${answer.of} has no \`${member}\`.`);
        demand(
          /no-store|no-cache/.test(answer.headers.get('cache-control') ?? ''),
          `${answer.of} may be cached: its Cache-Control must have no-store.`,
        );
        if (ok === 204) demand(answer.text === '', `${answer.of} has a body with its 204.`);
        else if (has.length > 0)
          demand(
            (answer.headers.get('content-type') ?? '').startsWith('application/json'),
            `${answer.of} is no application/json.`,
          );
      },
    };
  }
  if (operation.lacking?.includes(name)) {
    return {
      ...base,
      says: `${method} ${path} tells ${name} which permission is missing: 403.`,
      async run(world) {
        const answer = refused(await ask(world, operation, await personOf(world, name)), 403, 'permission-missing');
        demand(
          typeof answer.body.needs === 'string',
          `${answer.of} does not say in \`needs\` which permission is missing.`,
        );
        demand(Array.isArray(answer.body.grantedBy), `${answer.of} does not say in \`grantedBy\` who can grant it.`);
      },
    };
  }
  return {
    ...base,
    says: `${method} ${path} does not exist for ${name}: the same 404 as for a path that there is not.`,
    async run(world) {
      const who = await personOf(world, name);
      const answer = refused(await ask(world, operation, who), 404, 'not-found');
      const nowhere = await world.get(who, '/v1/there-is-no-such-path');
      demand(
        answer.text === nowhere.text,
        `${answer.of} differs from a path that does not exist: ${answer.text} and ${nowhere.text}`,
      );
    },
  };
}

const matrix = OPERATIONS.flatMap((operation) => ASKERS.map((name) => mayAsk(operation, name)));

const tokens = OPERATIONS.flatMap((operation): readonly Check[] => [
  {
    id: `tokens/${idOf(operation)} without a token`,
    says: `${operation.method} ${operation.path} without a token is refused with 401 and says how to sign in.`,
    section: 'tokens',
    async run(world) {
      const answer = refused(await ask(world, operation, undefined), 401, 'unauthenticated');
      demand(
        /^bearer/i.test(answer.headers.get('www-authenticate') ?? ''),
        `${answer.of} has no \`WWW-Authenticate: Bearer\`.`,
      );
    },
  },
  {
    id: `tokens/${idOf(operation)} with nonsense`,
    says: `${operation.method} ${operation.path} with a token that is none is refused with 401.`,
    section: 'tokens',
    async run(world) {
      refused(await ask(world, operation, { token: 'eyJhbGciOiJub25lIn0.e30.' }), 401, 'unauthenticated');
    },
  },
]);

const METHODS = ['PUT', 'DELETE', 'PATCH', 'POST', 'GET'] as const;
const paths = [...new Map(OPERATIONS.map((operation) => [operation.path, operation])).values()];
const methods = paths.map((operation): Check => {
  if (operation.by.every((name) => name === 'messenger')) return ofMessengers(operation);
  const who = operation.by.at(-1) ?? operation.by[0];
  const { path, at = () => path, allow } = operation;
  const method = METHODS.find((one) => !allow.split(', ').includes(one)) ?? 'GET';
  return {
    id: `methods/${method.toLowerCase()} ${path.replace(/^\/v1\//, '')}`,
    says: `${method} ${path} is refused with 405, and \`Allow\` names ${allow}.`,
    section: 'who-may-ask-for-what',
    async run(world) {
      const answer = refused(
        await world.send(await personOf(world, who), method, await at(world)),
        405,
        'method-not-allowed',
      );
      const named = (answer.headers.get('allow') ?? '')
        .split(/, */)
        .filter((one) => one !== 'HEAD')
        .sort()
        .join(', ');
      demand(named === allow, `${answer.of} says \`Allow: ${named}\`, expected ${allow}.`);
    },
  };
});

/** Messengers learn of no other method. */
function ofMessengers({ path, at = () => path }: Operation): Check {
  return {
    id: `methods/put ${path.replace(/^\/v1\//, '')}`,
    says: `PUT ${path} does not exist for messengers: 404.`,
    section: 'who-may-ask-for-what',
    async run(world) {
      refused(await world.send(world.shop.messenger, 'PUT', await at(world)), 404, 'not-found');
    },
  };
}

/** Paths with an id of something that somebody else has, or that does not exist. */
const FOREIGN = ['', '/history', '/staff-messages', '/notes'].flatMap((tail): readonly Check[] => {
  const method = 'GET';
  const path = `/v1/tickets/{id}${tail}`;
  const wrong: readonly [string, (world: World) => Promise<string>][] = [
    ['of another shop', async (world) => (await world.elsewhere()).ticket.id as string],
    ['that does not exist', (world) => Promise.resolve(world.id('none'))],
    ['with a blank', () => Promise.resolve('a%20b')],
    ['with a control character', () => Promise.resolve('a%07b')],
    ['of 129 characters', () => Promise.resolve('x'.repeat(129))],
  ];
  return wrong.map(([what, id]) => ({
    id: `audiences/get ${path.slice(4)} ${what}`,
    says: `${method} ${path} with an id ${what} is the same 404 for everybody, byte by byte.`,
    section: 'audiences',
    async run(world) {
      const texts = new Set<string>();
      for (const who of [world.shop.agent, world.shop.main]) {
        texts.add(refused(await world.get(who, `/v1/tickets/${await id(world)}${tail}`), 404, 'not-found').text);
      }
      texts.add((await world.get(world.shop.agent, `/v1/tickets/${world.id('none')}${tail}`)).text);
      demand(
        texts.size === 1,
        `${method} ${path} answers differently for ids of others and ids that do not exist: ${[...texts].join(' ')}`,
      );
    },
  }));
});

export const ACCESS: readonly Check[] = [...matrix, ...tokens, ...methods, ...FOREIGN];
