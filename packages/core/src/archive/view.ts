import type { TicketTypes } from '../machine/ticket-type.js';
import type { Audience } from '../model/audience.js';
import type { Labels } from '../values/labels.js';
import type { ArchiveEntry } from './entry.js';

/** An entry as the shop's accounts see it. */
export interface ArchiveEntryView extends Omit<ArchiveEntry, 'words'> {
  /** Missing if the host has removed the type, or the type the reason. */
  readonly typeLabels?: Labels;
  readonly reasonLabels?: Labels;
}

/** Projects an entry. Accounts that may not handle tasks do not read evidence, nor learn how much there is. */
export function archiveEntryFor(entry: ArchiveEntry, audience: Audience, types: TicketTypes): ArchiveEntryView {
  const { words: _words, pictures, ...rest } = entry;
  const type = types.get(entry.type);
  const reason = type?.reasons.buyer.find(({ key }) => key === entry.reason);
  return {
    ...rest,
    pictures: audience === 'handlers' ? pictures : pictures.filter(({ source }) => source !== 'evidence'),
    ...(type ? { typeLabels: type.labels } : {}),
    ...(reason ? { reasonLabels: reason.labels } : {}),
  };
}
