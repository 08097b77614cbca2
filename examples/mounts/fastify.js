import { nodeListener } from '@sidecard/server/node';
import Fastify from 'fastify';

/** Sidecard's server below /after-sales of a Fastify app. */
export async function start(server, port) {
  const app = Fastify();
  const listener = nodeListener(server, { prefix: '/after-sales' });
  app.register(async (scope) => {
    // Sidecard reads bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (request, body, done) => done(null));
    scope.all('/after-sales/*', (request, reply) => {
      reply.hijack();
      listener(request.raw, reply.raw);
    });
  });
  app.get('/', () => 'The shop.');
  await app.listen({ port, host: '127.0.0.1' });
  return app.server;
}
