import { BUYER, type TestServer } from './server.ts';

/** Sends a buyer's requests about pictures to a server. @param key - the idempotency key of all of them */
export const pictureRequests =
  (world: TestServer, key: string) =>
  async (method: string, path: string, body?: Buffer): Promise<Response> =>
    world.server.fetch(
      new Request(`http://sidecard.test${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await world.token(BUYER)}`,
          ...{ 'content-type': 'image/png', 'idempotency-key': key },
        },
        ...(body ? { body: new Uint8Array(body) } : {}),
      }),
    );
