import { expect, test } from '@jest/globals';
import { continueOnErrorName, stopsAtFailure } from '#odata/request/continue-on-error.js';

test.each([
  ['continue-on-error', 'continue-on-error'],
  ['odata.continue-on-error', 'odata.continue-on-error'],
  ['return=minimal, OData.Continue-On-Error=true', 'odata.continue-on-error'],
  ['continue-on-error=false', undefined],
  ['return=minimal', undefined],
  ['x="continue-on-error, continue-on-error"', undefined],
])('Prefer: %s', (prefer, name) => {
  expect(continueOnErrorName({ prefer })).toBe(name);
  expect(stopsAtFailure({ prefer })).toBe(name === undefined);
});

test('a batch of OData 2.0 does not stop', () => {
  expect(stopsAtFailure({ dataserviceversion: '2.0' })).toBe(false);
  expect(stopsAtFailure({ 'odata-version': '4.0' })).toBe(true);
});

test('takes linear time, whatever the client sends', () => {
  const prefer = `continue-on-error=${' '.repeat(1_000_000)}""x`;
  expect(continueOnErrorName({ prefer })).toBe('continue-on-error');
});
