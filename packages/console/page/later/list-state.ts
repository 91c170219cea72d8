import type { MonitorEntry } from './monitor-entry.js';

/** What is known of the batches of the user. */
export type ListState =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'listed';
      readonly entries: readonly MonitorEntry[];
      /** The URL of the older ones; `undefined` if there are none. */
      readonly next: string | undefined;
    }
  | ListRefusal;

/** Why there is no list. */
export interface ListRefusal {
  readonly kind: 'refused';
  /**
   * `off`: the endpoint answers nothing later. `not-routed`: the app does not pass the path of the list on to the endpoint.
   * `access`: it asks for credentials. `unknown-client`: it does not know the user.
   */
  readonly reason: 'off' | 'not-routed' | 'access' | 'unknown-client' | 'unreachable' | 'unexpected';
  /** What to do about it, for the user. */
  readonly text: string;
}

/** What an endpoint has answered in place of the list. */
export interface RefusedList {
  readonly status: number;
  /** Its Content-Type; `null` if it has none. */
  readonly type: string | null;
  /** Whether the description of the endpoint has `async`; `undefined` if it is not known. */
  readonly isOn: boolean | undefined;
}

/** Returns why a server does not list monitors. */
export function refusalOf({ status, type, isOn }: RefusedList): ListRefusal {
  if (status === 401 || status === 403) {
    const text = `The server answered ${status}: it does not know who you are. Add a token, or another header that identifies you.`;
    return { kind: 'refused', reason: 'access', text };
  }
  if (status === 404 || status === 405) {
    // The endpoint answers with a problem in JSON; what an app answers where it has no route is something else.
    if (isOn === true && !/\bjson\b/i.test(type ?? '')) {
      const text =
        'The endpoint has no list of batches here: the app does not pass the paths below it on to batch(). Mount batch() with ' +
        'app.use; see @multistatus/async:';
      return { kind: 'refused', reason: 'not-routed', text };
    }
    if (isOn === true) {
      const text =
        'The server lists batches only for a client that it knows. Add the header that identifies you. If there is none, set the ' +
        'option identify of createJournal(), and check that it returns a value for this page.';
      return { kind: 'refused', reason: 'unknown-client', text };
    }
    const text =
      'This endpoint answers every batch at once. To answer batches later, set the option async of batch().';
    return { kind: 'refused', reason: 'off', text };
  }
  const text = `The server answered ${status} instead of the list. Try again in a moment.`;
  return { kind: 'refused', reason: 'unexpected', text };
}

/** The refusal for a server that does not answer at all. */
export const UNREACHABLE: ListRefusal = {
  kind: 'refused',
  reason: 'unreachable',
  text: 'The server cannot be reached. Check that it is running and that you are online.',
};

/** The refusal for an answer that is not a list. */
export const NO_LIST: ListRefusal = {
  kind: 'refused',
  reason: 'off',
  text: 'The server did not answer with a list of batches. Its endpoint may answer every batch at once.',
};

/** Returns the entries of a newer reading, followed by the known ones that are older than all of those. */
export function mergeEntries(
  newer: readonly MonitorEntry[],
  known: readonly MonitorEntry[],
): readonly MonitorEntry[] {
  const urls = new Set(newer.map(({ url }) => url));
  const oldest = newer.at(-1)?.createdAt.getTime() ?? Number.POSITIVE_INFINITY;
  // A known entry of the same period that the newer reading does not have was removed.
  return [...newer, ...known.filter(({ url, createdAt }) => !urls.has(url) && createdAt.getTime() < oldest)];
}

/** Returns the entries of a reading, none with fewer outcomes than are known: events may have come while the list was read. */
export function keepProgress(
  read: readonly MonitorEntry[],
  known: readonly MonitorEntry[],
): readonly MonitorEntry[] {
  const byUrl = new Map(known.map(({ url, progress }) => [url, progress]));
  return read.map((entry) => {
    const progress = byUrl.get(entry.url);
    return progress !== undefined && progress.done > entry.progress.done ? { ...entry, progress } : entry;
  });
}
