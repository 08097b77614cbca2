import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const S3_KEYS = { accessKeyId: 'AKIDTESTS', secretAccessKey: 'a secret of the tests/+=' };
const REGION = 'test-region-1';
const BUCKET = 'pictures';
const SKEW_MS = 15 * 60_000;

/** A request as it came. */
export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Answers a request in place of the store. @returns whether it does */
export type S3Fault = (request: S3Request, response: ServerResponse) => boolean;

/** An object store that speaks S3, listening on this machine: it checks signature, time and hash of every request. */
export interface S3 {
  /** Address of its bucket. */
  readonly url: string;
  readonly region: string;
  /** The objects, by path. */
  readonly objects: ReadonlyMap<string, { readonly bytes: Buffer; readonly type: string | undefined }>;
  /** Every request, including refused ones. */
  readonly seen: S3Request[];
  /** Stands before the store, until it is set to `undefined`. */
  fault: S3Fault | undefined;
  close(): Promise<void>;
}

/** Starts it. */
export async function startS3(): Promise<S3> {
  const objects = new Map<string, { bytes: Buffer; type: string | undefined }>();
  const server = createServer((incoming, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks) };
      self.seen.push(request);
      if (self.fault?.(request, response)) return;
      answer(request, response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: S3 = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${BUCKET}`,
    region: REGION,
    objects,
    seen: [],
    fault: undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function answer(request: S3Request, response: ServerResponse): void {
    const { method, path, headers, body } = request;
    const refused = refusalOf(request);
    if (refused) return sendError(response, 403, refused);
    if (!path.startsWith(`/${BUCKET}/`)) return sendError(response, 404, 'NoSuchBucket');
    if (createHash('sha256').update(body).digest('hex') !== headers['x-amz-content-sha256'] && method === 'PUT') {
      return sendError(response, 400, 'XAmzContentSHA256Mismatch');
    }
    const found = objects.get(path);
    if (method === 'PUT') {
      objects.set(path, { bytes: body, type: headers['content-type'] });
      response.writeHead(200).end();
    } else if (method === 'DELETE') {
      objects.delete(path);
      response.writeHead(204).end();
    } else if (found) {
      response.writeHead(200, { 'content-type': found.type, 'content-length': found.bytes.length }).end(found.bytes);
    } else sendError(response, 404, 'NoSuchKey');
  }
  return self;
}

/** Answers as S3 does. */
export function sendError(response: ServerResponse, status: number, code: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>No.</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(text);
}

/** Checks a request's signature (AWS Signature Version 4) with code of its own. @returns S3's code of what is wrong */
function refusalOf({ method, path, headers }: S3Request): string | undefined {
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  const time = String(headers['x-amz-date']);
  if (!given) return 'AccessDenied';
  const [, accessKeyId, date = '', region = '', names = '', signature] = given;
  if (accessKeyId !== S3_KEYS.accessKeyId) return 'InvalidAccessKeyId';
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(at - Date.now()) < SKEW_MS) || !time.startsWith(date)) return 'RequestTimeTooSkewed';
  if (region !== REGION) return 'AuthorizationHeaderMalformed';
  const signed = names.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name))) return 'AccessDenied';
  const canonical = [
    method,
    ...path.split('?', 2).concat('').slice(0, 2),
    ...signed.map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}`),
    '',
    names,
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const sign = (key: Buffer | string, what: string) => createHmac('sha256', key).update(what).digest();
  const key = sign(sign(sign(sign(`AWS4${S3_KEYS.secretAccessKey}`, date), region), 's3'), 'aws4_request');
  return sign(key, text).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}
