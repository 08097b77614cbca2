import * as v from 'valibot';
import { checkData, explain, lineOf, messageOf } from '../schemas/check.js';
import { serverLimits } from '../schemas/limits.js';
import { open } from '../schemas/parts.js';
import { isInsecure, LOOPBACK } from '../wire/secure-url.js';
import { isKeyAsText } from '../accounts/verify-jwt.js';

/** Configuration from environment variables. */
export type Environment = v.InferOutput<typeof environment>;

/** A variable is missing or invalid. `message` has a line for each problem. */
export class EnvironmentError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'EnvironmentError';
  }
}

const optional = v.exactOptional;
const text = (description: string) => v.pipe(v.string(), v.description(description));
const url = (description: string) =>
  explain(
    v.pipe(
      text(description),
      v.check((address) => URL.canParse(address)),
    ),
    'Must be a URL, such as https://shop.example/orders.',
  );

const MAX_DAYS = 36_500;
const days = (description: string, least: number) =>
  explain(
    v.pipe(text(description), v.transform(Number), v.integer(), v.minValue(least), v.maxValue(MAX_DAYS)),
    `Must be a whole number from ${least} to ${MAX_DAYS}.`,
  );

/** Reads limits; `undefined` for what are none. */
function limitsOf(value: string): v.InferOutput<typeof serverLimits> | undefined {
  if (value === 'none') return { requests: 'none' };
  try {
    const checked = checkData(serverLimits, JSON.parse(value));
    return checked.ok ? checked.value : undefined;
  } catch {
    return undefined;
  }
}

/** Of any address: those of sockets in the file system have no host. */
const protocolOf = (address: string) => /^[a-z]+:(?=\/\/)/.exec(address)?.[0] ?? '';

