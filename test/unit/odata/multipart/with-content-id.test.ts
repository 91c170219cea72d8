import { expect, test } from '@jest/globals';
import { withContentId } from '#odata/multipart/with-content-id.js';

const NAME = '@Org.OData.Core.V1.ContentID';
const annotate = (json: string): string =>
  new TextDecoder().decode(withContentId(new TextEncoder().encode(json), '1.0'));

test('the error and its details get the Content-ID of the request', () => {
  const error = { code: '422', message: 'é', target: 'Name', details: [{ code: '1', message: 'long' }] };
  expect(JSON.parse(annotate(JSON.stringify({ error })))).toEqual({
    error: { ...error, [NAME]: '1.0', details: [{ code: '1', message: 'long', [NAME]: '1.0' }] },
  });
});

test('what the app has annotated keeps its Content-ID', () => {
  const error = { message: 'x', details: [{ message: 'y', '@SAP__core.ContentID': '0.0' }] };
  expect(JSON.parse(annotate(JSON.stringify({ error })))).toEqual({ error: { ...error, [NAME]: '1.0' } });
  const annotated = '{ "error": { "message": "x", "@core.ContentID": "0.0", "details": [{}] } }';
  expect(annotate(annotated)).toBe(annotated);
});

test.each([
  ['an error of OData 2.0', '{ "error": { "code": "1", "message": { "lang": "en", "value": "x" } } }'],
  ['a problem', '{ "type": "about:blank", "status": 422 }'],
  ['a message alone', '{ "error": "x" }'],
  ['null', 'null'],
  ['no JSON', '<error/>'],
  ['nothing', ''],
])('%s is not changed', (_what, body) => {
  expect(annotate(body)).toBe(body);
});
