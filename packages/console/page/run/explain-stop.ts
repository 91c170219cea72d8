import { BatchAbortError, type BatchError, isBatchError } from '@multistatus/client';
import { reasonPhraseOf } from '@multistatus/document';
import { isRedirect, parseMediaType, valueAt } from '@multistatus/wire';
import { formatCount, formatOperations } from '../content/format-amount.js';
import type { AnswerHead, RunPhase } from '../model/run.js';
import { adviceFor, waitOf } from './advice.js';

/** What is known about a run that ended without all of its outcomes. */
export interface StopFacts {
  readonly phase: RunPhase;
  readonly error: unknown;
  readonly answer: AnswerHead | undefined;
  readonly key: string | undefined;
  /** The number of operations that were sent, and that of their outcomes. */
  readonly sent: number;
  readonly arrived: number;
  /** True if the browser says that it has no network. */
  readonly isOffline: boolean;
}

/** A fault in the batch. */
export interface BatchFault {
  /** The JSON Pointer to its place; `undefined` if the server does not name one. */
  readonly pointer: string | undefined;
  readonly message: string;
}

/** Why a run ended without all of its outcomes, in words. */
export interface StopExplanation {
  readonly title: string;
  /** What happened, and which operations may have run. */
  readonly text: string;
  readonly advice: string | undefined;
  readonly faults: readonly BatchFault[];
  /** What the user can do on the page. */
  readonly action: 'access' | 'same-key' | undefined;
}

const UNKNOWN = 'It is not known whether operations have run.';
const CHECK = 'Check whether they took effect before you send the batch again.';
const SAME_KEY =
  'Send the same batch again with the same key: the server runs nothing twice, and says what has run.';

