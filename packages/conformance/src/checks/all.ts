import type { Check } from '../check.js';
import { ACCESS } from './access.js';
import { AUDIENCES } from './audiences.js';
import { BODIES } from './bodies.js';
import { POSTS } from './deliveries.js';
import { EDGES } from './edges.js';
import { IDEMPOTENCY } from './idempotency.js';
import { LONG_POLLS } from './long-polls.js';
import { PICTURES } from './pictures.js';
import { QUERIES } from './queries.js';
import { RELATED } from './related-tickets.js';
import { SHOP } from './shop.js';
import { STREAM_AUDIENCES } from './stream-audiences.js';
import { STREAM_CHECKS } from './streams.js';
import { TICKETS } from './tickets.js';
import { TOKENS } from './tokens.js';
import { WEBHOOKS } from './webhooks.js';

/** Every check, in the order in which they run. */
export const CHECKS: readonly Check[] = [
  ...[TOKENS, EDGES, ACCESS, QUERIES, BODIES, IDEMPOTENCY, TICKETS, AUDIENCES, SHOP, PICTURES],
  ...[STREAM_CHECKS, RELATED, STREAM_AUDIENCES, LONG_POLLS, POSTS, WEBHOOKS],
].flat();
