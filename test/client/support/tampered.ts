import type { Transport, TransportAnswer, TransportFrame, TransportRequest } from '@sidecard/client';

/** A network that loses frames and lets answers be overtaken. */
export interface TamperedTransport extends Transport {
  /** Every `Last-Event-ID` that a stream was opened with. */
  readonly resumedFrom: (string | undefined)[];
  /** Loses the next frame of this name. */
  loseFrame(event: string): void;
  /** Puts another frame in the place of the next one of this name. */
  replaceFrame(event: string, by: (frame: TransportFrame) => TransportFrame): void;
  /** Keeps back the answer to the next such request, and all after it, until `release`. */
  holdAnswer(to: (request: TransportRequest) => boolean): { readonly held: Promise<void>; release(): void };
}

/** Puts misfortune between a client and a transport. */
export function tampered(inner: Transport): TamperedTransport {
  const replacing: { event: string; by: (frame: TransportFrame) => TransportFrame | undefined }[] = [];
  const gates: { to: (request: TransportRequest) => boolean; caught(): void; open: Promise<void> }[] = [];
  const resumedFrom: (string | undefined)[] = [];
  return {
    resumedFrom,
    async request(request): Promise<TransportAnswer> {
      const gate = gates.find(({ to }) => to(request));
      const answer = await inner.request(request);
      gate?.caught();
      await gate?.open;
      return answer;
    },
    async *events(request) {
      resumedFrom.push(request.lastEventId);
      for await (const frame of inner.events(request)) {
        const at = replacing.findIndex(({ event }) => event === frame.event);
        const [replaced] = at < 0 ? [] : replacing.splice(at, 1);
        const passed = replaced ? replaced.by(frame) : frame;
        if (passed) yield passed;
      }
    },
    loseFrame: (event) => void replacing.push({ event, by: () => undefined }),
    replaceFrame: (event, by) => void replacing.push({ event, by }),
    holdAnswer(to) {
      let release = (): void => {};
      let caught = (): void => {};
      const open = new Promise<void>((resolve) => (release = resolve));
      const held = new Promise<void>((resolve) => (caught = resolve));
      const gate = { to, caught: () => caught(), open };
      gates.push(gate);
      return {
        held,
        release() {
          gates.splice(gates.indexOf(gate), 1);
          release();
        },
      };
    },
  };
}
