import * as v from 'valibot';
import { flag, id, oneOf, open } from './parts.js';

/** The claims of a token, besides those that verification checks. */
export const claims = open({
  sub: id,
  party: oneOf(['merchant', 'buyer', 'staff', 'host', 'messenger']),
  merchantId: id,
  main: v.exactOptional(flag, false),
  name: v.exactOptional(v.pipe(v.string(), v.maxLength(100), v.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u)), ''),
  iat: v.number(),
  exp: v.number(),
});
