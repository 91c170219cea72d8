import { describe, expect, test } from '@jest/globals';
import { changeset, multipart, part } from '../../../conformance/odata-batch.js';
import { decode, refusalOf, requestsOf, type Setting } from './sent-batch.js';

const JSON_FIELD = ['Content-Type: application/json'];
const V401 = { headers: { 'odata-version': '4.01' } };

/** Returns the request at the end of a changeset, after POST People (1), PATCH People(2) (2), PATCH $1 (0.3), PATCH $1/Boss (4). */
function last(requestLine: string, more: { fields?: string[]; body?: string } = {}, setting?: Setting) {
  const members = [
    part('POST People', { id: '1' }),
    part('PATCH People(2)?$select=a', { id: '2' }),
    part('PATCH $1', { id: '0.3' }),
    part('PATCH $1/Boss', { id: '4' }),
    part(requestLine, { id: '9', ...more }),
  ];
  const body = multipart([changeset(members)]);
  const request = requestsOf(body, setting).at(-1);
  const sent = decode(body, setting).bodyOf(members.length - 1, 'application/json');
  return { ...request, body: sent?.kind === 'json' ? sent.text : undefined };
}

describe('$<Content-ID> in a URL', () => {
  test.each([
    ['$1/Orders', '$~1.1/Orders'],
    ['$1', '$~1.1'],
    ['$1?$select=a b', '$~1.1?$select=a%20b'],
    ['$0.3/Orders', '$~1.3/Orders'],
    ['$1é', '/odata/$1%C3%A9'],
    ['$9/Orders', '/odata/$9/Orders'],
    ['$metadata', '/odata/$metadata'],
    ['People/$1', '/odata/People/$1'],
  ])('%s', (target, url) => {
    expect(last(`POST ${Buffer.from(target).toString('latin1')}`).url).toBe(url);
  });

  test('a Content-ID with the name of a resource of every service is not referred to', () => {
    const members = [part('POST People', { id: 'metadata' }), part('POST $metadata')];
    expect(requestsOf(multipart([changeset(members)])).at(-1)?.url).toBe('/odata/$metadata');
  });

  test.each([
    ['4.0', '/odata/$1/Orders', '/odata/$2/Orders'],
    ['4.01', '$~1/Orders', '$~2.1/Orders'],
  ])('in OData %s, of another part of the batch', (version, one, two) => {
    const body = multipart([
      part('GET People(1)', { id: '1' }),
      changeset([part('POST People', { id: '2' }), part('POST $1/Orders')]),
      part('GET $2/Orders'),
    ]);
    const urls = requestsOf(body, { headers: { 'odata-version': version } }).map(({ url }) => url);
    expect(urls).toEqual(['/odata/People(1)', '/odata/People', one, two]);
  });

  test('without OData-Version, OData-MaxVersion decides', () => {
    const body = multipart([part('POST People', { id: '1' }), part('GET $1')]);
    expect(requestsOf(body, { headers: { 'odata-maxversion': '4.01' } })[1]?.url).toBe('$~1');
    expect(requestsOf(body)[1]?.url).toBe('/odata/$1');
  });
});

test('$<Content-ID> in place of an entity tag', () => {
  const { headers } = last('PATCH People(1)', { fields: ['If-Match: $1', 'If-None-Match: $8'] });
  expect(headers).toEqual({ 'if-match': '$~1.1', 'if-none-match': '$8' });
});

describe('$<Content-ID> in a JSON body', () => {
  const bound = (body: string) => {
    const { body: text, references, dependsOn } = last('POST Orders', { fields: JSON_FIELD, body });
    return { body: text, references, dependsOn };
  };

  test('of an entity that is created', () => {
    const body =
      '{"n":1.0,"p@odata.bind":"$1","a":[{"@odata.id":"$1"}],"l@odata.bind":["$1","People(3)"],"x/~":{"@id":"$1"}}';
    const from = '~1.1';
    const value = '/headers/location';
    expect(bound(body)).toEqual({
      body,
      references: [
        { at: '/body/p@odata.bind', from, value },
        { at: '/body/a/0/@odata.id', from, value },
        { at: '/body/l@odata.bind/0', from, value },
        { at: '/body/x~1~0/@id', from, value },
      ],
      dependsOn: [],
    });
  });

  test('of an entity that is changed', () => {
    const body =
      '{ "n":12345678901234567890, "p@odata.bind" : "$2", "l@odata.bind": ["$2", "x\\"$2"], "s": "$2" }';
    expect(bound(body)).toEqual({
      body: '{ "n":12345678901234567890, "p@odata.bind" : "People(2)", "l@odata.bind": ["People(2)", "x\\"$2"], "s": "$2" }',
      references: [],
      dependsOn: ['~1.2'],
    });
  });

  test('of an entity that is created and then changed', () => {
    const references = [{ at: '/body/p@odata.bind', from: '~1.1', value: '/headers/location' }];
    expect(bound('{"p@odata.bind":"$0.3"}')).toMatchObject({ references });
  });

  test.each([
    ['{"p@odata.bind":"$8"}'],
    ['{"p@odata.bind":"$9"}'],
    ['{"p@odata.bind":"$4"}'],
    ['{"p@odata.bind":"$1/Boss"}'],
    ['{"p":"$1"}'],
    ['{"p@odata.bind":{"a":"$2"}}'],
    ['[{"p@odata.bind":"x"},"$2"]'],
    ['["p@odata.bind","$2"]'],
    ['{"s":"\\"p@odata.bind\\":\\"$2\\""}'],
  ])('%s stays as it is', (body) => {
    expect(bound(body)).toEqual({ body, references: [], dependsOn: [] });
  });

  test('without transactions, what it depends on is listed once', () => {
    const { dependsOn } = last(
      'POST Orders',
      { fields: JSON_FIELD, body: '{"p@odata.bind":"$2"}' },
      { changesets: 'sequential' },
    );
    expect(dependsOn).toEqual(['~1.2', '~1.4']);
  });
});

describe('a Content-ID that occurs twice', () => {
  const post = part('POST People', { id: '1' });
  const apart = multipart([post, changeset([post]), changeset([post]), part('GET People', { id: '1' })]);

  test('in a changeset is refused', () => {
    const expected = '400 Part 2.2: An earlier request has the same Content-ID, "1"';
    expect(refusalOf(multipart([post, changeset([post, post])]))).toBe(expected);
  });

  test('elsewhere is refused in OData 4.01', () => {
    expect(refusalOf(apart, V401)).toBe('400 Part 2.1: An earlier request has the same Content-ID, "1"');
  });

  test('elsewhere is echoed in OData 4.0', () => {
    const { clientIdOf } = decode(apart);
    expect([0, 1, 2, 3].map((index) => clientIdOf?.(index))).toEqual(['1', '1', '1', '1']);
  });
});

test('of more references than a request may have, one too many is read', () => {
  const body = JSON.stringify({ 'a@odata.bind': Array.from({ length: 100_000 }, () => '$1') });
  expect(last('POST Orders', { fields: JSON_FIELD, body }).references).toHaveLength(1_001);
});
