// What is not a failure although it has a status of 4xx: removed members, absent properties, and propstats that
// report nothing. Servers differ in how they say it.
import { describe, expect, test } from '@jest/globals';
import {
  createMultistatus,
  type MultistatusError,
  type MultistatusReading,
  readMultistatus,
  toReading,
} from '@multistatus/document';

const SYNC = '<sync-token>http://a/1</sync-token>';
const ERROR = '<error><a xmlns="urn:x"/></error>';
const TEXT = '<responsedescription>no</responsedescription>';
const document = (content: string): string => `<multistatus xmlns="DAV:">${content}</multistatus>`;
const response = (content: string, href = '/a'): string =>
  `<response><href>${href}</href>${content}</response>`;
const status = (code: number): string => `<status>HTTP/1.1 ${code} x</status>`;
const group = (code: number, properties = '', more = ''): string =>
  `<propstat><prop>${properties}</prop>${status(code)}${more}</propstat>`;

function classOf(reading: MultistatusReading): string {
  if (reading.failed().length > 0) return 'failed';
  return reading.succeeded().length > 0 ? 'succeeded' : 'other';
}

function failuresOf(reading: MultistatusReading): MultistatusError['failures'] {
  try {
    reading.throwIfFailed();
  } catch (error) {
    return (error as MultistatusError).failures;
  }
  return [];
}

describe('propstats', () => {
  test.each<[string, string, string]>([
    ['sabre/dav, minimal: all properties are absent', group(418), 'succeeded'],
    ['nothing is left of a minimal answer (RFC 8144)', group(200), 'succeeded'],
    ['old nginx: the resource does not exist', group(404), 'failed'],
    ['RustiCal: an empty group beside a full one', group(200, '<a/>') + group(404), 'succeeded'],
    ['the empty group comes first', group(404) + group(200, '<a/>'), 'succeeded'],
    ['an empty 418 beside a full group', group(200, '<a/>') + group(418), 'succeeded'],
    ['any other empty group beside a full one', group(200, '<a/>') + group(424), 'succeeded'],
    ['an empty group beside absent properties', group(200) + group(404, '<a/>'), 'succeeded'],
    ['an empty 404 beside absent properties', group(404, '<a/>') + group(404), 'succeeded'],
    ['several empty groups', group(200) + group(404), 'succeeded'],
    ['several empty groups without a success', group(418) + group(404), 'failed'],
    ['several empty groups with a failure', group(200) + group(403), 'failed'],
    ['an empty group with any other failure', group(403), 'failed'],
    ['an empty group of 424', group(424), 'failed'],
    ['a full group of 418', group(418, '<a/>'), 'failed'],
    ['an empty 418 with an error', group(418, '', ERROR), 'failed'],
    ['an empty 507 with an error beside a full group', group(200, '<a/>') + group(507, '', ERROR), 'failed'],
    ['an empty 403 with a text beside a full group', group(200, '<a/>') + group(403, '', TEXT), 'failed'],
    ['an empty 404 with a text beside a full group', group(200, '<a/>') + group(404, '', TEXT), 'succeeded'],
    ['an empty 404 with a text', group(404, '', TEXT), 'failed'],
    ['all properties are absent', group(404, '<a/><b/>'), 'succeeded'],
    ['a property that may not be read', group(404, '<a/>') + group(403, '<b/>'), 'failed'],
    ['a PROPPATCH that failed', group(403, '<a/>') + group(424, '<b/>'), 'failed'],
    ['a redirect', group(404, '<a/>') + group(302, '<b/>'), 'other'],
    ['an empty redirect', group(302), 'other'],
    ['a status beside an empty 418', status(404) + group(418), 'failed'],
    ['a status of 418', status(418), 'failed'],
  ])('%s', async (_name, content, expected) => {
    expect(classOf(await readMultistatus(document(response(content))))).toBe(expected);
  });

  test.each<[string, number]>([
    ['PROPPATCH', 2],
    ['proppatch', 2],
    ['PROPFIND', 0],
    ['REPORT', 0],
  ])('an absent property in an answer to %s', async (method, failed) => {
    const text = document(
      response(group(404, '<a/>')) + response(group(200, '<a/>') + group(404, '<b/>'), '/b'),
    );
    const reading = await readMultistatus(text, { method });
    expect(reading.failed()).toHaveLength(failed);
    expect(failuresOf(reading).map(({ properties }) => properties)).toEqual(
      failed === 0 ? [] : [['{DAV:}a'], ['{DAV:}b']],
    );
    expect(toReading(reading.document, { method }).failed()).toHaveLength(failed);
  });

  test('a failure without properties is one of the resource', async () => {
    const reading = await readMultistatus(document(response(group(404))));
    expect(failuresOf(reading)).toEqual([{ href: '/a', status: 404, reason: 'Not Found' }]);
  });

  test('absent properties that the summary counts are listed beside a description of a success', () => {
    const reading = toReading({
      responses: [
        {
          href: '/a',
          propstats: [
            { status: 404, properties: [{ name: '{urn:x}album' }] },
            { status: 204, properties: [], description: 'why' },
          ],
        },
      ],
      summary: { total: 1, succeeded: 0, failed: 1, other: 0 },
    });
    expect(failuresOf(reading)).toMatchObject([{ href: '/a', status: 404, properties: ['{urn:x}album'] }]);
  });

  test('absent properties are a failure if the summary counts one that nothing else explains', () => {
    const propstats = [{ status: 404, properties: [{ name: '{urn:x}album' }] }] as const;
    const read = (failed: number): MultistatusReading =>
      toReading({
        responses: [
          { href: '/a', propstats },
          { href: '/b', status: 409 },
        ],
        summary: { total: 2, succeeded: 2 - failed, failed, other: 0 },
      });
    expect(
      read(1)
        .failed()
        .map(({ href }) => href),
    ).toEqual(['/b']);
    expect(
      read(2)
        .failed()
        .map(({ href }) => href),
    ).toEqual(['/a', '/b']);
    expect(failuresOf(read(2))[0]).toEqual({
      href: '/a',
      status: 404,
      reason: 'Not Found',
      properties: ['{urn:x}album'],
    });
  });
});

