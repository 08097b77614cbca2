import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Serves the built pages.
 *
 * @param home - the page at `/`, such as `agent.html`
 * @param origins - origins of the demo's pages, which may embed and call each other; all other origins are blocked
 */
export function createPages(home: string, origins: () => readonly string[]): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 });
    const path = pathOf(request.url, home);
    const body = path === undefined ? undefined : await readFile(join(PAGES, path)).catch(() => undefined);
    if (path === undefined || !body) return new Response('Not found.\n', { status: 404 });
    const hashed = path.startsWith(`assets${sep}`);
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
      headers: {
        'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
        'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        'Content-Security-Policy': policyFor(origins()),
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      },
    });
  };
}

/** Returns the file's path in the pages folder, or `undefined` for a path outside it. */
function pathOf(url: string, home: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return undefined;
  }
  const named = path === '/' ? home : path.slice(1);
  const file = normalize(extname(named) ? named : `${named}.html`);
  return file.startsWith('..') || file.startsWith('.') || file.includes('\0') ? undefined : file;
}

/** Deliberately strict: what works here works on a host with a strict policy. */
function policyFor(origins: readonly string[]): string {
  const own = origins.join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${own}`,
    `frame-src ${own}`,
    `frame-ancestors ${own}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
