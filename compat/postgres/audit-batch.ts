import type { Database } from 'photo-album/database';
import { ExpectedRows } from './expected-rows.js';
import type { PlannedBatch } from './random-batch.js';
import type { PhotoRow } from './seed-rows.js';
import type { Answers } from './send-batches.js';

/** The rows of one batch, by their numbers. */
export interface Rows {
  readonly albums: Record<number, string>;
  readonly photos: Record<number, PhotoRow>;
}

/** What a batch should have left and has left, if that is not the same. */
export interface Difference {
  readonly batch: string;
  readonly answers: Answers[number];
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Reads every row, and returns those of each batch, which the titles of the rows name. */
export async function readRows(database: Pick<Database, 'query'>, batches: number): Promise<Rows[]> {
  const rows: Rows[] = Array.from({ length: batches }, () => ({ albums: {}, photos: {} }));
  const rowsOf = (title: string): Rows => {
    const owner = rows[Number(/^batch-(\d+)-/.exec(title)?.[1])];
    if (owner === undefined) throw new Error(`No batch has written "${title}"`);
    return owner;
  };
  const albums = await database.query<{ id: number; title: string }>('SELECT id, title FROM albums');
  for (const { id, title } of albums) rowsOf(title).albums[id] = title;
  const photos = await database.query<PhotoRow & { id: number }>(
    'SELECT id, album_id AS "albumId", title, locked FROM photos',
  );
  for (const { id, ...photo } of photos) rowsOf(photo.title).photos[id] = photo;
  return rows;
}

/** Checks whether a batch leaves its effect unknown: it has no response, or an operation is `executed: "unknown"`. */
export function isInDoubt(answers: Answers[number]): boolean {
  return answers === undefined || answers.some(({ body }) => body?.executed === 'unknown');
}

/** Compares the rows of a batch that is not in doubt with what its answers say. */
export function auditBatch(
  batch: PlannedBatch,
  answers: Answers[number],
  rows: Rows,
): Difference | undefined {
  const byId = new Map(answers?.map((answer) => [answer.id, answer]));
  const expected = new ExpectedRows(batch.number);
  for (const { id, apply } of batch.operations) {
    const answer = byId.get(id);
    if (answer === undefined)
      return { batch: batch.body, answers, expected: `an answer to ${id}`, actual: undefined };
    if (answer.status < 300 && answer.status !== 207) apply(expected, answer.body ?? { id: Number.NaN });
  }
  for (const [id, titles] of expected.titles) {
    const title = rows.photos[id]?.title ?? '';
    expected.changePhoto(id, { title: titles.includes(title) ? title : titles.join(' or ') });
  }
  const wanted: Rows = {
    albums: Object.fromEntries(expected.albums),
    photos: Object.fromEntries(expected.photos),
  };
  return isSame(wanted, rows) ? undefined : { batch: batch.body, answers, expected: wanted, actual: rows };
}

/** Finds groups that took effect in part, which no group may, in doubt or not: by the photos that they alone make. */
export function auditGroups(batch: PlannedBatch, { photos }: Rows): Difference | undefined {
  const titles = new Set(Object.values(photos).map(({ title }) => title));
  const marks = new Map<string, string[]>();
  for (const { group, mark } of batch.operations) {
    if (group !== undefined && mark !== undefined) marks.set(group, [...(marks.get(group) ?? []), mark]);
  }
  for (const [group, ofGroup] of marks) {
    const actual = ofGroup.filter((mark) => titles.has(mark));
    if (actual.length > 0 && actual.length < ofGroup.length) {
      return { batch: batch.body, answers: undefined, expected: `all or nothing of ${group}`, actual };
    }
  }
  return undefined;
}

function isSame(wanted: Rows, actual: Rows): boolean {
  const inOrder = ({ albums, photos }: Rows): string => {
    const photoLines = Object.entries(photos).map(([id, { albumId, title, locked }]) => [
      id,
      albumId,
      title,
      locked,
    ]);
    return JSON.stringify([Object.entries(albums), photoLines]);
  };
  return inOrder(wanted) === inOrder(actual);
}
