/** An id that a decoder has chosen, in a text: `~3`, `~3.1`, `~3.1~group`. */
const ID_IN_TEXT = /(?<![^ ])~(\d+)(?:\.(\d+))?i?(~\S+)?(?![^ ])/g;

/**
 * Returns the text of a message with the numbers of requests in place of the ids that the decoder has chosen: those mean nothing to
 * the client.
 */
export function nameRequests(text: string): string {
  return text.replace(
    ID_IN_TEXT,
    (_id, part: string, member: string | undefined, group: string | undefined) => {
      if (member === undefined) return `request ${part}`;
      // In JSON the part is the number of the first request of the group.
      return group === undefined ? `part ${part}.${member}` : `request ${Number(part) + Number(member) - 1}`;
    },
  );
}
