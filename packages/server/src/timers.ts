/** Resolves after some milliseconds. */
export const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Pauses in steps as long as something is so, at most for `longest`, in milliseconds. */
export async function pauseWhile(
  isSo: () => boolean,
  { step, longest }: { readonly step: number; readonly longest: number },
): Promise<void> {
  for (let ms = 0; ms < longest && isSo(); ms += step) await pauseFor(step);
}

/** Waits for work at most for some milliseconds. The work goes on. @throws what `late` returns, if it takes longer */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
