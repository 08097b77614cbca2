import { TokenRefused } from './token-refused.js';

/** How far `iat` may be ahead of the server's clock, in seconds. */
const AHEAD_S = 60;
/** Later than the year 5000 in seconds: a time in milliseconds. */
const MILLISECONDS = 1e11;

/**
 * Checks the times of a token whose signature is valid.
 *
 * @throws TokenRefused
 */
export function checkTimes(
  { iat = 0, exp = 0 }: { readonly iat?: number; readonly exp?: number },
  { nowMs, maxLifetimeS }: { readonly nowMs: number; readonly maxLifetimeS: number },
): void {
  if (iat >= MILLISECONDS || exp >= MILLISECONDS) {
    throw new TokenRefused('The token’s `iat` and `exp` must be in seconds since the Unix epoch, not in milliseconds.');
  }
  const aheadS = iat - nowMs / 1000;
  if (aheadS > AHEAD_S) {
    throw new TokenRefused(
      `The token’s \`iat\` is ${Math.ceil(aheadS)} seconds in the future. Check the issuer’s clock.`,
    );
  }
  if (exp - iat > maxLifetimeS) {
    throw new TokenRefused(
      `The token is valid for ${exp - iat} seconds, but may be for at most ${maxLifetimeS} (\`exp\` − \`iat\`).`,
    );
  }
}
