/** How probable misfortunes are, from 0 to 1, and how slow things are. */
export interface Conditions {
  /** A request gets lost on its way there, and nothing says so. */
  loss: number;
  /** An answer gets lost on its way back: what was asked is done. */
  answerLoss: number;
  /** The connection is refused or reset. */
  reset: number;
  /** A request arrives twice. */
  twice: number;
  /** An answer ends in the middle. */
  truncation: number;
  /** Something takes seconds. */
  slow: number;
  /** A stream is dead, and nothing says so. */
  halfOpen: number;
  /** An event comes after the one that follows it. */
  swap: number;
  /** A hint between servers is lost. */
  hintLoss: number;
  /** A hint tells of more than can be read yet. */
  early: number;
  /** A statement of the database fails. */
  database: number;
  /** A transaction conflicts with another one, and runs again. */
  conflict: number;
  /** A page's storage refuses a write. */
  disk: number;
  /** A page's storage takes seconds. */
  slowDisk: number;
  /** The host's backend gives no token. */
  token: number;
  /** The host's chat does not take a message. */
  chat: number;
  /** Everything takes as long as ever. */
  even: boolean;
  /** Clocks of servers that start are wrong. */
  skews: boolean;
}

export const GOOD: Conditions = {
  ...{ loss: 0, answerLoss: 0, reset: 0, twice: 0, truncation: 0, slow: 0, halfOpen: 0 },
  ...{ swap: 0, hintLoss: 0, early: 0, database: 0, conflict: 0, disk: 0, slowDisk: 0, token: 0, chat: 0 },
  ...{ even: false, skews: true },
};

export const FAIR: Conditions = {
  ...{ loss: 0.01, answerLoss: 0.03, reset: 0.02, twice: 0.03, truncation: 0.01, slow: 0.05, halfOpen: 0.05 },
  ...{
    swap: 0.05,
    hintLoss: 0.1,
    early: 0.05,
    database: 0.002,
    conflict: 0.03,
    disk: 0,
    slowDisk: 0.02,
    token: 0.02,
    chat: 0.05,
  },
  ...{ even: false, skews: true },
};

export const BAD: Conditions = {
  ...{ loss: 0.08, answerLoss: 0.2, reset: 0.15, twice: 0.15, truncation: 0.08, slow: 0.2, halfOpen: 0.3 },
  ...{
    swap: 0.25,
    hintLoss: 0.5,
    early: 0.2,
    database: 0.02,
    conflict: 0.15,
    disk: 0,
    slowDisk: 0.05,
    token: 0.2,
    chat: 0.2,
  },
  ...{ even: false, skews: true },
};

/** For runs that are compared: nothing is left to chance. */
export const EVEN: Conditions = { ...GOOD, even: true, skews: false };
