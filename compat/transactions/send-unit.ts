import type { PlannedBatch, PlannedUnit } from './random-units.js';

/** What a client has learned of one operation. */
export interface Answer {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly type?: string; readonly executed?: false | 'unknown' };
}

/** What a client has learned of a unit in one try: `undefined` if it left before it had an answer. */
export type Try = readonly Answer[] | undefined;

/** What a client has learned of each unit, by its name: one try, or two. */
export type Tries = Map<string, Try[]>;

/** Sends a batch. Units of which every operation is 503 without effect are sent a second time, as RFC 9110 allows. */
export async function sendUnits(origin: string, batch: PlannedBatch, tries: Tries): Promise<void> {
  await sendOnce(origin, batch, tries);
  const again = batch.units.filter(({ name }) => mayBeSentAgain(tries.get(name)?.[0]));
  if (again.length > 0) await sendOnce(origin, { ...batch, units: again, leavesAfterMs: undefined }, tries);
}

function mayBeSentAgain(answers: Try): boolean {
  return answers?.every(({ status, body }) => status === 503 && body?.executed === false) ?? false;
}

async function sendOnce(
  origin: string,
  { path, units, leavesAfterMs }: PlannedBatch,
  tries: Tries,
): Promise<void> {
  const requests = units.flatMap(({ name, isGroup, operations }) =>
    operations.map(({ mark, steps }) => ({
      id: mark,
      method: 'POST',
      url: `/effects/${mark}`,
      body: { steps },
      ...(isGroup ? { atomicityGroup: name } : {}),
    })),
  );
  const answers = await post(origin + path, JSON.stringify({ requests }), leavesAfterMs);
  for (const unit of units) tries.set(unit.name, [...(tries.get(unit.name) ?? []), answersOf(unit, answers)]);
}

function answersOf({ name, operations }: PlannedUnit, answers: Try): Try {
  return (
    answers &&
    operations.map(({ mark }) => {
      const answer = answers.find(({ id }) => id === mark);
      if (answer === undefined) throw new Error(`No answer to ${mark} of ${name}`);
      return answer;
    })
  );
}

async function post(url: string, body: string, leavesAfterMs: number | undefined): Promise<Try> {
  const signal = leavesAfterMs === undefined ? null : AbortSignal.timeout(leavesAfterMs);
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    const text = await response.text();
    if (response.status !== 207) throw new Error(`Answered ${response.status}: ${text}\n${body}`);
    return (JSON.parse(text) as { responses: Answer[] }).responses;
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  }
}
