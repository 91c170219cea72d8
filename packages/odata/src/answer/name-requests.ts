import { placeOf } from '../request/request-id.js';

/** An id that a decoder has chosen, in a text: `~3`, `~3.1`, `~3.1~group`. */
const ID_IN_TEXT = /(?<![^ ])~\d+(?:\.\d+)?i?(?:~\S+)?(?![^ ])/g;

/**
 * Returns the text of a message with the numbers of requests in place of the ids that the decoder has chosen: those mean nothing to
 * the client.
 */
export function nameRequests(text: string): string {
  return text.replace(ID_IN_TEXT, (id) => {
    const { part, member, group } = placeOf(id);
    if (member === undefined) return `request ${part}`;
    // In JSON the part is the number of the first request of the group.
    return group === undefined ? `part ${part}.${member}` : `request ${part + member - 1}`;
  });
}
