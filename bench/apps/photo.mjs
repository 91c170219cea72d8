// The one thing that every contender answers with.

const SENTENCE = 'Rails shine, lamps come on, and the last car leaves for Graca & Alfama. ';
const BYTES_WITHOUT_DESCRIPTION = JSON.stringify(photoWith(0, '')).length;
const descriptions = new Map();

/**
 * The photo that `GET /photos/:id` answers with.
 *
 * @param {number} id
 * @param {number} [bytes] length of its JSON text, less the digits of the id after the first; at least 191
 */
export function toPhoto(id, bytes = 200) {
  return photoWith(id, descriptions.get(bytes) ?? describe(bytes));
}

/**
 * What a batch for the photos 0, 1, 2, ... has to be answered with.
 *
 * @param {number} operations how many
 * @param {number} [bytes] as in {@link toPhoto}
 * @returns {{ status: number, body: object }[]}
 */
export function expectedAnswers(operations, bytes) {
  return Array.from({ length: operations }, (_, id) => ({ status: 200, body: toPhoto(id, bytes) }));
}

function photoWith(id, description) {
  return {
    id,
    title: 'Tram 28 at dusk, from the steps of the church',
    album: 'lisbon',
    width: 4032,
    height: 3024,
    takenAt: '2026-05-17T19:42:08Z',
    tags: ['tram', 'dusk', 'street'],
    description,
  };
}

/** Kept, so that a handler's time goes into the answer and not into making up a text. */
function describe(bytes) {
  const length = bytes - BYTES_WITHOUT_DESCRIPTION;
  const text = SENTENCE.repeat(Math.ceil(length / SENTENCE.length)).slice(0, length);
  descriptions.set(bytes, text);
  return text;
}
