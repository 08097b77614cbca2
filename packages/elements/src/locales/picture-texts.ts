import type { CredentialVerdict } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** Texts of pictures, of what adds them, and of their viewer. They load with the first picture. */
export interface PictureTexts {
  readonly pictures: {
    /** Name of the viewer. */
    readonly title: string;
    /** Name of a picture. */
    readonly view: Message<'number' | 'count'>;
    readonly position: Message<'number' | 'count'>;
    readonly loading: string;
    readonly missing: string;
    readonly close: string;
    readonly previous: string;
    readonly next: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly add: string;
    readonly camera: string;
    readonly hint: string;
    /** A picture, by position. */
    readonly picture: Message<'number'>;
    readonly remove: Message<'number'>;
    readonly uploading: string;
    readonly again: string;
    /** The page was left before it was uploaded. */
    readonly interrupted: string;
    /** What platform staff are told about a picture. Hints, never proof. */
    readonly findings: {
      readonly title: string;
      /** Added to the name of a thumbnail. */
      readonly mark: string;
      readonly uploaded: Message<'who' | 'time'>;
      readonly hash: Message<'hash'>;
      /** By the other tickets' numbers. */
      readonly similar: Message<'numbers'>;
      /** The file's content credentials, by verdict. */
      readonly credentials: Readonly<Record<CredentialVerdict, Message<'signer'>>>;
      /** What the file says of itself. */
      readonly generated: string;
      readonly captured: string;
      readonly madeWith: Message<'name'>;
      readonly caution: string;
    };
    /** Why an upload failed, by code. */
    readonly problems: Readonly<Record<string, string>>;
  };
}
