import { noteBody } from '../schemas/bodies.js';
import { addNote, listNotes } from '../use-cases/notes.js';
import { readBody, validate } from './body.js';
import { idOf, type AddRoutes } from './env.js';
import { handlersOnly } from './handlers-only.js';
import { json, written } from './respond.js';
import { writeKeyOf } from './write.js';

const PATH = '/v1/tickets/:id/notes';

/** `/v1/tickets/{id}/notes`: only between the shop’s handlers. For other parties the path does not exist, with any method. */
export const noteRoutes: AddRoutes = (app, context) => {
  handlersOnly(app, context, PATH);

  app.get(PATH, async (c) => json(await listNotes(context, c.get('request'), idOf(c))));

  app.post(PATH, async (c) => {
    const id = idOf(c);
    const { values, bytes } = readBody(c.req.raw);
    const write = await writeKeyOf(c.req.raw, bytes);
    const { text } = validate(noteBody, values);
    const { note, replayed } = await addNote(context, c.get('request'), id, text, write);
    return written({ replayed }, note, 201);
  });
};