/** Returns in words why a run ended without all of its outcomes; `undefined` if it has them. */
export function explainStop(facts: StopFacts): StopExplanation | undefined {
  const { phase, error, key } = facts;
  if (phase === 'complete') return facts.arrived < facts.sent ? explainBreak(facts) : undefined;
  if (error instanceof SyntaxError) {
    return said(
      'The batch is not JSON yet',
      `${error.message}. Nothing was sent.`,
      'Correct it in the editor, then send it.',
    );
  }
  if (phase === 'cancelled') return explainCancelled(facts);
  if (!isBatchError(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return said('The batch could not be sent', message, undefined);
  }
  if (error.executed === false && error.status !== undefined) return explainRefusal(error, facts);
  const isOpen = key !== undefined;
  const unknown = { advice: isOpen ? SAME_KEY : CHECK, action: isOpen ? ('same-key' as const) : undefined };
  if (error.monitor !== undefined) {
    return said(
      'The monitor of the batch no longer answers',
      'The server has taken the batch, and may still be running it.',
      'Follow it under “Answered later”.',
    );
  }
  if (error.status !== undefined) return explainAnswer(error, facts, unknown);
  if (facts.isOffline) {
    return {
      ...said('This browser is offline', `No answer has arrived. ${UNKNOWN}`, unknown.advice),
      action: unknown.action,
    };
  }
  return {
    ...said(
      'The connection failed before an outcome arrived',
      `The server may be down or out of reach. ${UNKNOWN}`,
      unknown.advice,
    ),
    action: unknown.action,
  };
}

/** Explains an answer that broke off. The outcomes that have arrived stay on the page. */
function explainBreak({ key, sent, arrived }: StopFacts): StopExplanation {
  const missing = sent - arrived;
  const text = `${formatOperations(arrived)} had an outcome by then. It is not known whether the other ${formatCount(missing)} ran.`;
  return {
    ...said('The answer broke off', text, key === undefined ? CHECK : SAME_KEY),
    action: key === undefined ? undefined : 'same-key',
  };
}

function explainRefusal({ status = 0, problem }: BatchError, { answer }: StopFacts): StopExplanation {
  // A browser reports a redirect that is not followed as status 0.
  if (status === 0 || isRedirect(status)) {
    return said(
      'The endpoint answers with a redirect',
      'Batches are not sent on to another address. Nothing has run.',
      'Check the option "endpoint" of the console: it has to be the path where batch() is mounted.',
    );
  }
  const wait = waitOf(answer?.headers.get('retry-after'));
  const advice =
    status === 404 || status === 405
      ? 'Check the option endpoint of batchConsole(): no batch is answered at that path.'
      : adviceFor(status, problem?.type);
  return {
    title: `Refused: ${named(status)}`,
    text: [...sentencesOf(problem), 'Nothing has run.'].join(' '),
    advice: wait === undefined ? advice : `The server asks you to wait ${wait}. Then send it again.`,
    faults: readFaults(problem),
    action: status === 401 || status === 403 ? 'access' : undefined,
  };
}

function explainAnswer(
  { status = 0, problem }: BatchError,
  { answer }: StopFacts,
  unknown: Pick<StopExplanation, 'action'> & { readonly advice: string },
): StopExplanation {
  const type = parseMediaType(answer?.headers.get('content-type') ?? undefined)?.type;
  if (type === 'text/html' && status < 500) {
    return said(
      'This URL is not a batch endpoint',
      `It answered with a web page (${named(status)}).`,
      'Check the option endpoint of batchConsole(): it must be the path where batch() is mounted.',
    );
  }
  const text = [...sentencesOf(problem), UNKNOWN].join(' ');
  return {
    ...said(`Answered ${named(status)}, without outcomes`, text, unknown.advice),
    action: unknown.action,
  };
}

function explainCancelled({ error, key, sent, arrived }: StopFacts): StopExplanation {
  const rest = sent - arrived;
  if (error instanceof BatchAbortError) {
    if (error.isCancelled === true) {
      return said(
        'Cancelled',
        'The server starts no further operations. Those that had started are shown below.',
        undefined,
      );
    }
    return error.isCancelled === false
      ? said(
          'The batch ended before it was cancelled',
          'All of it has run.',
          'Open its result under “Answered later”.',
        )
      : said(
          'It is not known whether the server has cancelled the batch',
          'It may still be running.',
          'Follow it under “Answered later”.',
        );
  }
  if (rest <= 0) return said('Cancelled', 'All outcomes had arrived.', undefined);
  if (key !== undefined) {
    return {
      ...said(
        'You stopped waiting',
        'The batch has a key, so the server runs it to its end.',
        'Send it again with the same key to see what became of it: nothing runs twice.',
      ),
      action: 'same-key',
    };
  }
  return said(
    'Cancelled',
    `${formatOperations(arrived)} had an outcome. The server aborts the ${rest === 1 ? 'other one' : `other ${rest}`}, or does not start ${rest === 1 ? 'it' : 'them'}; what had begun may have taken effect.`,
    CHECK,
  );
}

/** Returns the faults that a problem lists: `errors` with pointers, or the one place that it names. */
function readFaults(problem: BatchError['problem']): BatchFault[] {
  const errors = valueAt(problem, ['errors']);
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const faults = list.map((error): BatchFault => {
    const detail = valueAt(error, ['detail']);
    return { pointer: readPointer(error), message: typeof detail === 'string' ? detail : 'Not valid' };
  });
  const pointer = readPointer(problem);
  return faults.length > 0 || pointer === undefined ? faults : [{ pointer, message: 'The fault is here' }];
}

/** Pointers are URI fragments (RFC 6901 section 6). */
function readPointer(value: unknown): string | undefined {
  const pointer = valueAt(value, ['pointer']);
  if (typeof pointer !== 'string') return undefined;
  try {
    return decodeURIComponent(pointer.replace(/^#/, ''));
  } catch {
    return undefined;
  }
}

function said(title: string, text: string, advice: string | undefined): StopExplanation {
  return { title, text, advice, faults: [], action: undefined };
}

function named(status: number): string {
  return `${status} ${reasonPhraseOf(status)}`.trim();
}

/** Returns the title and the detail of a problem, unless a server has sent something else there. */
function sentencesOf(problem: BatchError['problem']): string[] {
  return [problem?.title, problem?.detail]
    .filter((text: unknown) => typeof text === 'string' && text !== '')
    .map((text) => (/[.!?]$/.test(String(text)) ? String(text) : `${String(text)}.`));
}
