import * as v from 'valibot';
import { checkData, explain, lineOf, messageOf } from '../schemas/check.js';
import { open } from '../schemas/parts.js';

/** Configuration from environment variables. */
export type Environment = v.InferOutput<typeof environment>;

/** A variable is missing or invalid. `message` has a line for each problem. */
export class EnvironmentError extends Error {
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'EnvironmentError';
  }
}

/** Names and addresses of this machine that no other reaches. */
export const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

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

const variables = {
  SIDECARD_DATA: optional(text('folder of the embedded database'), './sidecard-data'),
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
  SIDECARD_POLICY: optional(text('file with what differs from the default policy, for all shops and for some')),
};

const environment = v.pipe(
  open(variables),
  v.partialCheck(
    [['SIDECARD_JWT_SECRET'], ['SIDECARD_JWKS_URL']],
    ({ SIDECARD_JWT_SECRET, SIDECARD_JWKS_URL }) => !SIDECARD_JWT_SECRET !== !SIDECARD_JWKS_URL,
    messageOf('wrong', 'Set either SIDECARD_JWT_SECRET or SIDECARD_JWKS_URL.'),
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
  v.transform((env) => ({
    folder: env.SIDECARD_DATA,
    port: env.PORT,
    host: env.SIDECARD_HOST,
    jwt: {
      issuer: env.SIDECARD_ISSUER,
      audience: env.SIDECARD_AUDIENCE,
      ...(env.SIDECARD_JWT_SECRET === undefined
        ? { jwks: new URL(env.SIDECARD_JWKS_URL ?? '') }
        : { key: env.SIDECARD_JWT_SECRET }),
    },
    orders: {
      url: env.SIDECARD_ORDERS_URL,
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
    policyFile: env.SIDECARD_POLICY,
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
