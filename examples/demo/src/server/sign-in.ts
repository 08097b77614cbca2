import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { label, resolveLocale, type Locale } from '@sidecard/core';
import { verifyJwt, type Principal, type Verify } from '@sidecard/server';
import { SignJWT } from 'jose';
import { STAGE_SHOP, type Person } from '../shared/world.js';
import { json, refusal } from './answers.js';

/** How long a token is good for, in seconds. Short, for it cannot be called back. */
const TOKEN_LIFE_S = 300;
const ISSUER = 'https://shops.example';
const AUDIENCE = 'sidecard';

/**
 * What the host's own backend does: it knows who is signed in, and gives their pages a short-lived token for Sidecard. Here anybody may
 * be anybody, for it is a demo; a real one looks at its own session first.
 */
export interface SignIn {
  /** Answers `GET /demo/token?as=…&lang=…`. */
  fetch(request: Request): Promise<Response>;
  /** For `createSidecardServer`. */
  readonly verify: Verify;
  /** Who sent a request to the demo's own paths. */
  whoIs(request: Request): Promise<Principal | undefined>;
  /** A token for one of the people, for what the shop's backend does in their name. */
  tokenFor(person: Person, merchantId: string, locale: Locale): Promise<string>;
  /** A token for a service of a shop's backend. */
  serviceToken(merchantId: string): Promise<string>;
}

/** What {@link createSignIn} takes. */
export interface SignInOptions {
  /** Where the secret is kept. */
  readonly folder: string;
  readonly people: readonly Person[];
  /** Somebody has signed in, and reads this language. */
  readonly onSignIn: (person: Person, locale: Locale) => Promise<void>;
}

interface Claims {
  readonly sub: string;
  readonly party: 'merchant' | 'buyer' | 'staff' | 'host';
  readonly merchantId: string;
  readonly main?: boolean;
  readonly name: string;
}

/** Makes the sign-in of the demo's shops. */
export async function createSignIn({ folder, people, onSignIn }: SignInOptions): Promise<SignIn> {
  const secret = await secretFrom(join(folder, 'sign-in.key'));
  const verify = verifyJwt({ issuer: ISSUER, audience: AUDIENCE, key: secret });

  function sign({ sub, ...claims }: Claims): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime(`${TOKEN_LIFE_S}s`)
      .setJti(randomUUID())
      .sign(secret);
  }

  return {
    verify,
    async fetch(request) {
      const { searchParams } = new URL(request.url);
      const locale = resolveLocale(searchParams.get('lang') ?? 'zh-CN');
      const person = people.find(({ id }) => id === searchParams.get('as'));
      if (!person) return refusal(404, 'The demo knows nobody of this name.');
      const merchantId = person.merchantId ?? searchParams.get('shop') ?? STAGE_SHOP;
      await onSignIn(person, locale);
      return json({ token: await sign(claimsOf(person, merchantId, locale)) });
    },
    whoIs(request) {
      const [, token] = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
      return token === undefined ? Promise.resolve(undefined) : verify(token, Date.now());
    },
    tokenFor: (person, merchantId, locale) => sign(claimsOf(person, merchantId, locale)),
    serviceToken: (merchantId) => sign({ sub: `${merchantId}-backend`, party: 'host', merchantId, name: merchantId }),
  };
}

function claimsOf({ id, party, main, names }: Person, merchantId: string, locale: Locale): Claims {
  return { sub: id, party, merchantId, name: label(names, locale), ...(main ? { main } : {}) };
}

/** Kept, so that pages that are open stay signed in over a restart. */
async function secretFrom(file: string): Promise<Uint8Array> {
  const known = await readFile(file).catch(() => undefined);
  if (known && known.length >= 32) return new Uint8Array(known);
  const fresh = randomBytes(48);
  await writeFile(file, fresh, { mode: 0o600 });
  return new Uint8Array(fresh);
}
