import { nodeListener } from '@sidecard/server/node';
import express from 'express';

/** Sidecard's server below /after-sales of an Express app. */
export function start(server, port) {
  const app = express();
  // Before whatever reads bodies.
  app.use('/after-sales', nodeListener(server));
  app.use(express.json());
  app.get('/', (request, response) => response.send('The shop.'));
  return app.listen(port, '127.0.0.1');
}
