import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { decodeJwt, SignJWT } from 'jose';

/** Who a request comes from. */
export interface Person {
  readonly party: 'buyer' | 'merchant' | 'staff' | 'host' | 'messenger';
  readonly accountId: string;
  readonly merchantId: string;
  readonly name: string;
  /** Only of merchant accounts. */
  readonly main?: boolean;
}

/** How a token differs from a valid one. */
export interface TokenFault {
  /** What is wrong, for a sentence: `of another issuer`. */
  readonly name: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly secret?: string;
  readonly algorithm?: 'HS256' | 'HS512';
}

/** Gets tokens of people. */
export interface TokenSource {
  token(person: Person): Promise<string>;
  /** Returns a token with changed claims or another signature. Missing where only the host signs: the checks that need it are skipped. */
  faulty?(person: Person, fault: TokenFault): Promise<string>;
}

/** How `secretTokens` signs. */
export interface SecretOptions {
  readonly secret: string;
  readonly issuer: string;
  readonly audience: string;
}

/** Signs tokens with the secret that the server verifies them with (HS256). */
export function secretTokens({ secret, issuer, audience }: SecretOptions): TokenSource & Required<TokenSource> {
  let last = 0;
  async function faulty({ party, accountId, merchantId, name, main }: Person, fault: TokenFault): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims: Record<string, unknown> = {
      ...{ iss: issuer, aud: audience, sub: accountId, iat: now, exp: now + 600, jti: `${accountId}-${now}-${++last}` },
      ...{ party, merchantId, name },
      ...(main === undefined ? {} : { main }),
      ...fault.claims,
    };
    for (const [claim, value] of Object.entries(claims)) if (value === undefined) delete claims[claim];
    return new SignJWT(claims)
      .setProtectedHeader({ alg: fault.algorithm ?? 'HS256' })
      .sign(new TextEncoder().encode(fault.secret ?? secret));
  }
  return remembering({ token: (person) => faulty(person, { name: 'valid' }), faulty });
}

/**
 * Asks a command for tokens. It gets `PARTY`, `ACCOUNT_ID`, `MERCHANT_ID`, `NAME` and `MAIN` (`true` or empty) in its environment, and
 * prints the token.
 */
export function commandTokens(command: string): TokenSource {
  const run = promisify(exec);
  return remembering({
    async token({ party, accountId, merchantId, name, main }) {
      const env = { ...process.env, PARTY: party, ACCOUNT_ID: accountId, MERCHANT_ID: merchantId, NAME: name };
      const { stdout } = await run(command, { env: { ...env, MAIN: main ? 'true' : '' } });
      return stdout.trim();
    },
  });
}

/** Asks an address for tokens, with the query of `GET /dev/token`: `party`, `accountId`, `name`, `merchantId` and `main`. */
export function urlTokens(url: string): TokenSource {
  return remembering({
    async token({ party, accountId, merchantId, name, main }) {
      const asked = new URL(url);
      for (const [key, value] of Object.entries({ party, accountId, merchantId, name }))
        asked.searchParams.set(key, value);
      if (main) asked.searchParams.set('main', 'true');
      const answer = await fetch(asked);
      if (!answer.ok) throw new Error(`${asked.href} answered ${answer.status}: no token.`);
      return (await answer.text()).trim();
    },
  });
}

/** Asks once for each person, and again after five minutes, half a minute before the token ends, or after a failure. */
function remembering<Source extends TokenSource>(source: Source): Source {
  const known = new Map<string, { readonly token: Promise<string>; untilMs: number }>();
  return {
    ...source,
    token(person) {
      const key = JSON.stringify([person.party, person.merchantId, person.accountId, person.name, person.main]);
      const kept = known.get(key);
      if (kept && Date.now() < kept.untilMs) return kept.token;
      const asked = { token: source.token(person), untilMs: Date.now() + 300_000 };
      known.set(key, asked);
      asked.token.then(
        (token) => (asked.untilMs = Math.min(asked.untilMs, endOf(token) - 30_000)),
        () => known.delete(key),
      );
      return asked.token;
    },
  };
}

/** When a token ends, in milliseconds, as far as it can be read. */
function endOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? Infinity) * 1000;
  } catch {
    return Infinity;
  }
}
