// How a batch of ours is asked for and read, in either format.
import { toPhoto } from '../apps/photo.mjs';
import { toText } from '../apps/text.mjs';

/** Bytes of the body of an operation that posts one. */
const POSTED_BYTES = 2_000;

/** GETs, of photos unless told. */
function toBatch(accept, operations, toOperation = (id) => ({ method: 'GET', url: `/photos/${id}` })) {
  const requests = Array.from({ length: operations }, (_, id) => ({ id: `${id}`, ...toOperation(id) }));
  const headers = { 'content-type': 'application/json', accept };
  return [{ method: 'POST', path: '/batch', headers, body: JSON.stringify({ requests }) }];
}

function readJson({ text }) {
  return JSON.parse(text).responses.map(({ status, body }) => ({ status, body }));
}

/** Reads without the code of this project. */
function readXml({ text }, toBody) {
  return Array.from(text.matchAll(/<D:response .*?<\/D:response>/gs), ([response]) => ({
    status: Number(/<D:status>HTTP\/1\.1 (\d{3})/.exec(response)[1]),
    body: toBody(unescapeXml(/<M:body[^>]*>(.*?)<\/M:body>/s.exec(response)[1])),
  }));
}

function unescapeXml(text) {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** The answer as a JSON document. */
export const json = {
  toRequests: (operations) => toBatch('application/json', operations),
  read: readJson,
};

/** The answer as an XML document. */
export const xml = {
  toRequests: (operations) => toBatch('application/xml', operations),
  read: (answer) => readXml(answer, JSON.parse),
};

/** Each operation posts 2 KB of JSON; the answers are the same as those of GETs. */
export const posts = {
  toRequests: (operations) =>
    toBatch('application/json', operations, (id) => ({
      method: 'POST',
      url: '/photos',
      body: toPhoto(id, POSTED_BYTES),
    })),
  read: readJson,
};

const toTextOperation = (id) => ({ method: 'GET', url: `/texts/${id}` });
const expectedTexts = (operations, { textKind }) =>
  Array.from({ length: operations }, (_, id) => ({ status: 200, body: toText(textKind, id) }));

/** Answers are texts, in a JSON document. */
export const jsonTexts = {
  toRequests: (operations) => toBatch('application/json', operations, toTextOperation),
  read: readJson,
  expected: expectedTexts,
};

/** Answers are texts, in an XML document. */
export const xmlTexts = {
  toRequests: (operations) => toBatch('application/xml', operations, toTextOperation),
  read: (answer) => readXml(answer, (text) => text),
  expected: expectedTexts,
};
