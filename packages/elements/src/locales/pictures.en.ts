import type { PictureTexts } from './picture-texts.js';

/** The words of pictures in English. */
export const texts: PictureTexts = {
  pictures: {
    title: 'Pictures',
    view: 'Picture {number} of {count}',
    position: '{number} of {count}',
    loading: 'Loading…',
    missing: 'This picture cannot be shown.',
    close: 'Close',
    previous: 'Previous picture',
    next: 'Next picture',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    add: 'Add pictures',
    camera: 'Take a photo',
    hint: 'JPEG, PNG, WebP or GIF, up to 5 MB each. You can also paste or drop them.',
    picture: 'Picture {number}',
    remove: 'Remove picture {number}',
    uploading: 'Uploading',
    again: 'Try again',
    interrupted: 'The upload was interrupted. Remove the picture and add it again.',
    findings: {
      title: 'Hints about this picture',
      mark: 'There are hints.',
      uploaded: 'Uploaded {time}. From: {who}.',
      hash: 'SHA-256 of the file: {hash}',
      similar: 'An earlier picture looks almost the same. Tickets: {numbers}.',
      credentials: {
        none: 'The file has no content credentials. Most files have none.',
        unchecked: 'The file has content credentials, which could not be checked.',
        invalid: 'The file has content credentials that do not belong to it: it may have been changed afterwards.',
        valid:
          'The file and its content credentials fit. They are signed as “{signer}”: nobody has confirmed that name.',
        trusted: 'The file and its content credentials fit. They are signed by {signer}.',
      },
      generated: 'The file says that it was generated, or partly generated, by AI.',
      captured: 'The file says that it was taken with a camera.',
      madeWith: 'The file says that it was made with “{name}”.',
      caution: 'These are hints. None of them proves anything by itself.',
    },
    problems: {
      'picture-empty': 'The file is empty. Choose another one.',
      'picture-too-large': 'The picture is larger than 5 MB. Choose a smaller one.',
      'picture-type': 'This is not a picture. Choose a JPEG, PNG, WebP or GIF file.',
      'picture-unreadable': 'The picture is damaged. Choose another one.',
      'picture-too-many-pixels': 'The picture has more than 40 million pixels. Scale it down.',
      'too-many-uploads':
        'Too many pictures have not been sent yet. Send some, or try again tomorrow: removed ones count for 24 hours, too.',
      network: 'No connection. Try again.',
      other: 'The upload failed. Try again.',
    },
  },
};
