import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { label, resolveLocale, type Locale } from '@sidecard/core';
import { verifyJwt, type Principal, type Verify } from '@sidecard/server';
import { SignJWT } from 'jose';
import { STAGE_SHOP, type Person } from '../shared/world.js';
import { json, refusal } from './answers.js';

/** Lifetime of a token, in seconds. Keep it short: a token cannot be revoked. */
const TOKEN_LIFE_S = 300;
const ISSUER = 'https://shops.example';
const AUDIENCE = 'sidecard';

/**
 * The sign-in of the host's backend: it issues short-lived tokens for Sidecard. A real backend checks its own session first; the demo lets
 * anyone sign in as anyone.
 */
export interface SignIn {
  /** Answers `GET /demo/token?as=…&lang=…`. */
  fetch(request: Request): Promise<Response>;
  /** For `createSidecardServer`. */
  readonly verify: Verify;
  /** Identifies the sender of a request to the demo's own paths. */
  principalOf(request: Request): Promise<Principal | undefined>;
  /** Issues a token with which the shop's backend acts as a person. */
  tokenFor(person: Person, merchantId: string, locale: Locale): Promise<string>;
  /** Issues a service token for a shop's backend. */
  serviceToken(merchantId: string): Promise<string>;
}

/** What {@link createSignIn} takes. */
export interface SignInOptions {
  /** Folder with the signing key. */
  readonly folder: string;
  readonly people: readonly Person[];
  /** Called when someone signs in, with the language of their page. */
  readonly onSignIn: (person: Person, locale: Locale) => Promise<void>;
}

interface Claims {
  readonly sub: string;
  readonly party: 'merchant' | 'buyer' | 'staff' | 'host';
  readonly merchantId: string;
  readonly main?: boolean;
  readonly name: string;
}

/** Creates the demo's sign-in. */
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
      if (!person) return refusal(404, 'Account not found.');
      const merchantId = person.merchantId ?? searchParams.get('shop') ?? STAGE_SHOP;
      await onSignIn(person, locale);
      return json({ token: await sign(claimsOf(person, merchantId, locale)) });
    },
    principalOf(request) {
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

/** Stores the key, so that open pages stay signed in across a restart. */
async function secretFrom(file: string): Promise<Uint8Array> {
  const known = await readFile(file).catch(() => undefined);
  if (known && known.length >= 32) return new Uint8Array(known);
  const fresh = randomBytes(48);
  await writeFile(file, fresh, { mode: 0o600 });
  return new Uint8Array(fresh);
}
