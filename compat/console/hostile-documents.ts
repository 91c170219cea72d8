import { HOSTILE, HOSTILE_TEXTS } from './hostile-texts.js';

const { script = '', url = '' } = HOSTILE_TEXTS;
// Without the characters that XML cannot represent.
const XML_TEXT = `${script} ${url} ${HOSTILE_TEXTS['bidi']} ${HOSTILE_TEXTS['word']}`
  .replaceAll('&', '&amp;')
  .replaceAll('<', '&lt;');

const responses = [
  {
    id: HOSTILE,
    href: url,
    status: 422,
    location: url,
    description: HOSTILE,
    headers: { [script]: script, location: url, 'content-type': 'application/problem+json' },
    body: { type: url, title: HOSTILE, detail: HOSTILE, [HOSTILE]: HOSTILE },
  },
  { href: script, status: 200, headers: { 'content-type': 'text/html' }, body: script },
];
const json = JSON.stringify({ responses });

/** What someone may drop on the page: answers and recordings that are full of hostile text. */
export const HOSTILE_DOCUMENTS: Readonly<Record<string, string>> = {
  XML: `<?xml version="1.0"?>
<D:multistatus xmlns:D="DAV:" xmlns:X="javascript:pwned=1">
  <D:response>
    <D:href>${url}</D:href>
    <D:propstat><D:prop><X:img>${XML_TEXT}</X:img><D:displayname>${XML_TEXT}</D:displayname></D:prop>
      <D:status>HTTP/1.1 404 ${script.replaceAll('<', '&lt;')}</D:status></D:propstat>
    <D:responsedescription>${XML_TEXT}</D:responsedescription>
    <D:location><D:href>${url}</D:href></D:location>
  </D:response>
  <D:responsedescription>${XML_TEXT}</D:responsedescription>
</D:multistatus>`,
  // Entities that would grow to gigabytes, and one that would read a file.
  DOCTYPE: `<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY x SYSTEM "file:///etc/passwd">]><D:multistatus xmlns:D="DAV:"><D:response><D:href>&b;&x;</D:href>
<D:status>HTTP/1.1 200 OK</D:status></D:response></D:multistatus>`,
  HTML: `<!doctype html>${script}`,
  JSON: json,
  NDJSON: responses.map((each, index) => JSON.stringify({ index, ...each })).join('\n'),
  HAR: JSON.stringify({
    log: {
      version: script,
      creator: { name: script, version: url },
      entries: [
        {
          startedDateTime: script,
          time: 1,
          request: { method: script, url, headers: [{ name: script, value: HOSTILE }] },
          response: {
            status: 207,
            statusText: script,
            headers: [{ name: 'content-type', value: 'application/json' }],
            content: { mimeType: 'application/json', text: json },
          },
        },
      ],
    },
  }),
};
