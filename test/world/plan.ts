import type { Random } from './random.js';

/** One operation of a batch, or one item of a list. */
export interface PlannedUnit {
  readonly id: string;
  readonly method: 'POST' | 'PUT' | 'DELETE' | 'GET';
  readonly group?: string | undefined;
  readonly dependsOn?: readonly string[] | undefined;
  /** The id of the operation whose number is the last part of the URL. */
  readonly refersTo?: string | undefined;
}

/** What clients send with one key. */
export interface KeyPlan {
  readonly principal: string;
  readonly key: string;
  /** The principal and the key. */
  readonly scope: string;
  readonly endpoint: 'batch' | 'exact batch' | 'list' | 'exact list' | 'lines';
  readonly units: readonly PlannedUnit[];
  /** True if answers are streamed. */
  readonly isStreamed: boolean;
  readonly stopsAtFailure: boolean;
}

/** Returns a request at random. */
export function planKey(random: Random, principal: string, key: string): KeyPlan {
  const endpoint = random.weighted({ batch: 5, 'exact batch': 2, list: 1, 'exact list': 1, lines: 3 });
  const isBatch = endpoint.endsWith('batch');
  const count = random.chance(0.02) ? random.integer(52, 56) : random.integer(2, 6);
  const units: PlannedUnit[] = [];
  const isRepeatable = random.chance(0.3);
  for (let index = 0; index < count; index += 1) {
    const method = isBatch
      ? random.weighted({ POST: 6, PUT: 2, DELETE: 1, GET: 1 })
      : isRepeatable
        ? 'PUT'
        : 'POST';
    units.push({ id: `u${index}`, method, ...(isBatch ? relate(random, units, method) : {}) });
  }
  const isStreamed = random.chance(0.3);
  const stopsAtFailure = isBatch && !isStreamed && random.chance(0.15);
  return { principal, key, scope: `${principal}/${key}`, endpoint, units, isStreamed, stopsAtFailure };
}

function relate(
  random: Random,
  before: readonly PlannedUnit[],
  method: PlannedUnit['method'],
): Pick<PlannedUnit, 'group' | 'dependsOn' | 'refersTo'> {
  const last = before.at(-1);
  if (method !== 'GET' && last?.group !== undefined && random.chance(0.6)) return { group: last.group };
  if (method !== 'GET' && random.chance(0.2)) return { group: `g${before.length}` };
  const single = before.filter(({ group, method: each }) => group === undefined && each !== 'GET');
  if (single.length === 0 || !random.chance(0.3)) return {};
  const { id } = random.pick(single);
  return random.chance(0.3) ? { dependsOn: [id], refersTo: id } : { dependsOn: [id] };
}

/** Checks whether an operation runs in a transaction, and so can start again once that has been rolled back. */
export function isInTransaction({ endpoint }: KeyPlan, { group }: PlannedUnit): boolean {
  return group !== undefined || endpoint.startsWith('exact');
}

/** Returns the body of a request. Another `variant` is another request. */
export function bodyOf(plan: KeyPlan, variant: string): string {
  if (!plan.endpoint.endsWith('batch')) {
    const items = plan.units.map(({ id }) => ({ id, variant }));
    return plan.endpoint === 'lines'
      ? `${items.map((item) => JSON.stringify(item)).join('\n')}\n`
      : JSON.stringify(items);
  }
  const requests = plan.units.map(({ id, method, group, dependsOn, refersTo }) => ({
    id,
    method,
    url: refersTo === undefined ? `/things/${id}` : `/things/${id}-{from}`,
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: { variant } }),
    ...(group === undefined ? {} : { atomicityGroup: group }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(refersTo === undefined
      ? {}
      : { references: [{ at: '/url/from', from: refersTo, value: '/body/effect' }] }),
  }));
  return JSON.stringify({ requests });
}
