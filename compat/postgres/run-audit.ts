import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { LimitOptions } from '@multistatus/core';
import { createApp } from 'photo-album';
import type { Database } from 'photo-album/database';
import { auditBatch, auditGroups, type Difference, isInDoubt, readRows } from './audit-batch.js';
import { Random } from './random.js';
import { randomBatch } from './random-batch.js';
import { type Fault, seedRows } from './seed-rows.js';
import { sendBatches } from './send-batches.js';

/** What is sent, and to what. */
export interface Audit {
  readonly seed: number;
  readonly batches: number;
  readonly faults: readonly Fault[];
  readonly limits: LimitOptions;
  /** What the album writes to. */
  readonly database: Database;
  /** What the rows are read from. */
  readonly outside: Pick<Database, 'query'>;
  /** Resolves when nothing that the server has begun is under way any more. */
  readonly settled: () => Promise<void>;
}

/** What an audit has found. */
export interface AuditReport {
  readonly differences: readonly Difference[];
  /** Batches that were compared row by row, that were in doubt, and that had no answer. */
  readonly audited: number;
  readonly inDoubt: number;
  readonly unanswered: number;
  /** How often each status was answered; with the last part of the problem's type, if the batch made it. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Sends random batches to a listening album, and compares what it answers with what the database then holds. */
export async function runAudit(audit: Audit): Promise<AuditReport> {
  const { seed, batches, faults, limits, database, outside, settled } = audit;
  await seedRows(database, batches);
  const random = new Random(seed);
  const planned = Array.from({ length: batches }, (_, number) => randomBatch(number, random, faults));

  const server = createApp(database, { limits, onError: () => {} }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/batch`;
  const answers = await sendBatches(url, planned, random);
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
  await settled();

  const rows = await readRows(outside, batches);
  const differences: Difference[] = [];
  for (const [number, batch] of planned.entries()) {
    const [ofBatch = { albums: {}, photos: {} }, answer] = [rows[number], answers[number]];
    const difference =
      auditGroups(batch, ofBatch) ?? (isInDoubt(answer) ? undefined : auditBatch(batch, answer, ofBatch));
    if (difference !== undefined) differences.push(difference);
  }
  const unanswered = answers.filter((answer) => answer === undefined).length;
  const inDoubt = answers.filter(isInDoubt).length - unanswered;
  const outcomes: Record<string, number> = {};
  for (const { status, body } of answers.flatMap((answer) => answer ?? [])) {
    const [, slug] = /^urn:multistatus:problem:(.*)/.exec(body?.type ?? '') ?? [];
    const name = slug === undefined ? String(status) : `${status} ${slug}`;
    outcomes[name] = (outcomes[name] ?? 0) + 1;
  }
  return { differences, audited: batches - inDoubt - unanswered, inDoubt, unanswered, outcomes };
}
