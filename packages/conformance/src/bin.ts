#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { CHECKS } from './checks/all.js';
import { reportText } from './report.js';
import { checkConformance } from './run.js';
import { commandTokens, secretTokens, type TokenSource, urlTokens } from './tokens.js';

const HELP = `sidecard-conformance URL [options]: checks whether a server speaks Sidecard's protocol.
It opens cases in two shops of its own, and leaves them there: use a server for tests.

How it gets tokens:
  --secret SECRET --issuer ISSUER --audience AUDIENCE
                       signs them (HS256). Wrong tokens are checked, too.
  --token-command CMD  runs CMD with PARTY, ACCOUNT_ID, MERCHANT_ID, NAME and MAIN in its environment; it prints the token.
  --token-url URL      asks URL?party=…&accountId=…&merchantId=…&name=…&main=true.
  otherwise            asks /dev/token of the server, which \`sidecard-server --dev\` has.

Other options:
  --merchants A,B      ids of two shops that the server knows. Without it, two new ids.
  --origin ORIGIN      an origin whose pages may call the server, for the checks of CORS.
  --only TEXT          only checks whose id contains TEXT. May be repeated.
  --bail               ends after the first failure.
  --json               prints the report as JSON.
  --list               prints the checks, and asks nothing.

SIDECARD_JWT_SECRET, SIDECARD_ISSUER and SIDECARD_AUDIENCE do as the first three options.
Ends with 0 if no check failed, 1 if one did, 2 if it could not run, as when nobody can sign in.`;

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;
const OPTIONS = {
  secret: TEXT,
  issuer: TEXT,
  audience: TEXT,
  'token-command': TEXT,
  'token-url': TEXT,
  merchants: TEXT,
  origin: TEXT,
  only: { type: 'string', multiple: true },
  bail: FLAG,
  json: FLAG,
  list: FLAG,
  help: FLAG,
} as const;

class UsageError extends Error {}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${HELP}` : (error as Error).message);
  process.exitCode = 2;
}
// Sockets of streams that have been left may stay open for a while.
setTimeout(() => process.exit(), 500).unref();

async function main(): Promise<number> {
  const { values, positionals } = read();
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.list) {
    for (const { id, says } of CHECKS) console.log(`${id}\n  ${says}`);
    return 0;
  }
  const [url, ...others] = positionals;
  if (url === undefined || others.length > 0 || !URL.canParse(url))
    throw new UsageError('Name one URL, such as https://sidecard.shop.example.');
  const { only } = values;
  if (only && !CHECKS.some(({ id }) => only.some((text) => id.includes(text))))
    throw new UsageError(`No check has ${only.join(' or ')} in its id: see --list.`);
  const merchants = values.merchants?.split(',');
  if (merchants && merchants.length !== 2) throw new UsageError('--merchants needs two ids: A,B.');
  const report = await checkConformance({
    url,
    tokens: tokensOf(url, values),
    ...(merchants ? { merchants: merchants as [string, string] } : {}),
    ...(values.origin === undefined ? {} : { origin: values.origin }),
    ...(only ? { only: (id: string) => only.some((text) => id.includes(text)) } : {}),
    ...(values.bail ? { bail: true } : {}),
    ...(!values.json && process.stderr.isTTY ? { onResult: progress } : {}),
  });
  console.log(values.json ? JSON.stringify(report, undefined, 2) : reportText(report));
  if (report.results[0]?.outcome === 'failed') return 2;
  return report.failed > 0 ? 1 : 0;
}

function read() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function tokensOf(url: string, values: ReturnType<typeof read>['values']): TokenSource {
  const { env } = process;
  if (values['token-command'] !== undefined) return commandTokens(values['token-command']);
  if (values['token-url'] !== undefined) return urlTokens(values['token-url']);
  const secret = values.secret ?? env['SIDECARD_JWT_SECRET'];
  if (secret === undefined) return urlTokens(new URL('/dev/token', url).href);
  const [issuer, audience] = [values.issuer ?? env['SIDECARD_ISSUER'], values.audience ?? env['SIDECARD_AUDIENCE']];
  if (!issuer || !audience) throw new UsageError('--secret needs --issuer and --audience.');
  return secretTokens({ secret, issuer, audience });
}

let count = 0;
function progress({ outcome }: { readonly outcome: string }): void {
  process.stderr.write(outcome === 'failed' ? '✗' : '.');
  if (++count % 100 === 0) process.stderr.write(` ${count}\n`);
}
