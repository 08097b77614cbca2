/** A position in the server's event log. Positions of different epochs are not comparable. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** Parses a cursor, `<epoch>.<seq>`. */
export function positionOf(cursor: unknown): Position | undefined {
  const [, epoch, seq] = (typeof cursor === 'string' && /^(.+)\.(\d+)$/.exec(cursor)) || [];
  return epoch === undefined ? undefined : { epoch, seq: Number(seq) };
}

/** Whether `position` includes everything up to `other`. */
export function reaches(position: Position | undefined, other: Position | undefined): boolean {
  return position !== undefined && position.epoch === other?.epoch && position.seq >= other.seq;
}
