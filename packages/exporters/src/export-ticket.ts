import type { TicketView } from '@sidecard/core/wire';
import { type Content, contentOf, type Part } from './content.js';
import { type Dropped, within } from './limits.js';
import { type ExportOptions, type ExportProblem, readLink, readOptions } from './options.js';
import type { Surface } from './surface.js';
import { adaptiveCard } from './surfaces/adaptive-card.js';
import { dingtalk } from './surfaces/dingtalk.js';
import { feishu } from './surfaces/feishu.js';
import { googleChat } from './surfaces/google-chat.js';
import { slack } from './surfaces/slack.js';
import { text } from './surfaces/text.js';
import { wecom } from './surfaces/wecom.js';

/** A new surface is a file and a row. */
const SURFACES = {
  'adaptive-card': adaptiveCard,
  slack,
  feishu,
  'google-chat': googleChat,
  wecom,
  dingtalk,
  text,
} satisfies Readonly<Record<string, Surface<unknown>>>;

/** What a ticket can be exported to. */
export type SurfaceName = keyof typeof SURFACES;

/** The names of all surfaces. */
export const SURFACE_NAMES = Object.keys(SURFACES) as readonly SurfaceName[];

/** The message of a surface. */
export type PayloadOf<Name extends SurfaceName> =
  (typeof SURFACES)[Name] extends Surface<infer Payload> ? Payload : never;

/** A message, and what it does not say in full. */
export interface Exported<Payload> {
  readonly payload: Payload;
  /** Every part of the card that was shortened or left out; empty if the message says it all. */
  readonly dropped: readonly Dropped[];
}

export type ExportResult<Payload> =
  | { readonly ok: true; readonly value: Exported<Payload> }
  | { readonly ok: false; readonly error: ExportProblem };

/**
 * Returns a ticket's card as a message of another surface, in the words of `<sidecard-card>` and within the surface's limits. Nothing in it
 * that people wrote is markup, a link, a mention or a picture. The message is a snapshot: export the ticket again to update it.
 *
 * @param surface - see {@link SURFACE_NAMES}
 * @param view - the projection of an account of the shop: the message contains what that account may read, and whoever reads the channel
 *   reads it
 */
export function exportTicket<Name extends SurfaceName>(
  surface: Name,
  view: TicketView,
  options: ExportOptions,
): ExportResult<PayloadOf<Name>> {
  const problem = (code: ExportProblem['code']) => ({ ok: false, error: { code } }) as const;
  if (!Object.hasOwn(SURFACES, surface)) return problem('surface-unknown');
  const read = readOptions(options);
  if ('code' in read) return problem(read.code);
  const { unsupported, places, write } = SURFACES[surface] as Surface<PayloadOf<Name>>;
  const content = contentOf(view, read);
  // Other URLs mean nothing, or something else, outside the shop's pages.
  const picture = readLink(content.parts.picture);
  const missing = missingFrom(content, picture === undefined ? [...unsupported, 'picture'] : unsupported);
  const rest = { ...content.parts, picture, ...Object.fromEntries(missing.map((part) => [part, undefined])) };
  const { parts, dropped } = within(places(content), rest);
  return {
    ok: true,
    value: {
      payload: write({ ...content, parts }),
      dropped: [...missing.map((part) => ({ part, how: 'left-out', why: 'unsupported' }) as const), ...dropped],
    },
  };
}

/** Returns the parts of a content that a surface has no place for. */
function missingFrom({ parts }: Content, unsupported: readonly Part[]): readonly Part[] {
  return [...new Set(unsupported)].filter((part) => parts[part] !== undefined);
}
