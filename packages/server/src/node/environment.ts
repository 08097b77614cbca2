import type { VerifyJwtOptions } from '../accounts/verify-jwt.js';
import type { HttpOrdersOptions } from '../orders/http-orders.js';

/** What the command `sidecard-server` is told by its environment. */
export interface Environment {
  readonly folder: string;
  readonly port: number;
  readonly host: string;
  readonly jwt: VerifyJwtOptions;
  readonly orders: HttpOrdersOptions;
  readonly allowedOrigins: readonly string[] | '*';
  /** Path of the file with the policies; none where every shop has the default. */
  readonly policyFile: string | undefined;
}

/** The environment says too little, or something that cannot be. `message` has a line for each. */
export class EnvironmentError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'EnvironmentError';
  }
}

/** The variables, as `sidecard-server --help` lists them. */
export const VARIABLES = `SIDECARD_DATA             folder of the embedded database [./sidecard-data]
PORT                      where to listen; 0 takes any that is free [8787]
SIDECARD_HOST             address to listen at [127.0.0.1]
SIDECARD_JWT_SECRET       secret that the host signs tokens with (HS256), 32 bytes or more; or
SIDECARD_JWKS_URL         where the host publishes its public keys (ES256, EdDSA, RS256)
SIDECARD_ISSUER           the tokens' \`iss\`
SIDECARD_AUDIENCE         the tokens' \`aud\`
SIDECARD_ORDERS_URL       the host's look-up: GET ?merchantId=…&orderId=… gives the order as JSON, or 404
SIDECARD_ORDERS_TOKEN     sent to it as a bearer token
SIDECARD_ALLOWED_ORIGINS  origins of pages that may call, separated by commas, or * [none: same origin only]
SIDECARD_POLICY           file with what differs from the default policy, for all shops and for some [none]`;

/**
 * Reads the environment.
 *
 * @throws {EnvironmentError} naming everything that is missing or wrong
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const problems: string[] = [];
  const required = (name: string): string => {
    const value = env[name];
    if (!value) problems.push(`${name} is missing.`);
    return value ?? '';
  };
  const urlOf = (name: string, value: string): string => {
    if (value && !URL.canParse(value)) problems.push(`${name} is no URL.`);
    return value;
  };

  const secret = env['SIDECARD_JWT_SECRET'];
  const jwks = env['SIDECARD_JWKS_URL'];
  if (!secret === !jwks) problems.push('Give either SIDECARD_JWT_SECRET or SIDECARD_JWKS_URL.');
  if (secret && new TextEncoder().encode(secret).length < 32) problems.push('SIDECARD_JWT_SECRET is too short.');
  if (jwks) urlOf('SIDECARD_JWKS_URL', jwks);
  const issuer = required('SIDECARD_ISSUER');
  const audience = required('SIDECARD_AUDIENCE');
  const orders = urlOf('SIDECARD_ORDERS_URL', required('SIDECARD_ORDERS_URL'));
  const port = Number(env['PORT'] ?? 8787);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('PORT is no port.');
  if (problems.length > 0) throw new EnvironmentError(problems);

  const origins = env['SIDECARD_ALLOWED_ORIGINS'] ?? '';
  return {
    folder: env['SIDECARD_DATA'] || './sidecard-data',
    port,
    host: env['SIDECARD_HOST'] || '127.0.0.1',
    jwt: { issuer, audience, ...(secret ? { key: secret } : { jwks: new URL(jwks ?? '') }) },
    orders: { url: orders, ...(env['SIDECARD_ORDERS_TOKEN'] ? { token: env['SIDECARD_ORDERS_TOKEN'] } : {}) },
    allowedOrigins:
      origins === '*'
        ? '*'
        : origins
            .split(',')
            .map((origin) => origin.trim())
            .filter(Boolean),
    policyFile: env['SIDECARD_POLICY'] || undefined,
  };
}
