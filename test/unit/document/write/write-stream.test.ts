import { describe, expect, test } from '@jest/globals';
import type { Multistatus, MultistatusResponse, Summary } from '@multistatus/document';
import { toJsonText, writeJson } from '@multistatus/document';
import { toXmlText, writeXml } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import { elementsOf, findViolations, parseXml, textOf } from '../../../support/multistatus-rules.js';
import { multistatus } from '../document-arbitraries.js';

const OPTIONS = { operationsPath: '/generated/' };
const SUMMARY: Summary = { total: 1, succeeded: 1, failed: 0, other: 0 };
type Responses = Iterable<MultistatusResponse> | AsyncIterable<MultistatusResponse>;
type Write = (
  responses: Responses,
  members?: { summary?: Summary | (() => Summary) },
) => AsyncGenerator<string>;
const WRITERS: readonly [string, Write][] = [
  ['writeXml', (responses, members) => writeXml(responses, { ...OPTIONS, ...members })],
  ['writeJson', writeJson],
];

async function join(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

async function* arrive<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

/** Returns responses without end, and counts how many were requested. */
function countPulls(): {
  readonly responses: AsyncIterable<MultistatusResponse>;
  pulls: number;
  isClosed: boolean;
} {
  const counter = {
    pulls: 0,
    isClosed: false,
    responses: {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          counter.pulls += 1;
          return Promise.resolve({ done: false as const, value: { href: `/${counter.pulls}`, status: 200 } });
        },
        return: () => {
          counter.isClosed = true;
          return Promise.resolve({ done: true as const, value: undefined });
        },
      }),
    },
  };
  return counter;
}

describe.each(WRITERS)('%s', (_name, write) => {
  test('asks for a response when the ones before it are taken', async () => {
    const counter = countPulls();
    const chunks = write(counter.responses);
    expect(counter.pulls).toBe(0);
    await chunks.next();
    expect(counter.pulls).toBe(0); // the opening needs none
    for (let taken = 1; taken <= 1000; taken++) {
      const { value } = await chunks.next();
      expect(value).toContain(`/${taken}`);
      expect(counter.pulls).toBe(taken);
    }
    await chunks.return(undefined);
    expect(counter).toMatchObject({ pulls: 1000, isClosed: true });
  });

  test('asks for the summary after the last response', async () => {
    const order: string[] = [];
    function* respond(): Generator<MultistatusResponse> {
      yield { href: '/a', status: 200 };
      order.push('last response');
    }
    const summary = (): Summary => {
      order.push('summary');
      return SUMMARY;
    };
    expect(await join(write(respond(), { summary }))).toBe(
      await join(write(respond(), { summary: SUMMARY })),
    );
    expect(order).toEqual(['last response', 'summary', 'last response']);
  });

  test('rejects as the responses do, without the end of the document', async () => {
    async function* fail(): AsyncGenerator<MultistatusResponse> {
      yield { href: '/a', status: 200 };
      await Promise.reject(new Error('gone'));
    }
    let text = '';
    const written = (async () => {
      for await (const chunk of write(fail(), { summary: SUMMARY })) text += chunk;
    })();
    await expect(written).rejects.toThrow('gone');
    expect(text).toContain('/a');
    expect(text).not.toMatch(/<\/D:multistatus>|\]|summary/);
  });

  test('writes a document without responses', async () => {
    expect(['{"responses":[]}', toXmlText({ responses: [] }, OPTIONS)]).toContain(await join(write([])));
  });
});

test('writeXml writes what toXmlText does, for any document', async () => {
  await fc.assert(
    fc.asyncProperty(multistatus, async (document) => {
      const { responses, ...members } = document;
      const whole = toXmlText(document, OPTIONS);
      expect(await join(writeXml(arrive(responses), { ...OPTIONS, ...members }))).toBe(whole);
      expect(await join(writeXml(responses, { ...OPTIONS, ...members }))).toBe(whole);
    }),
  );
});

test('writeJson writes what toJsonText does, the summary last, for any document', async () => {
  await fc.assert(
    fc.asyncProperty(multistatus, async (document) => {
      const { responses, ...members } = document;
      const text = await join(writeJson(arrive(responses), members));
      expect(JSON.parse(text)).toEqual(JSON.parse(toJsonText(document)));
      if (document.summary === undefined) expect(text).toBe(toJsonText(document));
      else expect(Object.keys(JSON.parse(text) as Multistatus).at(-1)).toBe('summary');
    }),
  );
});

test('writeXml gives no href twice, not even one that it generated before its owner came', async () => {
  const hrefs = ['/a', '/a', '/generated/1', '/generated/1', '/generated/2'];
  const responses = hrefs.map((href) => ({ href, status: 200 }));
  const xml = await join(writeXml(responses, OPTIONS));
  expect(findViolations(xml)).toEqual([]);
  const places = elementsOf(parseXml(xml)).map((response) =>
    elementsOf(response)
      .filter(({ name }) => /href|target/.test(name))
      .map(textOf)
      .join(' <- '),
  );
  expect(places).toEqual([
    '/a',
    '/generated/1 <- /a',
    '/generated/2 <- /generated/1',
    '/generated/3 <- /generated/1',
    '/generated/4 <- /generated/2',
  ]);
});