const variables = {
  SIDECARD_DATA: optional(text('folder of the embedded database'), './sidecard-data'),
  DATABASE_URL: optional(
    explain(
      v.pipe(
        text(
          'instead of it, a PostgreSQL that several servers share, which needs the package "pg": postgres://user:password@db.example/sidecard',
        ),
        v.check((address) => /^postgres(ql)?:$/.test(protocolOf(address))),
      ),
      'Must be an address such as postgres://user:password@db.example:5432/sidecard.',
    ),
  ),
  SIDECARD_HISTORY: optional(
    text('any name of its history: change it after you restored its data, for all servers, so that readers are told'),
  ),
  SIDECARD_CONNECTIONS: optional(
    explain(
      v.pipe(
        text('connections of this server to it, besides one for hints'),
        v.transform(Number),
        v.integer(),
        v.minValue(2),
        v.maxValue(1_000),
      ),
      'Must be a whole number from 2 to 1000.',
    ),
    '10',
  ),
  NATS_URL: optional(
    explain(
      v.pipe(
        text(
          'carries hints between servers, which needs the package "@nats-io/transport-node": nats://nats.example:4222; none: PostgreSQL does',
        ),
        v.check((list) => list.split(',').every((address) => /^(nats|tls):$/.test(protocolOf(address.trim())))),
      ),
      'Must be an address such as nats://nats.example:4222, or several separated by commas.',
    ),
  ),
  PORT: optional(
    explain(
      v.pipe(
        text('where to listen; 0 takes any free port'),
        v.transform(Number),
        v.integer(),
        v.minValue(0),
        v.maxValue(65_535),
      ),
      'Must be a whole number from 0 to 65535.',
    ),
    '8787',
  ),
  SIDECARD_HOST: optional(text('address to listen at'), '127.0.0.1'),
  SIDECARD_METRICS_PORT: optional(
    explain(
      v.pipe(
        text('port of its own for GET /metrics, which only operators may reach; none: no metrics'),
        v.transform(Number),
        v.integer(),
        v.minValue(0),
        v.maxValue(65_535),
      ),
      'Must be a whole number from 0 to 65535.',
    ),
  ),
  SIDECARD_METRICS_HOST: optional(text('address for it'), '127.0.0.1'),
  SIDECARD_AUDIT_DAYS: optional(days('how long the audit trail is kept, in days', 1), '730'),
  SIDECARD_TICKET_DAYS: optional(
    days(
      'how long tickets are kept that have ended, in days since their last change; none: until their buyer is erased',
      365,
    ),
  ),
  SIDECARD_LOG: optional(
    explain(
      v.pipe(text('json: a line of JSON for each request and error, to standard output'), v.literal('json')),
      'Must be json.',
    ),
  ),
  SIDECARD_DRAIN_SECONDS: optional(
    explain(
      v.pipe(
        text('how long it hands over to other servers on SIGTERM, while /readyz is red; 0: it stops at once'),
        v.transform(Number),
        v.minValue(0),
        v.maxValue(600),
      ),
      'Must be a number from 0 to 600.',
    ),
    '5',
  ),
  SIDECARD_JWT_SECRET: optional(
    explain(
      v.pipe(text('secret that the host signs tokens with (HS256), 32 bytes or more; or'), v.minBytes(32)),
      'Must have at least 32 bytes.',
    ),
  ),
  SIDECARD_JWKS_URL: optional(url('where the host publishes its public keys (ES256, EdDSA, RS256)')),
  SIDECARD_ISSUER: explain(text("the tokens' `iss`"), 'Set it to the `iss` of your tokens.'),
  SIDECARD_AUDIENCE: explain(text("the tokens' `aud`"), 'Set it to the `aud` of your tokens.'),
  SIDECARD_ORDERS_URL: url("the host's look-up: GET ?merchantId=…&orderId=… returns the order as JSON, or 404"),
  SIDECARD_ORDERS_TOKEN: optional(text('sent to it as a bearer token')),
  SIDECARD_ALLOW_HTTP: optional(
    explain(
      v.pipe(
        text('yes: these two addresses may be http:, so that others on the way can change what comes'),
        v.literal('yes'),
      ),
      'Must be yes.',
    ),
  ),
  SIDECARD_ALLOWED_ORIGINS: optional(
    text('origins of pages that may call, separated by commas, or *; none: same origin only'),
    '',
  ),
  SIDECARD_ATTACHMENTS: optional(
    text('folder of uploaded pictures, which need the package "sharp"; none: forms have no pictures'),
  ),
  SIDECARD_S3_URL: optional(
    url(
      'instead of that folder, a bucket that speaks S3: its address, with a prefix if you like, such as https://s3.eu-central-1.amazonaws.com/pictures',
    ),
  ),
  SIDECARD_S3_REGION: optional(text('its region'), 'us-east-1'),
  SIDECARD_S3_ACCESS_KEY_ID: optional(text('its key, which may read, write and delete objects')),
  SIDECARD_S3_SECRET_ACCESS_KEY: optional(text("that key's secret")),
  SIDECARD_C2PA_ANCHORS: optional(
    text(
      'file with certificates (PEM) of trusted signers of pictures, which are checked by the package "@contentauth/c2pa-wasm"',
    ),
  ),
  SIDECARD_LIMITS: optional(
    explain(
      v.pipe(
        text(
          'limits of requests and streams that differ, as JSON, such as {"streams":{"perAccount":16}}; none: no limits of requests',
        ),
        v.check((value) => limitsOf(value) !== undefined),
      ),
      'Must be none, or JSON with `requests` (buyer, account, backend, merchant: each with writes and reads of burst and perSecond), `streams` (perAccount, perMerchant, perProcess) and `concurrency` (buyer, account, backend, waiting).',
    ),
  ),
  SIDECARD_WEBHOOKS: optional(
    explain(
      v.pipe(
        text(
          'public: hosts may have webhooks sent to public https: addresses; private: also to http: and to this network, for development; none: no webhooks',
        ),
        v.picklist(['public', 'private']),
      ),
      'Must be public or private.',
    ),
  ),
  SIDECARD_POLICY: optional(text('file with what differs from the default policy, for all shops and for some')),
};

const isSecure = (address: string | undefined) =>
  address === undefined || !URL.canParse(address) || !isInsecure(new URL(address));

