import { mountedAt } from '@sidecard/server';
import { server } from '../../../server.js';

const handle = mountedAt('/after-sales', server);

export const dynamic = 'force-dynamic';
export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
