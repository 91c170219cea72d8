import type { LimitOptions } from '@multistatus/core';
import { Random } from '../postgres/random.js';
import { auditUnit, type Difference, verdictOf } from './audit-unit.js';
import type { AuditedDatabase } from './audited-database.js';
import { ChaosApp } from './chaos-app.js';
import { createTables } from './create-tables.js';
import { type PlannedBatch, type Possibilities, randomBatch } from './random-units.js';
import { sendUnits, type Tries } from './send-unit.js';

/** What is sent, and what happens meanwhile. */
export interface Chaos extends Possibilities {
  readonly seed: number;
  readonly batches: number;
  readonly limits: LimitOptions;
  readonly database: AuditedDatabase;
  /** What the tables are created and read with: not the pool that is tried. */
  readonly outside: Pick<AuditedDatabase, 'run'>;
  readonly readMarks: () => Promise<readonly string[]>;
  /** Called before each batch is sent: ends connections, or restarts the server. */
  readonly disturb: (batch: number, random: Random) => Promise<unknown>;
}

/** What an audit has found. */
export interface ChaosReport {
  readonly differences: readonly Difference[];
  /** How often each status was answered; with the last part of the problem's type, and `unknown`, if the batch made it. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Units of whose effect no answer knows: the client left, or the answer says so. */
  readonly unanswered: number;
  readonly unknown: number;
  /** Units that were sent a second time. */
  readonly resent: number;
  /** The steps of groups that were answered `unknown`. */
  readonly unknownSteps: ReadonlySet<unknown>;
}

const CLIENTS = 8;

/** Sends random batches to a listening app while `disturb` disturbs it, and compares answers with rows. */
export async function runChaos(chaos: Chaos): Promise<ChaosReport> {
  const { seed, batches, limits, database, outside, readMarks, disturb } = chaos;
  await createTables(outside);
  const random = new Random(seed);
  const planned = Array.from({ length: batches }, (_, number) => randomBatch(number, random, chaos));
  const app = new ChaosApp(database, { limits });
  await app.start();
  const tries: Tries = new Map();
  const waiting = planned.entries();
  const client = async (): Promise<void> => {
    for (const [number, batch] of waiting) {
      await disturb(number, random);
      await sendUnits(app.origin, batch, tries);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await app.close();

  const counts = new Map<string, number>();
  for (const mark of await readMarks()) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return report(planned, tries, (mark) => counts.get(mark) ?? 0);
}

function report(
  planned: readonly PlannedBatch[],
  tries: Tries,
  countOf: (mark: string) => number,
): ChaosReport {
  const differences: Difference[] = [];
  const outcomes: Record<string, number> = {};
  const unknownSteps = new Set<unknown>();
  let [unanswered, unknown, resent] = [0, 0, 0];
  for (const unit of planned.flatMap(({ units }) => units)) {
    const ofUnit = tries.get(unit.name) ?? [];
    const difference = auditUnit(unit, ofUnit, countOf);
    if (difference !== undefined) differences.push(difference);
    if (ofUnit.includes(undefined)) unanswered += 1;
    if (ofUnit.length > 1) resent += 1;
    if (unit.isGroup && ofUnit.some((answers) => answers !== undefined && verdictOf(answers) === 'unknown')) {
      unknown += 1;
      for (const { steps } of unit.operations) for (const step of steps) unknownSteps.add(step);
    }
    for (const { status, body } of ofUnit.flatMap((answers) => answers ?? [])) {
      const slug = /^urn:multistatus:problem:(.*)/.exec(body?.type ?? '')?.[1];
      const name = [status, slug, body?.executed].filter((part) => part !== undefined).join(' ');
      outcomes[name] = (outcomes[name] ?? 0) + 1;
    }
  }
  return { differences, outcomes, unanswered, unknown, resent, unknownSteps };
}
