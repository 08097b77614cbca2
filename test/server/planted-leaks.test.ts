import { AsyncLocalStorage } from 'node:async_hooks';
import type { UploadedPicture } from '@sidecard/core/wire';
import type { SidecardServer } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { describe, expect, it } from 'vitest';
import { BUYER, MAIN, sign } from '../support/server.ts';
import { START_MS } from '../support/tickets.ts';
import { createWorlds, recordsOf, STORY, type WorldOptions } from '../support/two-worlds.ts';

type Fault = NonNullable<WorldOptions['fault']>;
const PATH = /^\/v1\/attachments(\/[^/]+)?$/;

/** Answers some requests about pictures in another way than the server does. */
function instead(
  answer: (request: Request, asked: URL, server: SidecardServer) => Promise<Response | undefined>,
): Required<Pick<Fault, 'around'>> {
  return {
    around: (server) => ({
      ...server,
      async fetch(request) {
        const asked = new URL(request.url);
        const other = PATH.test(asked.pathname) ? await answer(request, asked, server) : undefined;
        return other ?? server.fetch(request);
      },
    }),
  };
}

/** The token of a handler of the shop, who has uploaded the secret pictures. */
const asUploader = async () => ({ authorization: `Bearer ${await sign(MAIN, START_MS)}` });

/** Faults that a server could have. Each is made for one world. */
const FAULTS: readonly [name: string, fault: () => Fault][] = [
  [
    'one space of picture ids, in which each counts',
    () => {
      const uploading = new AsyncLocalStorage<true>();
      let pictures = 0;
      return {
        newId: (own) => (uploading.getStore() ? `picture-${++pictures}` : own()),
        ...instead(async (request, _, server) =>
          request.method === 'POST' ? uploading.run(true, () => server.fetch(request)) : undefined,
        ),
      };
    },
  ],
  [
    'an answer that recognizes a file which another account has sent',
    () => {
      const sent = new Map<string, string>();
      return instead(async (request, _, server) => {
        if (request.method !== 'POST') return undefined;
        const file = Buffer.from(await request.clone().arrayBuffer()).toString('base64');
        const answer = await server.fetch(request);
        const text = await answer.text();
        const known = sent.get(file);
        if (known === undefined) sent.set(file, text);
        return new Response(known ?? text, { status: answer.status, headers: answer.headers });
      });
    },
  ],
  [
    'thumbnails without an audience',
    () =>
      instead(async ({ method }, asked, server) =>
        method === 'GET' && asked.searchParams.get('size') === 'thumb'
          ? server.fetch(new Request(asked, { headers: await asUploader() }))
          : undefined,
      ),
  ],
  [
    'another status for a picture that is there and not the reader’s',
    () =>
      instead(async (request, asked, server) => {
        if (request.method !== 'GET') return undefined;
        const answer = await server.fetch(request);
        const there = await server.fetch(new Request(asked, { headers: await asUploader() }));
        return answer.status === 404 && there.ok ? new Response(null, { status: 403 }) : answer;
      }),
  ],
  [
    'the size of a hidden picture',
    () =>
      instead(async (request, asked, server) => {
        if (request.method !== 'GET') return undefined;
        const answer = await server.fetch(request);
        const there = await server.fetch(new Request(asked, { headers: await asUploader() }));
        const bytes = there.ok ? (await there.arrayBuffer()).byteLength : 0;
        const headers = new Headers(answer.headers);
        if (bytes > 0) headers.set('x-bytes', String(bytes));
        return new Response(answer.body, { status: answer.status, headers });
      }),
  ],
  [
    'a count of the shop’s pictures',
    () => {
      let count = 0;
      return instead(async (request, _, server) => {
        if (request.method !== 'POST') return undefined;
        const answer = await server.fetch(request);
        const picture = (await answer.json()) as UploadedPicture;
        const headers = new Headers(answer.headers);
        return Response.json({ ...picture, number: ++count }, { status: answer.status, headers });
      });
    },
  ],
];

/** Until there is a ticket, about which shop and staff send each other pictures. */
const BEGINNING = STORY.slice(0, 2);

/** How many of the buyer's answers differ between the world where shop and staff talk, and the quiet one. */
async function differences(fault?: () => Fault): Promise<number> {
  const worlds = await createWorlds(() => ({
    readers: 'handlers',
    store: createMapsStore(),
    ...(fault ? { fault: fault() } : {}),
  }));
  try {
    const { talking, quiet } = await recordsOf(worlds, [BUYER], { steps: BEGINNING });
    expect(talking.length).toBe(quiet.length);
    return talking.filter((text, index) => text !== quiet[index]).length;
  } finally {
    await worlds.stop();
  }
}

describe('the comparison of two worlds', { timeout: 120_000 }, () => {
  it('[R24] finds nothing in a server without a fault', async () => {
    expect(await differences()).toBe(0);
  });

  it.each(FAULTS)('[R24] catches %s', async (_, fault) => {
    expect(await differences(fault)).toBeGreaterThan(0);
  });
});
