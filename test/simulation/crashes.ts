/** What tells of an error that nobody catches: a rejection, or what a listener throws. */
const EVENTS = ['unhandledRejection', 'uncaughtException'] as const;

/**
 * Hears of errors that nobody catches, in the place of whoever else does.
 *
 * @returns gives the others their place back
 */
export function hearCrashes(onCrash: (error: unknown) => void): () => void {
  const hear = (error: unknown): void => onCrash(error);
  const others = EVENTS.map((event) => [event, process.rawListeners(event)] as const);
  for (const event of EVENTS) process.removeAllListeners(event).on(event, hear);
  return () => {
    for (const [event, listeners] of others) {
      process.removeListener(event, hear);
      for (const listener of listeners) process.on(event, listener as () => void);
    }
  };
}
