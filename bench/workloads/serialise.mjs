import { toPhoto } from '../apps/photo.mjs';

const OPERATIONS = 100;
const CONTENT_TYPE = 'application/json; charset=utf-8';

/**
 * Writes the bytes of a prepared response to a batch of 100 repeatedly, without checks and without escaping.
 *
 * @param {object} options
 * @param {'json' | 'xml'} options.format
 * @returns {(amount: number) => number} writes an amount of answers and returns the number of operations in them
 */
export function prepare({ format }) {
  const photos = Array.from({ length: OPERATIONS }, (_, id) => toPhoto(id));
  const toText = format === 'json' ? jsonOf(photos) : xmlOf(photos);
  return (amount) => {
    for (let left = amount; left > 0; left -= 1) Buffer.from(toText());
    return amount * OPERATIONS;
  };
}

function jsonOf(photos) {
  const answer = {
    summary: { total: OPERATIONS, succeeded: OPERATIONS, failed: 0, other: 0 },
    responses: photos.map((body) => ({
      id: `${body.id}`,
      href: `/photos/${body.id}`,
      status: 200,
      headers: { 'content-type': CONTENT_TYPE },
      body,
    })),
  };
  return () => JSON.stringify(answer);
}

/** The texts of the bodies are at hand: the handlers have made them. */
function xmlOf(photos) {
  const operations = photos.map((photo) => ({ id: photo.id, text: JSON.stringify(photo) }));
  return () => {
    let xml = '<?xml version="1.0" encoding="utf-8"?>\n';
    xml += '<D:multistatus xmlns:D="DAV:" xmlns:M="urn:multistatus:xml:1">\n';
    for (const { id, text } of operations) {
      xml += `<D:response M:id="${id}" M:index="${id}"><D:href>/photos/${id}</D:href>`;
      xml += '<D:status>HTTP/1.1 200 OK</D:status>';
      xml += `<M:header name="content-type">${CONTENT_TYPE}</M:header><M:body>${text}</M:body></D:response>\n`;
    }
    xml += `<M:summary total="${OPERATIONS}" succeeded="${OPERATIONS}" failed="0" other="0"/>\n`;
    return `${xml}</D:multistatus>`;
  };
}
