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
    /** Why an upload failed, by code. */
    readonly problems: Readonly<Record<string, string>>;
  };
}
