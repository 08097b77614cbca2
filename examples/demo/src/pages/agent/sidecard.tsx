import '@sidecard/elements';
import type { Client } from '@sidecard/client';
import type { SidecardCard, SidecardProvider } from '@sidecard/elements';
import { createElement, useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react';

// React 18 turns an object that is given to a custom element into "[object Object]": properties are set through a ref.

/** Gives Sidecard's client to every card below it. The task panel opens in it, beside the chat. */
export function Provider({
  client,
  children,
}: {
  readonly client: Client;
  readonly children: ReactNode;
}): ReactElement {
  const ref = useRef<SidecardProvider>(null);
  useLayoutEffect(() => {
    if (ref.current) ref.current.client = client;
  }, [client]);
  return createElement('sidecard-provider', { ref }, children);
}

/** What {@link Card} takes. */
export interface CardProps {
  readonly message: unknown;
  /** The relay says that it came from the platform. */
  readonly verified: boolean;
  readonly ticketId: string | undefined;
}

/** The card of a message. */
export function Card({ message, verified, ticketId }: CardProps): ReactElement {
  const ref = useRef<SidecardCard>(null);
  useLayoutEffect(() => {
    if (ref.current) Object.assign(ref.current, { message, verified });
  }, [message, verified]);
  return createElement('sidecard-card', { ref, 'data-testid': 'agent-card', 'data-ticket': ticketId });
}
