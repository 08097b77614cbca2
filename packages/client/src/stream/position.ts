/** A place in the server's event log. Places of different epochs cannot be compared. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** Reads a cursor, `<epoch>.<seq>`. */
export function positionOf(cursor: unknown): Position | undefined {
  const [, epoch, seq] = (typeof cursor === 'string' && /^(.+)\.(\d+)$/.exec(cursor)) || [];
  return epoch === undefined ? undefined : { epoch, seq: Number(seq) };
}

/** Whether what is true at `position` includes everything up to `other`. */
export function reaches(position: Position | undefined, other: Position | undefined): boolean {
  return position !== undefined && position.epoch === other?.epoch && position.seq >= other.seq;
}
