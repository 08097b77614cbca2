import { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { connectionOf } from '../streams/connection.js';

/**
 * Sends an event stream without the body of its response: what that costs for each event and reader is as much as writing to the socket.
 *
 * @returns the response to send, if it is another one
 */
export function sendEvents(response: Response, outgoing: unknown): Response {
  const connection = connectionOf(response.body);
  if (!connection || !(outgoing instanceof ServerResponse) || outgoing.headersSent) return response;
  outgoing.setHeaders(response.headers);
  outgoing.writeHead(response.status);
  outgoing.flushHeaders();
  const gone = () => connection.gone();
  outgoing.on('close', gone).on('error', gone);
  outgoing.on('drain', () => connection.advance());
  // The reader may have gone before it was answered.
  if (outgoing.destroyed) gone();
  else
    connection.readBy({
      get waiting() {
        return outgoing.writableLength;
      },
      write: (bytes) => void outgoing.write(bytes),
      close: () => void outgoing.end(),
    });
  return RESPONSE_ALREADY_SENT;
}
