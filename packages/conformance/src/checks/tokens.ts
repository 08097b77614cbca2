import { same, type Check } from '../check.js';
import { refused, status } from '../http.js';
import type { TokenFault } from '../tokens.js';

const now = () => Math.floor(Date.now() / 1000);

/** Wrong tokens, and what is wrong with them. */
const FAULTS: readonly (() => TokenFault)[] = [
  () => ({ name: 'signed with another key', secret: 'another secret, which is 32 bytes or more' }),
  () => ({ name: 'signed by another algorithm', algorithm: 'HS512' }),
  () => ({ name: 'that has ended', claims: { iat: now() - 700, exp: now() - 60 } }),
  () => ({ name: 'that begins later', claims: { nbf: now() + 300 } }),
  () => ({ name: 'issued in the future', claims: { iat: now() + 300, exp: now() + 900 } }),
  () => ({ name: 'whose times are in milliseconds', claims: { iat: Date.now(), exp: Date.now() + 600_000 } }),
  () => ({ name: 'valid for a year', claims: { exp: now() + 365 * 86_400 } }),
  () => ({ name: 'of another issuer', claims: { iss: 'https://another.example' } }),
  () => ({ name: 'for another audience', claims: { aud: 'another' } }),
  ...['iss', 'aud', 'sub', 'exp', 'iat', 'jti', 'party', 'merchantId'].map((claim) => (): TokenFault => ({
    name: `without ${claim}`,
    claims: { [claim]: undefined },
  })),
  () => ({ name: 'of the party system', claims: { party: 'system' } }),
  () => ({ name: 'of an unknown party', claims: { party: 'admin' } }),
  () => ({ name: 'whose main is a text', claims: { party: 'merchant', main: 'yes' } }),
  () => ({ name: 'whose sub has a blank', claims: { sub: 'a b' } }),
  () => ({ name: 'whose name has a line break', claims: { name: 'a\nb' } }),
];

const tokens = FAULTS.map((fault): Check => {
  const { name } = fault();
  return {
    id: `tokens/${name}`,
    says: `A token ${name} is refused with 401, without saying what exists.`,
    section: 'tokens',
    needs: 'faulty-tokens',
    async run(world) {
      const bad = await world.faulty(world.buyer(), fault());
      refused(await world.get(bad, '/v1/session'), 401, 'unauthenticated');
      const there = await world.get(bad, '/v1/tickets');
      const nowhere = await world.get(bad, '/v1/there-is-no-such-path');
      same(nowhere.text, there.text, 'The refusal at a path that does not exist');
    },
  };
});

const SCHEMES: readonly Check[] = [
  {
    id: 'tokens/scheme in any case',
    says: 'The scheme `bearer` may be written in any case.',
    section: 'tokens',
    async run(world) {
      const token = await world.tokens.token(world.shop.agent);
      status(await world.get(undefined, '/v1/session', { authorization: `bEaReR  ${token}` }), 200);
    },
  },
  ...(['Basic ', '', 'Bearer'] as const).map((scheme): Check => ({
    id: `tokens/scheme "${scheme.trim()}"`,
    says: `A token after "${scheme.trim()}" is refused with 401.`,
    section: 'tokens',
    async run(world) {
      const token = await world.tokens.token(world.shop.agent);
      refused(
        await world.get(undefined, '/v1/session', { authorization: `${scheme}${token}` }),
        401,
        'unauthenticated',
      );
    },
  })),
  {
    id: 'tokens/with more behind it',
    says: 'A token with anything behind it is refused with 401.',
    section: 'tokens',
    async run(world) {
      const token = await world.tokens.token(world.shop.agent);
      refused(
        await world.get(undefined, '/v1/session', { authorization: `Bearer ${token} x` }),
        401,
        'unauthenticated',
      );
    },
  },
  {
    id: 'tokens/in the address',
    says: 'A token in the address is not taken: it would be in logs.',
    section: 'tokens',
    async run(world) {
      const token = await world.tokens.token(world.shop.agent);
      refused(await world.get(undefined, `/v1/tickets?access_token=${token}&token=${token}`), 401, 'unauthenticated');
    },
  },
  {
    id: 'tokens/main of a buyer',
    says: '`main` counts for merchant accounts only: a buyer with it is not main.',
    section: 'tokens',
    needs: 'faulty-tokens',
    async run(world) {
      const who = await world.faulty(world.buyer(), { name: 'main', claims: { main: true } });
      same(status(await world.get(who, '/v1/session'), 200).body.main, false, 'The session’s `main`');
    },
  },
];

export const TOKENS: readonly Check[] = [...tokens, ...SCHEMES];
