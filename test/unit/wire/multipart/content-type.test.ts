import { expect, test } from '@jest/globals';
import { boundaryOf, multipartType } from '#wire/multipart/content-type.js';

test.each<[contentType: string | undefined, boundary: string | undefined]>([
  ['multipart/mixed; boundary=b', 'b'],
  ['multipart/mixed;boundary=batch_1-2', 'batch_1-2'],
  ['Multipart/Mixed ;\tBOUNDARY = "b"', 'b'],
  ['multipart/mixed; charset=UTF-8;boundary=b; x=y', 'b'],
  ['multipart/related; x="a;boundary=c"; boundary=b', 'b'],
  [
    'multipart/mixed; boundary="===============8791332409770266121=="',
    '===============8791332409770266121==',
  ],
  ['multipart/mixed; boundary===a==', '==a=='],
  ['multipart/mixed; boundary="a\\"\\\\;b c"', 'a"\\;b c'],
  ['multipart/mixed; boundary=.*+?^$()[]{}|', '.*+?^$()[]{}|'],
  ['multipart/mixed; boundary=first; boundary=second', 'first'],
  // Without a boundary, or with one that no line could have.
  [undefined, undefined],
  ['', undefined],
  ['multipart/mixed', undefined],
  ['multipart/mixed; boundary', undefined],
  ['multipart/mixed; boundary=', undefined],
  ['multipart/mixed; boundary=""', undefined],
  ['multipart/mixed; boundary="b "', undefined],
  ['multipart/mixed; boundary="b', undefined],
  ['multipart/mixed; boundary=\u00e9', undefined],
  ['multipart/mixed; xboundary=b', undefined],
  ['application/json; boundary=b', undefined],
  ['multipart; boundary=b', undefined],
])('the boundary of %j is %j', (contentType, boundary) => {
  expect(boundaryOf(contentType)).toBe(boundary);
});

test.each([
  ['batch_1-2', 'multipart/mixed; boundary=batch_1-2'],
  ['a=b', 'multipart/mixed; boundary="a=b"'],
  ['a"\\b c', 'multipart/mixed; boundary="a\\"\\\\b c"'],
])('the content type with the boundary %j', (boundary, contentType) => {
  expect(multipartType(boundary)).toBe(contentType);
  expect(boundaryOf(contentType)).toBe(boundary);
});

test.each(['', 'a ', 'a\nb', '\u00e9'])('the boundary %j is not written', (boundary) => {
  expect(() => multipartType(boundary)).toThrow(RangeError);
});

test('takes linear time, whatever the client sends', () => {
  expect(boundaryOf(`multipart/mixed; boundary=${' '.repeat(1_000_000)}a"`)).toBeUndefined();
});
