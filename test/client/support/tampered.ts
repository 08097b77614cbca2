import type { Transport, TransportAnswer, TransportFrame, TransportRequest } from '@sidecard/client';

/** A network that loses frames and lets answers be overtaken. */
export interface TamperedTransport extends Transport {
  /** Every `Last-Event-ID` that a stream was opened with. */
  readonly resumedFrom: (string | undefined)[];
  /** Loses the next frame of this name. */
  loseFrame(event: string): void;
  /** Loses and replaces no more frames. */
  mend(): void;
  /** Puts other frames in the place of the next one of this name. */
  replaceFrame(event: string, by: (frame: TransportFrame) => readonly TransportFrame[]): void;
  /** Puts another answer in the place of every one to such requests, from now on. */
  changeAnswers(to: (request: TransportRequest) => boolean, by: (answer: TransportAnswer) => TransportAnswer): void;
  /** Keeps back the answer to the next such request until `release`; those after it pass. */
  holdAnswer(to: (request: TransportRequest) => boolean): { readonly held: Promise<void>; release(): void };
}

/** Puts misfortune between a client and a transport. */
export function tampered(inner: Transport): TamperedTransport {
  const replacing: { event: string; by: (frame: TransportFrame) => readonly TransportFrame[] }[] = [];
  const gates: { to: (request: TransportRequest) => boolean; caught(): void; open: Promise<void> }[] = [];
  const changes: { to: (request: TransportRequest) => boolean; by: (answer: TransportAnswer) => TransportAnswer }[] =
    [];
  const resumedFrom: (string | undefined)[] = [];
  return {
    resumedFrom,
    async request(request): Promise<TransportAnswer> {
      const at = gates.findIndex(({ to }) => to(request));
      const [gate] = at < 0 ? [] : gates.splice(at, 1);
      const answer = await inner.request(request);
      gate?.caught();
      await gate?.open;
      return changes.reduce((changed, { to, by }) => (to(request) ? by(changed) : changed), answer);
    },
    async *events(request) {
      resumedFrom.push(request.lastEventId);
      for await (const frame of inner.events(request)) {
        const at = replacing.findIndex(({ event }) => event === frame.event);
        const [replaced] = at < 0 ? [] : replacing.splice(at, 1);
        yield* replaced ? replaced.by(frame) : [frame];
      }
    },
    mend: () => void replacing.splice(0),
    loseFrame: (event) => void replacing.push({ event, by: () => [] }),
    changeAnswers: (to, by) => void changes.push({ to, by }),
    replaceFrame: (event, by) => void replacing.push({ event, by }),
    holdAnswer(to) {
      let release = (): void => {};
      let caught = (): void => {};
      const open = new Promise<void>((resolve) => (release = resolve));
      const held = new Promise<void>((resolve) => (caught = resolve));
      gates.push({ to, caught: () => caught(), open });
      return { held, release: () => release() };
    },
  };
}
