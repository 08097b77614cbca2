import type { LocalCommit, LocalCommits } from '../context/context.js';

/** Creates what carries commits from the writes of a process to its streams. */
export function createLocalCommits(): LocalCommits {
  let listener: ((commit: LocalCommit) => void) | undefined;
  return {
    publish: (commit) => listener?.(commit),
    subscribe(listen) {
      listener = listen;
    },
  };
}
