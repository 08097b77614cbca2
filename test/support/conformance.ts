import { checkConformance, type ConformanceOptions, type Report, secretTokens } from '@sidecard/conformance';
import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { createMapsStore, createMemoryAttachments } from '@sidecard/server/memory';
import { listen, sharpPictures } from '@sidecard/server/node';

const SECRET = 'a secret of the tests, 32 bytes or more';
const HOST = { issuer: 'https://shop.example', audience: 'sidecard-tests' };
const ORIGIN = 'https://chat.shop.example';

/** Answers a request. */
type Handle = (request: Request) => Promise<Response>;

/** Options of {@link checkServer}. */
export interface CheckedOptions extends Pick<ConformanceOptions, 'only' | 'bail' | 'patienceMs'> {
  /** Stands between the checks and the server: a fault that the server does not have. */
  readonly around?: (fetch: Handle) => Handle;
}

/** Runs the conformance checks against a new server in memory, over HTTP. */
export async function checkServer({ around = (handle) => handle, ...options }: CheckedOptions = {}): Promise<Report> {
  const server = createSidecardServer({
    database: { store: createMapsStore() },
    verify: verifyJwt({ ...HOST, key: SECRET }),
    attachments: { storage: createMemoryAttachments(), reader: await sharpPictures() },
    allowedOrigins: [ORIGIN],
    onError: () => undefined,
  });
  const handle = around((request) => server.fetch(request));
  const listening = await listen({ fetch: handle, start: () => server.start(), stop: () => server.stop() });
  try {
    return await checkConformance({
      ...options,
      url: listening.url,
      tokens: secretTokens({ ...HOST, secret: SECRET }),
      origin: ORIGIN,
    });
  } finally {
    // A server that is broken on purpose may not end.
    await Promise.race([listening.close(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
  }
}
