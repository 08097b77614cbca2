// What code on the pages takes from its reader: names that a page does not explain, because they are the reader's own.
import type { Client, Transport } from '@sidecard/client';
import type { CommitmentFacts, Order, Policy, ShopCommitments } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import type { SidecardProvider } from '@sidecard/elements';
import type { SidecardTask } from '@sidecard/elements/task';
import type { SidecardWorkbench } from '@sidecard/elements/workbench';
import type { AttachmentOptions, AttachmentStorage, ServerOptions, Store } from '@sidecard/server';

declare global {
  /** The reader's chat. */
  const chat: {
    post(conversationId: string, messageId: string, message: unknown): void | Promise<void>;
    post(message: { to: string; id: string; text: string; card: unknown }): void | Promise<void>;
    say(conversationId: string, messageId: string, text: string): void | Promise<void>;
    draw: (message: unknown) => HTMLElement;
    onOpen: (conversationId: string | null) => void;
  };
  /** Messages with cards, by the id under which the chat shows them. */
  const messages: Readonly<Record<string, unknown>>;
  const message: unknown;
  const client: Client;
  const provider: SidecardProvider;
  const panel: SidecardTask;
  const workbench: SidecardWorkbench;

  /** What other examples pass to `createSidecardServer`. */
  const options: ServerOptions;
  const storage: AttachmentStorage;
  const reader: AttachmentOptions['reader'];
  const store: Store;
  const accessKeyId: string;
  const secretAccessKey: string;
  /** What another block of the page declares. */
  const portTransport: (port: MessagePort) => Transport;
  const port: MessagePort;
  const getToken: () => Promise<string>;
  const tokenOfTheBuyer: () => Promise<string>;

  /** Of a webhook's address. */
  const secret: string;
  const queue: { addOnce(id: string, event: object): Promise<void> };

  const signToken: (claims: object) => Promise<string>;
  const merchantId: string;

  const order: Order;
  const facts: CommitmentFacts;
  const shop: ShopCommitments;
  const now: number;
  const ticket: TicketView;
  const postToSlack: (body: object) => Promise<void>;
  const myOrders: { find(merchantId: string, orderId: string): Promise<Order | undefined> };
  const myShops: { get(merchantId: string): { returnAddresses: Policy['returnAddresses']; class: string } };
}
