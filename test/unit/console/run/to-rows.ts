import type { StatusResponse } from '@multistatus/document';
import type { Row } from '#console-page/model/row.js';
import type { RowList } from '#console-page/model/row-list.js';

/** How the operation of a row ended. */
export type RowInit = Partial<Omit<Row, 'response'>> & { readonly response: Partial<StatusResponse> };

/** Creates rows; each has the index of its place. */
export function toRows(inits: readonly RowInit[]): Row[] {
  return inits.map(({ response, ...members }, index) => {
    const status = response.status ?? 200;
    return {
      index,
      id: String(index),
      method: 'GET',
      url: `/photos/${index}`,
      state: status < 300 ? 'succeeded' : status < 400 ? 'other' : 'failed',
      executed: true,
      ...members,
      response: { href: `/photos/${index}`, status, ...response } as StatusResponse,
    };
  });
}

/** A list of rows that grows by hand, because there are no frames outside of a browser. */
export function toRowList(all: readonly Row[]): RowList {
  return { all, at: (index) => all.find((row) => row.index === index) } as RowList;
}
