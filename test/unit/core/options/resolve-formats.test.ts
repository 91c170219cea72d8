import { describe, expect, test } from '@jest/globals';
import { type AnswerEncoder, type Format, json, ndjson, xml } from '@multistatus/core';
import { resolveFormats } from '#core/options/resolve-formats.js';
import { NDJSON_TYPES } from '#wire/media-type.js';

function resolve(formats: unknown, defaultFormat?: unknown): ReturnType<typeof resolveFormats> {
  return resolveFormats('batch', { formats, defaultFormat } as never);
}

describe('resolveFormats', () => {
  test('returns json, xml and ndjson if the option is not set', () => {
    const { formats, answerTypes, batchTypes, itemTypes } = resolve(undefined);
    expect(formats.map(({ name }) => name)).toEqual(['json', 'xml', 'ndjson']);
    expect(answerTypes).toEqual(['application/json', 'application/xml', 'text/xml', ...NDJSON_TYPES]);
    expect(batchTypes).toEqual(['application/json', ...NDJSON_TYPES]);
    expect(itemTypes).toEqual(['application/json', 'application/merge-patch+json', ...NDJSON_TYPES]);
  });

  test('keeps the order of the option', () => {
    expect(resolve([ndjson(), xml()]).answerTypes).toEqual([...NDJSON_TYPES, 'application/xml', 'text/xml']);
  });

  test.each<[formats: unknown, message: string]>([
    ['json', 'batch.formats must be an array such as [json(), xml()], got "json"'],
    [[json], 'batch.formats must contain formats such as json(), got a function; call it'],
    [[null], 'batch.formats must contain formats such as json(), got null'],
    [[{}], 'batch.formats must contain formats such as json(), got an object'],
    [[json(), json()], 'batch.formats contains two formats with the name json'],
    [[], 'batch.formats needs a format that can write answers, such as json()'],
    [
      [{ name: 'mute' } satisfies Format],
      'batch.formats needs a format that can write answers, such as json()',
    ],
  ])('refuses %j', (formats, message) => {
    expect(() => resolve(formats)).toThrow(new TypeError(message));
  });

  const answer = json().answer as AnswerEncoder;
  test.each<[parts: unknown, message: string]>([
    [{ answer: null }, 'answer of own must be an object, got null'],
    [
      { batches: json().batch },
      'batches of own is not a member of a format; did you mean batch? The members are ',
    ],
    [
      { answer, batch: { ...json().batch, deniedHeader: 'drop' } },
      'batch.deniedHeader of own is not a member of a format; did you mean deniedHeaders? The members are ',
    ],
    [
      { answer: { ...answer, mediaTypes: ['text/own', 'Text/CSV'] } },
      'answer.mediaTypes of own must be an array of one or more media types in lower case, without parameters, got "Text/CSV"',
    ],
    [
      { answer: { ...answer, mediaTypes: undefined } },
      'answer.mediaTypes of own must be an array of one or more ',
    ],
    [{ answer: { ...answer, mediaTypes: [] } }, 'answer.mediaTypes of own must be an array of one or more '],
    [
      { answer: { ...answer, mediaTypes: 'text/own' } },
      'answer.mediaTypes of own must be an array of one or more ',
    ],
    [
      { answer: { ...answer, mediaTypes: ['Text/Own'] } },
      'answer.mediaTypes of own must be an array of one or more ',
    ],
    [
      { answer: { ...answer, mediaTypes: ['text/own; v=1'] } },
      'answer.mediaTypes of own must be an array of one or more ',
    ],
    [
      { answer: { ...answer, mediaTypes: ['own'] } },
      'answer.mediaTypes of own must be an array of one or more ',
    ],
    [
      { answer: { ...answer, order: 'any' } },
      "answer.order of own must be 'request' or 'completion', got \"any\"",
    ],
    [{ answer: { ...answer, nestedType: 'JSON' } }, 'answer.nestedType of own must be a media type in '],
    [{ answer: { ...answer, encode: undefined } }, 'answer.encode of own must be a function, got undefined'],
    [{ answer: { ...answer, toSchema: undefined } }, 'answer.toSchema of own must be a function, got '],
    [
      { answer, batch: { ...json().batch, decode: {} } },
      'batch.decode of own must be a function, got an object',
    ],
    [
      { answer, items: { ...json().items, kind: 'lines' } },
      "items.kind of own must be 'list' or 'stream', got",
    ],
    [
      { answer, problem: { ...json().problem, mediaType: 'X/Y' } },
      'problem.mediaType of own must be a media ',
    ],
  ])('refuses a format with the parts %j', (parts, message) => {
    const error = expect.objectContaining({ message: expect.stringContaining(`batch.formats: ${message}`) });
    expect(() => resolve([{ name: 'own', ...(parts as object) }])).toThrow(error as never);
  });

  test('defaultFormat must be the name of a format that writes answers', () => {
    expect(() => resolve(undefined, 'ndjson')).not.toThrow();
    expect(() => resolve([xml()], 'json')).toThrow(
      new TypeError('batch.defaultFormat must be \'xml\', got "json"'),
    );
  });
});