describe('a sync-collection REPORT (RFC 6578)', () => {
  test.each<[string, string, string]>([
    ['a removed member', response(status(404)), 'other'],
    ['a removed member of sabre/dav', response(status(404) + group(418)), 'other'],
    ['a removed member in a propstat', response(group(404)), 'other'],
    ['a removed member with an error', response(status(404) + ERROR), 'other'],
    ['a changed member without the properties', response(group(404, '<a/>')), 'succeeded'],
    ['a truncated result (section 3.6)', response(status(507)), 'failed'],
    ['a collection that cannot be reported on (section 3.3)', response(status(403)), 'failed'],
    ['any other failure', response(status(410)), 'failed'],
  ])('%s', async (_name, content, expected) => {
    const reading = await readMultistatus(document(content + SYNC));
    expect(classOf(reading)).toBe(expected);
    expect(reading.removed()).toHaveLength(expected === 'other' ? 1 : 0);
    expect(failuresOf(reading)).toHaveLength(expected === 'failed' ? 1 : 0);
  });

  test('the sync token may come first', async () => {
    const reading = await readMultistatus(document(SYNC + response(status(404))));
    expect([reading.removed().length, reading.failed().length]).toEqual([1, 0]);
  });

  test('without a sync token, as in a multiget, a 404 is a failure', async () => {
    const reading = await readMultistatus(document(response(status(404))));
    expect([reading.removed().length, reading.failed().length]).toEqual([0, 1]);
  });

  test('a report counts its removed members as other, and is read the same', () => {
    const report = createMultistatus({ syncToken: 'http://a/1', summary: true })
      .response({ href: '/gone', status: 404 })
      .response({ href: '/', status: 507 });
    expect(report.summary()).toEqual({ total: 2, succeeded: 0, failed: 1, other: 1 });
    const reading = toReading(report.toDocument());
    expect(reading.document.summary).toEqual(report.summary());
    expect(reading.removed().map(({ href }) => href)).toEqual(['/gone']);
    expect(failuresOf(reading).map(({ href }) => href)).toEqual(['/']);
  });
});
