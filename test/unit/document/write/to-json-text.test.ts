import { describe, expect, test } from '@jest/globals';
import type { Multistatus, MultistatusResponse } from '@multistatus/document';
import { toJsonText } from '@multistatus/document';
import fc from 'fast-check';
import { multistatus } from '../document-arbitraries.js';

function toExpectedResponse(response: MultistatusResponse): Record<string, unknown> {
  const { id, index, href, hrefs, status, reasonPhrase, propstats, body, problem, bodyOmitted, trailers } =
    response;
  const { timing, error, description, location, extensions } = response;
  const hasType = Object.keys(response.headers ?? {}).some((name) => /^content-type$/i.test(name));
  const type = problem === undefined || hasType ? {} : { 'content-type': 'application/problem+json' };
  const headers = { ...response.headers, ...type };
  const content = body?.encoding === 'json' ? JSON.parse(body.text) : body?.text;
  const bodyEncoding = body?.encoding === 'json' ? undefined : body?.encoding;
  return {
    id,
    index,
    href,
    hrefs,
    status,
    reasonPhrase,
    propstats: propstats?.map(({ status, reasonPhrase, properties, error, description }) => {
      return { status, reasonPhrase, properties, error, description };
    }),
    headers: Object.keys(headers).length === 0 ? undefined : headers,
    body: problem ?? content,
    bodyEncoding,
    bodyOmitted,
    trailers: Object.keys(trailers ?? {}).length === 0 ? undefined : trailers,
    timing,
    error,
    description,
    location,
    extensions: extensions?.length === 0 ? undefined : extensions,
  };
}

function toExpected(document: Multistatus): unknown {
  const { summary, responses, description, syncToken } = document;
  const extensions = document.extensions?.length === 0 ? undefined : document.extensions;
  const members = { description, syncToken, extensions };
  return JSON.parse(JSON.stringify({ summary, responses: responses.map(toExpectedResponse), ...members }));
}

describe('toJsonText', () => {
  test('writes the summary first and the members of a response in their order', () => {
    const document: Multistatus = {
      responses: [
        {
          location: '/albums/4',
          timing: { durationMs: 30.5, startMs: 12 },
          bodyOmitted: 'minimal',
          body: { encoding: 'text', text: 'hello' },
          headers: { 'content-type': 'text/plain', 'x-two': ['1', '2'] },
          status: 201,
          href: '/albums/4',
          index: 0,
          id: 'album',
        },
        { href: '/b', status: 200, headers: {}, body: { encoding: 'base64', text: 'AAEC' } },
      ],
      summary: { total: 2, succeeded: 2, failed: 0, other: 0 },
    };
    expect(toJsonText(document)).toBe(
      '{"summary":{"total":2,"succeeded":2,"failed":0,"other":0},"responses":[' +
        '{"id":"album","index":0,"href":"/albums/4","status":201,' +
        '"headers":{"content-type":"text/plain","x-two":["1","2"]},' +
        '"body":"hello","bodyEncoding":"text","bodyOmitted":"minimal","timing":{"startMs":12,"durationMs":30.5},' +
        '"location":"/albums/4"},' +
        '{"href":"/b","status":200,"body":"AAEC","bodyEncoding":"base64"}]}',
    );
  });

  test('writes a report whole, the members of the document after the responses', () => {
    const property = { name: '{DAV:}displayname', children: ['Tejo'] };
    const condition = { name: '{DAV:}lock-token-submitted', attributes: { a: '1' } };
    expect(
      toJsonText({
        extensions: [property],
        syncToken: 'urn:sync:41',
        description: 'b',
        responses: [
          { hrefs: ['/a', '/b'], status: 423, error: [condition], description: 'a', extensions: [] },
          {
            propstats: [
              { description: 'c', error: [condition], properties: [property], status: 200 },
              { status: 404, properties: [] },
            ],
            href: '/c',
            headers: { etag: '"1"' },
            extensions: [condition],
          },
        ],
      }),
    ).toBe(
      '{"responses":[{"hrefs":["/a","/b"],"status":423,' +
        '"error":[{"name":"{DAV:}lock-token-submitted","attributes":{"a":"1"}}],"description":"a"},' +
        '{"href":"/c","propstats":[{"status":200,"properties":[{"name":"{DAV:}displayname","children":["Tejo"]}],' +
        '"error":[{"name":"{DAV:}lock-token-submitted","attributes":{"a":"1"}}],"description":"c"},' +
        '{"status":404,"properties":[]}],"headers":{"etag":"\\"1\\""},' +
        '"extensions":[{"name":"{DAV:}lock-token-submitted","attributes":{"a":"1"}}]}],' +
        '"description":"b","syncToken":"urn:sync:41",' +
        '"extensions":[{"name":"{DAV:}displayname","children":["Tejo"]}]}',
    );
  });

  test('has no summary where there is none', () => {
    expect(toJsonText({ responses: [] })).toBe('{"responses":[]}');
  });

  test('leaves a JSON body as it was written, numbers and white space too', () => {
    const text = ' {"n": 12345678901234567890.10,\r\n"n":1e400} ';
    expect(toJsonText({ responses: [{ href: '/', status: 200, body: { encoding: 'json', text } }] })).toBe(
      `{"responses":[{"href":"/","status":200,"body":${text}}]}`,
    );
  });

  test('takes a body that nests 100 000 deep', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(
      toJsonText({ responses: [{ href: '/', status: 200, body: { encoding: 'json', text } }] }),
    ).toContain(`"body":${text}`);
  });

  test('writes a problem as a body of its own type, beside the headers that there are', () => {
    const problem = { type: 'about:blank', title: 'Locked', status: 423, detail: undefined, because: ['a'] };
    const headers = { 'retry-after': '1' };
    expect(toJsonText({ responses: [{ href: '/a', status: 423, headers, problem }] })).toBe(
      '{"responses":[{"href":"/a","status":423,' +
        '"headers":{"retry-after":"1","content-type":"application/problem+json"},' +
        '"body":{"type":"about:blank","title":"Locked","status":423,"because":["a"]}}]}',
    );
    expect(headers).toEqual({ 'retry-after': '1' });
  });

  test('does not name the type of a problem twice', () => {
    const problem = { type: 'about:blank', title: 'Locked', status: 423 };
    const headers = { 'Content-Type': 'application/problem+json' };
    expect(JSON.parse(toJsonText({ responses: [{ href: '/a', status: 423, headers, problem }] }))).toEqual({
      responses: [{ href: '/a', status: 423, headers, body: problem }],
    });
  });

  test('parses to what was given, in order, for any document', () => {
    fc.assert(
      fc.property(multistatus, (document) => {
        const parsed: unknown = JSON.parse(toJsonText(document));
        expect(parsed).toEqual(toExpected(document));
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(toExpected(document)));
      }),
      { numRuns: 400 },
    );
  });
});
