import { createClient, httpTransport } from '@sidecard/client';
import { createMemoryBackend, SAMPLE_AGENT } from '@sidecard/server/memory';

// The whole server, in this page. Later, httpTransport gets the url of yours,
// and createClient a getToken.
const backend = createMemoryBackend();
const transport = httpTransport(backend.as(SAMPLE_AGENT));
export const client = createClient({ transport });

// A buyer asks for a refund.
await backend.seed();