const environment = v.pipe(
  open(variables),
  v.partialCheck(
    [['SIDECARD_JWT_SECRET'], ['SIDECARD_JWKS_URL']],
    ({ SIDECARD_JWT_SECRET, SIDECARD_JWKS_URL }) => !SIDECARD_JWT_SECRET !== !SIDECARD_JWKS_URL,
    messageOf('wrong', 'Set either SIDECARD_JWT_SECRET or SIDECARD_JWKS_URL.'),
  ),
  v.partialCheck(
    [['SIDECARD_JWT_SECRET']],
    ({ SIDECARD_JWT_SECRET = '' }) => !isKeyAsText(new TextEncoder().encode(SIDECARD_JWT_SECRET)),
    messageOf('wrong', 'SIDECARD_JWT_SECRET is a key as text, not a secret. Publish the key at SIDECARD_JWKS_URL.'),
  ),
  v.partialCheck(
    [['SIDECARD_JWKS_URL'], ['SIDECARD_ALLOW_HTTP']],
    ({ SIDECARD_JWKS_URL, SIDECARD_ALLOW_HTTP }) => !!SIDECARD_ALLOW_HTTP || isSecure(SIDECARD_JWKS_URL),
    messageOf('wrong', 'SIDECARD_JWKS_URL must be an https: address, unless SIDECARD_ALLOW_HTTP is yes.'),
  ),
  v.partialCheck(
    [['SIDECARD_ORDERS_URL'], ['SIDECARD_ALLOW_HTTP']],
    ({ SIDECARD_ORDERS_URL, SIDECARD_ALLOW_HTTP }) => !!SIDECARD_ALLOW_HTTP || isSecure(SIDECARD_ORDERS_URL),
    messageOf('wrong', 'SIDECARD_ORDERS_URL must be an https: address, unless SIDECARD_ALLOW_HTTP is yes.'),
  ),
  v.partialCheck(
    [['SIDECARD_ATTACHMENTS'], ['SIDECARD_S3_URL']],
    ({ SIDECARD_ATTACHMENTS, SIDECARD_S3_URL }) => !SIDECARD_ATTACHMENTS || !SIDECARD_S3_URL,
    messageOf('wrong', 'Set either SIDECARD_ATTACHMENTS or SIDECARD_S3_URL.'),
  ),
  v.partialCheck(
    [['SIDECARD_S3_URL'], ['SIDECARD_S3_ACCESS_KEY_ID'], ['SIDECARD_S3_SECRET_ACCESS_KEY']],
    ({ SIDECARD_S3_URL, SIDECARD_S3_ACCESS_KEY_ID, SIDECARD_S3_SECRET_ACCESS_KEY }) =>
      !SIDECARD_S3_URL || (!!SIDECARD_S3_ACCESS_KEY_ID && !!SIDECARD_S3_SECRET_ACCESS_KEY),
    messageOf('wrong', 'SIDECARD_S3_URL needs SIDECARD_S3_ACCESS_KEY_ID and SIDECARD_S3_SECRET_ACCESS_KEY.'),
  ),
  v.partialCheck(
    [['DATABASE_URL'], ['NATS_URL']],
    ({ DATABASE_URL, NATS_URL }) => !NATS_URL || !!DATABASE_URL,
    messageOf('wrong', 'NATS_URL needs DATABASE_URL: the embedded database has one server.'),
  ),
  v.transform((env) => ({
    folder: env.SIDECARD_DATA,
    postgres:
      env.DATABASE_URL === undefined
        ? undefined
        : {
            url: env.DATABASE_URL,
            connections: env.SIDECARD_CONNECTIONS,
            history: env.SIDECARD_HISTORY,
            natsUrl: env.NATS_URL,
          },
    port: env.PORT,
    host: env.SIDECARD_HOST,
    operators:
      env.SIDECARD_METRICS_PORT === undefined
        ? undefined
        : { port: env.SIDECARD_METRICS_PORT, host: env.SIDECARD_METRICS_HOST },
    log: env.SIDECARD_LOG,
    retention: {
      auditDays: env.SIDECARD_AUDIT_DAYS,
      ...(env.SIDECARD_TICKET_DAYS === undefined ? {} : { ticketDays: env.SIDECARD_TICKET_DAYS }),
    },
    drainMs: env.SIDECARD_DRAIN_SECONDS * 1000,
    jwt: {
      issuer: env.SIDECARD_ISSUER,
      audience: env.SIDECARD_AUDIENCE,
      ...(env.SIDECARD_JWT_SECRET === undefined
        ? { jwks: new URL(env.SIDECARD_JWKS_URL ?? ''), allowHttp: env.SIDECARD_ALLOW_HTTP === 'yes' }
        : { key: env.SIDECARD_JWT_SECRET }),
    },
    orders: {
      url: env.SIDECARD_ORDERS_URL,
      allowHttp: env.SIDECARD_ALLOW_HTTP === 'yes',
      ...(env.SIDECARD_ORDERS_TOKEN === undefined ? {} : { token: env.SIDECARD_ORDERS_TOKEN }),
    },
    allowedOrigins:
      env.SIDECARD_ALLOWED_ORIGINS === '*'
        ? ('*' as const)
        : env.SIDECARD_ALLOWED_ORIGINS.split(',').flatMap((origin) => origin.trim() || []),
    attachmentFolder: env.SIDECARD_ATTACHMENTS,
    anchorFile: env.SIDECARD_C2PA_ANCHORS,
    bucket:
      env.SIDECARD_S3_URL === undefined
        ? undefined
        : {
            url: env.SIDECARD_S3_URL,
            region: env.SIDECARD_S3_REGION,
            credentials: {
              accessKeyId: env.SIDECARD_S3_ACCESS_KEY_ID ?? '',
              secretAccessKey: env.SIDECARD_S3_SECRET_ACCESS_KEY ?? '',
            },
          },
    webhooks: env.SIDECARD_WEBHOOKS,
    policyFile: env.SIDECARD_POLICY,
    limits: env.SIDECARD_LIMITS === undefined ? undefined : limitsOf(env.SIDECARD_LIMITS),
  })),
);

