import {
  type AcceptedWork,
  type AsyncPreferences,
  BatchProblem,
  type EnvelopeRequest,
  type EnvelopeResponse,
  type Outcome,
  type WorkHead,
} from '@multistatus/core/adapter';
import { type Client, identify } from '../identify.js';
import { keptUnknown } from '../journal-call.js';
import type { LaterEndpoint } from '../later-endpoint.js';
import type { RecordAbout } from '../stored/record-about.js';
import { aboutOf, headOf } from './about-of.js';
import { answerReplayed, answerTaken } from './answer-taken.js';
import { ItemDigest } from './item-digest.js';
import { jobsUnderWay } from './jobs-under-way.js';
import { partsOf } from './parts-of.js';
import { RecordWriter } from './record-writer.js';
import { type KnownRecord, RequestKey } from './request-key.js';
import { Turns } from './turns.js';

/** Bytes of the JSON of a job, unless what it has to run together has more. */
const BYTES_OF_JOB = 1_048_576;

/** A request that is to be answered later. */
export interface TakenRequest {
  readonly work: AcceptedWork;
  readonly request: EnvelopeRequest;
  readonly preferences: AsyncPreferences;
}

/**
 * Keeps a request, and returns its answer: 202, or the final one if it ends within the time that the client waits.
 *
 * @throws {BatchProblem} if the request is refused after all. Nothing of it runs, unless the problem says that this is unknown.
 */
export async function takeWork(later: LaterEndpoint, taken: TakenRequest): Promise<EnvelopeResponse> {
  const { request, preferences } = taken;
  const { endpoint, batches } = later;
  const { journal } = endpoint;
  const report = later.reportOf(request);
  const client = await identify(journal, request, report);
  if (client === undefined) throw unidentified();
  const { toContent } = preferences;
  const key = await RequestKey.open({
    journal,
    records: batches.records,
    principal: client.principal,
    request,
    toContent,
    report,
  });
  if (key?.known !== undefined) return replay(later, taken, { key, known: key.known });
  return keep(later, taken, { client, key });
}

/** Keeps a request that has not been kept before. */
async function keep(
  later: LaterEndpoint,
  { work, request, preferences }: TakenRequest,
  { client, key }: { readonly client: Client; readonly key: RequestKey | undefined },
): Promise<EnvelopeResponse> {
  const { batches, settings, queue } = later;
  const report = later.reportOf(request);
  const writer = new RecordWriter(batches.records, settings.limits, report);
  const digest = digestOf(work, { key, preferences });
  let about: RecordAbout;
  try {
    preferences.check?.();
    await queue.checkDepth(settings.limits.maxQueuedJobs, report);
    about = await aboutOf(later, { work, request });
    await writer.create({ client: client.digest, keepMs: batches.retentionMs }, about);
    const size = { units: settings.limits.jobSize, bytes: BYTES_OF_JOB };
    const turns = new Turns();
    for await (const part of partsOf(digest.work, size)) {
      await writer.add(part);
      await turns.yieldIfLong();
    }
    await writer.flush();
    if (writer.units === 0) return await answerEmpty(later, request, { about, writer, key });
    await key?.claim(writer.ref, digest.toText());
    await writer.open();
  } catch (error) {
    throw await giveUp(error, writer, key);
  }
  await key?.settle(writer.ref, digest.toText());
  preferences.onKept();
  const { ref, jobs } = writer;
  const underWay = await jobsUnderWay(batches.records, { client: client.digest, except: ref }, report);
  await queue.add({ ref, endpoint: settings.name, jobs, underWay }, report);
  const { waitSeconds } = preferences;
  return answerTaken(later, request, { head: about.head, ref, units: writer.units, waitSeconds });
}

/** Answers a request that has been kept before. */
async function replay(
  later: LaterEndpoint,
  { work, request, preferences }: TakenRequest,
  { key, known }: { readonly key: RequestKey; readonly known: KnownRecord },
): Promise<EnvelopeResponse> {
  const { queue, settings } = later;
  const { ref, jobs } = known;
  const digest = digestOf(work, { key, preferences });
  if (digest.work.kind === 'list') {
    for await (const _item of digest.work.items); // their digest is compared
  }
  key.checkDigest(digest.toText());
  preferences.onKept();
  // The process that has kept the request may have died before it added the jobs.
  if (jobs > 0) await queue.add({ ref, endpoint: settings.name, jobs, underWay: 0 }, later.reportOf(request));
  return answerReplayed(later, request, { head: headOf(work), ref });
}

/** A request whose items are compared with those of an earlier one with the same key, if its fingerprint does not cover them. */
interface DigestedWork {
  readonly work: AcceptedWork;
  /** Returns the digest, once all items have been read; `''` if the fingerprint covers them. */
  readonly toText: () => string;
}

function digestOf(
  work: AcceptedWork,
  {
    key,
    preferences,
  }: { readonly key: RequestKey | undefined; readonly preferences: Pick<AsyncPreferences, 'toContent'> },
): DigestedWork {
  if (key === undefined || work.kind === 'batch' || preferences.toContent().length > 0)
    return { work, toText: () => '' };
  const digest = new ItemDigest();
  let text: string | undefined;
  return {
    work: { ...work, items: digest.read(work.items) },
    toText: () => {
      text ??= digest.toText();
      return text;
    },
  };
}

/** Answers a list without items at once: there is nothing to wait for. */
async function answerEmpty(
  { endpoint }: LaterEndpoint,
  request: EnvelopeRequest,
  {
    about: { head },
    writer,
    key,
  }: {
    readonly about: { readonly head: WorkHead };
    readonly writer: RecordWriter;
    readonly key: RequestKey | undefined;
  },
): Promise<EnvelopeResponse> {
  await writer.remove();
  await key?.release();
  return endpoint.answer(NO_OUTCOMES, head, { request, hasFailures: false });
}

const NO_OUTCOMES: AsyncIterable<Outcome> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

/** Removes what is kept of a request that is refused. Returns the error to answer it with. */
async function giveUp(error: unknown, writer: RecordWriter, key: RequestKey | undefined): Promise<unknown> {
  // The next request with the key continues with the record if it was opened: a removal that arrives late would take it away then.
  const isLeft = key !== undefined && writer.mayBeOpen;
  if (!isLeft && (await writer.remove())) {
    await key?.release();
    return error;
  }
  await key?.suspend();
  return keptUnknown();
}

function unidentified(): BatchProblem {
  return new BatchProblem(
    'unidentified',
    'A request that is answered later must be authenticated, so that nobody else gets its answer; send credentials, or send it without Prefer: respond-async',
  );
}
