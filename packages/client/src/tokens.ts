/** The host's tokens: asked for once at a time, kept until 80 % of their life. */
export interface Tokens {
  /** @throws whatever `getToken` throws, when there is no usable token */
  readonly get: () => Promise<string | undefined>;
  /** A token was refused: the next `get` asks for another. */
  readonly spent: (token: string | undefined) => void;
  /** Counts how often the tokens began to name somebody else. */
  readonly turn: () => number;
}

/**
 * Makes tokens of the host's function.
 *
 * @param onSubject - a token names somebody else than the one before did
 */
export function createTokens(getToken: (() => Promise<string>) | undefined, onSubject: () => void): Tokens {
  let token: string | undefined;
  let renewAtMs = Infinity;
  let subject: string | undefined;
  let flight: Promise<string> | undefined;
  let turn = 0;

  async function ask(from: () => Promise<string>): Promise<string> {
    const fresh = await from();
    const { sub, merchantId, party, iat, exp } = claimsOf(fresh);
    // By the token's length and not its end: the device's clock may be wrong.
    renewAtMs = typeof iat === 'number' && typeof exp === 'number' ? Date.now() + (exp - iat) * 800 : Infinity;
    const named = JSON.stringify([sub, merchantId, party]);
    const changed = subject !== undefined && subject !== named;
    subject = named;
    token = fresh;
    if (changed) {
      turn++;
      onSubject();
    }
    return fresh;
  }

  return {
    async get() {
      if (!getToken || (token !== undefined && Date.now() < renewAtMs)) return token;
      flight ??= ask(getToken).finally(() => (flight = undefined));
      const old = token;
      // With a fifth of its life left the old one will do once more.
      return old === undefined ? flight : flight.catch(() => old);
    },
    spent(refused) {
      if (token === refused) token = undefined;
    },
    turn: () => turn,
  };
}

/** Reads a token's claims without verifying them; an opaque token has none. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = token.split('.')[1] ?? '';
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, unknown>;
  } catch {
    return {};
  }
}