/** The environment of `sidecard-server --dev`. */
const development = v.pipe(
  open({
    PORT: variables.PORT,
    SIDECARD_HOST: variables.SIDECARD_HOST,
    SIDECARD_JWT_SECRET: optional(v.string()),
    SIDECARD_JWKS_URL: optional(v.string()),
  }),
  v.partialCheck(
    [['SIDECARD_HOST']],
    ({ SIDECARD_HOST }) => LOOPBACK.test(SIDECARD_HOST),
    messageOf('wrong', 'With --dev, SIDECARD_HOST must be an address of this machine alone, such as 127.0.0.1.'),
  ),
  v.partialCheck(
    [['SIDECARD_JWT_SECRET'], ['SIDECARD_JWKS_URL']],
    ({ SIDECARD_JWT_SECRET, SIDECARD_JWKS_URL }) => !SIDECARD_JWT_SECRET && !SIDECARD_JWKS_URL,
    messageOf(
      'wrong',
      'With --dev anybody gets a token. Unset SIDECARD_JWT_SECRET and SIDECARD_JWKS_URL, or leave --dev out.',
    ),
  ),
  v.transform(({ PORT, SIDECARD_HOST }) => ({ port: PORT, host: SIDECARD_HOST })),
);

/** The variables, as listed by `sidecard-server --help`. */
export const VARIABLES = Object.entries(variables).map(lineFor).join('\n');

/**
 * Reads the environment. Empty variables count as missing.
 *
 * @throws {EnvironmentError} with everything that is missing or invalid
 */
export function readEnvironment(env: Variables): Environment {
  return read(environment, env);
}

/**
 * Reads what `sidecard-server --dev` takes from the environment.
 *
 * @throws {EnvironmentError} if it listens to other machines, or there are keys of real tokens
 */
export function readDevEnvironment(env: Variables): v.InferOutput<typeof development> {
  return read(development, env);
}

type Variables = Readonly<Record<string, string | undefined>>;

function read<Schema extends v.GenericSchema>(schema: Schema, env: Variables): v.InferOutput<Schema> {
  const checked = checkData(schema, Object.fromEntries(Object.entries(env).filter(([, value]) => value)));
  if (!checked.ok) throw new EnvironmentError(checked.problems.map(lineOf));
  return checked.value;
}

function lineFor([name, schema]: readonly [string, v.GenericSchema]): string {
  const { wrapped = schema, default: preset } = schema as { wrapped?: v.GenericSchema; default?: string };
  return `${name.padEnd(31)}${v.getDescription(wrapped)}${preset ? ` [${preset}]` : ''}`;
}
