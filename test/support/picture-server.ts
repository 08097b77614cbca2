// A server with pictures in a process of its own, whose memory is measured. Its parent sends `reset` and `peak`.
import { readFileSync, writeFileSync } from 'node:fs';
import { createSidecardServer, verifyJwt } from '@sidecard/server';
import { createMapsStore } from '@sidecard/server/memory';
import { listen, openFolderAttachments, sharpPictures } from '@sidecard/server/node';
import { AUDIENCE, ISSUER, SECRET } from './server.ts';

/** The most memory that the process has held since the last reset, in bytes. Linux counts it. */
const peak = (): number => 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);

const server = createSidecardServer({
  verify: verifyJwt({ issuer: ISSUER, audience: AUDIENCE, key: SECRET }),
  database: { store: createMapsStore() },
  attachments: {
    storage: await openFolderAttachments(process.env['SIDECARD_ATTACHMENTS']!),
    reader: await sharpPictures(),
  },
});
const listening = await listen(server);
process.on('message', (message) => {
  if (message === 'reset') writeFileSync('/proc/self/clear_refs', '5');
  if (message === 'close') void listening.close().then(() => process.disconnect());
  else process.send?.({ peak: peak(), now: process.memoryUsage.rss() });
});
process.send?.({ url: listening.url });
