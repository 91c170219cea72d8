import { describe, expect, test } from '@jest/globals';
import { answerTypeOf } from '#odata/answer/answer-type.js';

const BOUNDARY = 'multipart/mixed; boundary=b';

describe('answerTypeOf', () => {
  test.each([
    [BOUNDARY, undefined, undefined, 'multipart/mixed'],
    [BOUNDARY, 'application/json', undefined, 'multipart/mixed'],
    [BOUNDARY, 'application/json', '4.0', 'multipart/mixed'],
    [BOUNDARY, 'application/json', '4.01', 'application/json'],
    [BOUNDARY, 'application/json;odata.metadata=minimal', '4.01', 'application/json'],
    [BOUNDARY, 'multipart/mixed, application/json', '4.01', 'multipart/mixed'],
    [BOUNDARY, 'application/json;q=0', '4.01', 'multipart/mixed'],
    [BOUNDARY, '*/*', '4.01', 'multipart/mixed'],
    ['application/json', undefined, undefined, 'application/json'],
    ['application/json', 'multipart/mixed', undefined, 'multipart/mixed'],
    ['application/json', 'multipart/mixed, application/json', undefined, 'application/json'],
    ['application/json', 'text/html', undefined, 'application/json'],
  ])('%s, Accept: %s, OData-MaxVersion: %s: %s', (contentType, accept, version, expected) => {
    expect(answerTypeOf({ 'content-type': contentType, accept, 'odata-maxversion': version })).toBe(expected);
  });
});
