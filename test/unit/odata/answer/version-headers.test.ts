import { describe, expect, test } from '@jest/globals';
import { versionHeaders } from '#odata/answer/version-headers.js';

describe('versionHeaders', () => {
  test.each([
    [{}, '4.0', { 'odata-version': '4.0' }],
    [{}, '4.01', { 'odata-version': '4.01' }],
    [{ 'odata-version': '4.0' }, '4.01', { 'odata-version': '4.0' }],
    [{ 'odata-version': '4.01' }, '4.0', { 'odata-version': '4.01' }],
    [{ 'odata-maxversion': '4.0' }, '4.01', { 'odata-version': '4.0' }],
    [{ 'odata-version': '4.01', 'odata-maxversion': '4.0' }, '4.01', { 'odata-version': '4.0' }],
    [{ 'odata-maxversion': '4.01' }, '4.0', { 'odata-version': '4.0' }],
    [{ 'odata-version': '9.9' }, '4.0', { 'odata-version': '4.0' }],
    [{ 'odata-version': 'x\r\n' }, '4.0', { 'odata-version': '4.0' }],
    [{ dataserviceversion: '2.0' }, '4.0', { dataserviceversion: '2.0' }],
    [{ dataserviceversion: '2.0;NetFx', maxdataserviceversion: '3.0' }, '4.0', { dataserviceversion: '2.0' }],
    [{ dataserviceversion: '' }, '4.0', { 'odata-version': '4.0' }],
  ] as const)('for a request with %j, else %s: %j', (headers, fallback, expected) => {
    expect(versionHeaders(headers, fallback)).toEqual(expected);
  });
});
