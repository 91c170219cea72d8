import { expect } from '@jest/globals';
import { testPage } from './run-page.js';

/** Sends a list, and resolves with the statuses of its items. */
async function put(url: string, items: unknown, type = 'application/json'): Promise<number[]> {
  const body = JSON.stringify(items);
  const response = await fetch(url, { method: 'PUT', headers: { 'content-type': type }, body });
  const { responses } = (await response.json()) as { responses: { status: number }[] };
  return responses.map(({ status }) => status);
}

testPage('docs/guide/5-bulk.md', {
  close: "if (typeof database !== 'undefined') await database.close();",
  async afterStart(origin, { code }) {
    const tram = { id: 7, title: 'Tram 28' };
    if (code.includes("'/photos'")) {
      expect(await put(`${origin}/photos`, tram)).toEqual([200]);
      expect(await put(`${origin}/photos`, { items: [tram] })).toEqual([200]);
      expect(await put(`${origin}/photos`, [tram], 'application/merge-patch+json')).toEqual([200]);
    }
    if (!code.includes("'/atomic'")) return;
    expect(await put(`${origin}/atomic`, [tram])).toEqual([204]);
    expect(
      await put(`${origin}/atomic`, [
        { id: 8, title: 'Tejo' },
        { id: -1, title: 'wrong' },
      ]),
    ).toEqual([424, 409]);
    expect(await put(`${origin}/atomic`, [{ id: 8, title: 'Tejo' }])).toEqual([204]);
  },
});
