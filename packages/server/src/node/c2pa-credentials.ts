import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ContentCredentials, PictureType } from '@sidecard/core/wire';
import { isRecord } from '@sidecard/core/server';
import type { CredentialsReader } from '../attachments/ports.js';

/** Options of {@link c2paCredentials}. */
export interface C2paOptions {
  /** Certificates of trusted signers, as PEM, such as the C2PA trust list. @default none: no verdict is `trusted` */
  readonly trustAnchors?: string;
  /** How long a file may take, in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
}

/** Files at once, waiting included: a worker checks one after the other. */
const MAX_WAITING = 8;

/**
 * What the worker runs. It is text, so that bundlers need no second entry. Nothing is loaded from addresses in a file: it has no network.
 */
const CODE = `
const { readFileSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket']) delete globalThis[name];
const ready = import(workerData.module).then((c2pa) => (c2pa.initSync({ module: readFileSync(workerData.wasm) }), c2pa));
parentPort.on('message', async ({ type, bytes }) => {
  let answer;
  try {
    const reader = await (await ready).WasmReader.fromBytes(type, bytes, workerData.settings);
    answer = { text: reader.json() };
    reader.free();
  } catch (error) {
    answer = { error: String(error && error.message || error) };
  }
  parentPort.postMessage(answer);
});`;

/** What the worker answers. */
interface Checked {
  readonly text?: string;
  readonly error?: string;
}

/**
 * Checks content credentials (C2PA) with `@contentauth/c2pa-wasm`, the reference implementation, in a thread of its own: one file at a time,
 * without access to the network, and ended if it takes too long.
 *
 * @throws if `@contentauth/c2pa-wasm`, an optional peer dependency, is not installed
 */
export function c2paCredentials({ trustAnchors, timeoutMs = 5_000 }: C2paOptions = {}): CredentialsReader {
  const { resolve } = createRequire(import.meta.url);
  const module = pathToFileURL(resolve('@contentauth/c2pa-wasm')).href;
  const wasm = resolve('@contentauth/c2pa-wasm/c2pa.wasm');
  const settings = JSON.stringify({
    verify: { remote_manifest_fetch: false, ocsp_fetch: false, verify_trust: true },
    ...(trustAnchors === undefined ? {} : { trust: { trust_anchors: trustAnchors } }),
  });

  let worker: Worker | undefined;
  let checking: AbortController | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function start(): Worker {
    const started = new Worker(CODE, { eval: true, workerData: { module, wasm, settings } });
    const forget = () => {
      if (worker === started) worker = undefined;
      checking?.abort();
    };
    // Also while it is idle.
    started.on('error', forget).on('exit', forget);
    return started;
  }

  /** Checks one file. A worker that fails or takes too long is ended; the next file gets a new one. */
  async function check(type: PictureType, bytes: Uint8Array): Promise<Checked> {
    const running = (worker ??= start());
    const done = (checking = new AbortController());
    running.ref();
    const timer = setTimeout(() => done.abort(), timeoutMs);
    try {
      const answer = once(running, 'message', { signal: done.signal }) as Promise<[Checked]>;
      running.postMessage({ type, bytes });
      return (await answer)[0];
    } catch (cause) {
      worker = undefined;
      void running.terminate();
      throw new Error('The content credentials could not be checked, or took too long.', { cause });
    } finally {
      clearTimeout(timer);
      checking = undefined;
      // An idle worker does not keep the process.
      running.unref();
    }
  }

  return {
    async read(bytes, type) {
      if (waiting >= MAX_WAITING) return undefined;
      waiting++;
      const turn = last.then(() => check(type, bytes));
      last = turn.catch(() => undefined);
      const { text, error } = await turn.finally(() => waiting--);
      if (text !== undefined) return credentialsIn(JSON.parse(text));
      return error?.includes('JumbfNotFound') || error?.includes('no JUMBF data found')
        ? { verdict: 'none' }
        : undefined;
    },
  };
}

const VERDICTS: Readonly<Record<string, ContentCredentials['verdict']>> = {
  Invalid: 'invalid',
  Valid: 'valid',
  Trusted: 'trusted',
};

/** Reads the report of a file's manifests. Everything in it can be anything. */
function credentialsIn(report: unknown): ContentCredentials | undefined {
  const state = isRecord(report) ? report['validation_state'] : undefined;
  const verdict = typeof state === 'string' ? VERDICTS[state] : undefined;
  if (!isRecord(report) || !verdict) return undefined;
  const manifest = recordIn(recordIn(report, 'manifests'), String(report['active_manifest']));
  const signature = recordIn(manifest, 'signature_info');
  const generator = listIn(manifest, 'claim_generator_info')[0];
  const actions = listIn(manifest, 'assertions')
    .filter(({ label }) => typeof label === 'string' && label.startsWith('c2pa.actions'))
    .flatMap((assertion) => listIn(recordIn(assertion, 'data'), 'actions'));
  const source = actions.map(({ digitalSourceType }) => digitalSourceType).find((one) => typeof one === 'string');
  return {
    verdict,
    ...text('signer', signature['common_name'] ?? signature['issuer']),
    ...text('madeWith', generator?.['name']),
    ...text('source', source?.split('/').at(-1)),
  };
}

function recordIn(from: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const found = Object.hasOwn(from, key) ? from[key] : undefined;
  return isRecord(found) ? found : {};
}

function listIn(from: Readonly<Record<string, unknown>>, key: string): readonly Readonly<Record<string, unknown>>[] {
  const found = from[key];
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

const text = <Key extends string>(key: Key, value: unknown) =>
  (typeof value === 'string' ? { [key]: value } : {}) as Partial<Record<Key, string>>;
