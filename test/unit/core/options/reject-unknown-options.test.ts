import { describe, expect, test } from '@jest/globals';
import { rejectUnknownOptions } from '#core/options/reject-unknown-options.js';

const KNOWN = ['path', 'concurrency', 'maxBodyBytes'];
const LIST = 'The options are path, concurrency, maxBodyBytes';

describe('rejectUnknownOptions', () => {
  test.each<[options: object]>([
    [{}],
    [{ path: undefined }],
    [{ concurrency: 1, maxBodyBytes: 2 }],
    [Object.assign(Object.create(null) as object, { path: '/' })],
    [Object.create({ inherited: 1 }) as object],
  ])('lets %j pass', (options) => {
    expect(() => rejectUnknownOptions('batch', options, { known: KNOWN })).not.toThrow();
  });

  test.each([
    ['paths', 'path'],
    ['Path', 'path'],
    ['pth', 'path'],
    ['concurency', 'concurrency'],
    ['maxBody', 'maxBodyBytes'],
    ['maxBodyByte', 'maxBodyBytes'],
  ])('proposes for %s the near %s', (name, meant) => {
    expect(() => rejectUnknownOptions('batch', { [name]: 1 }, { known: KNOWN })).toThrow(
      new TypeError(`batch.${name} is not an option; did you mean ${meant}? ${LIST}`),
    );
  });

  test.each(['timeout', 'toString', 'constructor', '__proto__'])('lists what there is for %s', (name) => {
    const options = Object.fromEntries([[name, 1]]);
    expect(() => rejectUnknownOptions('batch', options, { known: KNOWN })).toThrow(
      new TypeError(`batch.${name} is not an option; the options are path, concurrency, maxBodyBytes`),
    );
  });

  test('takes undefined for a misspelt option too', () => {
    expect(() => rejectUnknownOptions('batch', { paths: undefined }, { known: KNOWN })).toThrow(TypeError);
  });

  test.each([
    ['maxItems', 'limits.maxItems'],
    ['maxItem', 'limits.maxItems'],
    ['MAXITEMS', 'limits.maxItems'],
    ['inherit', 'headers.inherit'],
    ['pat', 'path'],
  ])('proposes for %s the near %s, with its group', (name, meant) => {
    const groups = { limits: ['maxItems'], headers: ['inherit', 'paths'] };
    expect(() => rejectUnknownOptions('batch', { [name]: 1 }, { known: KNOWN, groups: groups })).toThrow(
      new TypeError(`batch.${name} is not an option; did you mean ${meant}? ${LIST}`),
    );
  });

  test.each([
    ['batch', 'batch options'],
    ['batch.limits', 'batch.limits'],
  ])('says that the options of %s are not an object', (owner, subject) => {
    expect(() => rejectUnknownOptions(owner, null as unknown as object, { known: KNOWN })).toThrow(
      new TypeError(`${subject} must be an object, got null`),
    );
  });
});
